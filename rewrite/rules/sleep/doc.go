// Package sleep rewrites time.Sleep.
//
// # Rule sleep
//
// time.Sleep becomes a marked sleep
//
// A sleep is a wait like any other: while it lasts, other tasks of the loop
// run. aio.Sleep sleeps as long as time.Sleep does and, like it, is not ended
// by a cancelled context, so that the program does what it did.
//
// Before:
//
//	time.Sleep(delay)
//
// After:
//
//	aio.Sleep(co, delay)
//
// A sleep is always safe to mark where its function can be given a task.
package sleep
