// Package channel rewrites sends, receives and ranges on channels.
//
// # Rule channel
//
// channel operations are marked and stay on the same channel
//
// The channel stays what it is; only the place where the goroutine may wait
// is marked. The operand and the value are evaluated where they were, in the
// same order, before the wait. The marked operation means what the plain one
// means, down to closed and nil channels, and is not ended by a cancelled
// context.
//
// Before:
//
//	jobs <- job
//	v, ok := <-results
//	for s := range samples {
//
// After:
//
//	aio.Send(co, jobs, job)
//	v, ok := aio.RecvOK(co, results)
//	for s := range aio.Range(co, samples) {
//
// A range needs Go 1.23 in the file, since it becomes a range over a function.
package channel
