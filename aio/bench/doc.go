// Package bench measures the runtime aio against the plain Go that it replaces, and against its peers.
//
// Each [Row] does the same work in several ways, its sides: one in plain Go or with a peer, the others with aio, one
// per policy. The plain side is what a Go programmer writes for the same result, that is with the value, the error and
// the wait. Every side checks what it computed.
//
// The command prints the table of ratios:
//
//	go run ./cmd/table
//
// It runs the sides of a row in turn, many times for a short while, so that a disturbance of the machine hits all of
// them alike, and compares what was measured in the same round. The rows are benchmarks too, for profiles:
//
//	go test -run '^$' -bench 'Rows/spawn/one' -cpuprofile cpu.out
package bench
