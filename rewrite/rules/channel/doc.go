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
// A range becomes a range over a function, which needs the language of Go 1.23 in
// the file. In an older file it becomes a loop that receives, unless somebody
// could see the difference:
//
//	for s, ok := aio.RecvOK(co, samples); ok; s, ok = aio.RecvOK(co, samples) {
//
// Worker pools, pipelines and semaphores that are made of channels keep them. A
// semaphore's send into a full buffer waits with the loop released, as Acquire
// would; workers that range over a channel of jobs are bounded already. What else
// looks at the channels, by len, say, or in a select, finds what it found before.
package channel
