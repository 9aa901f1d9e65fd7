// Package progen makes concurrent programs by chance, and compares what they do
// before and after a port.
//
// [Generate] turns a seed into a package main that builds, ends, and prints the
// same on every run, whatever the scheduler does: every goroutine notes what it
// sees in a trace of its own, and the traces are printed in the order in which
// the source makes them. A trace holds the order of evaluation, values of
// variables, and what each function saw of its context: values, deadline,
// cancellation.
//
// Programs are of several variants, see [VariantOf]: for old languages, too, in which
// the iterations of a loop share a variable, and in two packages of which the one
// has a library's exported names, ported with their signatures kept or changed.
//
// [Check] puts many programs into one module, ports it, and runs the original
// and the port under both policies. It is a test of the whole: a difference is
// a defect of a rule, of the plan or of the runtime, and its seed reproduces it. A
// program in which the port left a wait as it was, and said so, is not run under the
// serial policy: it is not fit for it.
//
// The test of this package runs a fixed set of seeds. For longer runs:
//
//	go test ./rewrite/progen -run Seeds -first 1000 -seeds 400
//	go test ./rewrite/progen -run Seeds -first 1000 -seeds 400 -detect-races
//
// It says which seeds fail; print one with
//
//	go test ./rewrite/progen -run Print -first 1017 -v
//
// and make it smaller, with -keep for the file that is left, with
//
//	go test ./rewrite/progen -run Reduce -first 1017 -keep /tmp/small.go -timeout 1h
package progen
