// Package selection rewrites select statements.
//
// # Rule select
//
// a select becomes a switch over what came first
//
// Every channel and every value to be sent is evaluated once, in source
// order, in the head of the switch or, where that line would be long, in front
// of it, as a select does on entry. aio.Select
// waits until one case is ready, takes it, and returns it; among several that
// are ready it chooses at random, as a select does. Bodies stay where they are;
// break, continue and goto mean what they meant.
//
// Before:
//
//	select {
//	case s := <-samples:
//		store(s)
//	case <-ctx.Done():
//		return ctx.Err()
//	}
//
// After:
//
//	switch fromSamples, done := aio.OnRecv(samples), aio.OnRecv(co.Done()); aio.Select(co, fromSamples, done) {
//	case fromSamples:
//		s := fromSamples.Value()
//		store(s)
//	case done:
//		return co.Err()
//	}
//
// A select that only waits for time to pass, unless the task's context ends
// first, is a sleep:
//
//	select {
//	case <-time.After(pause):
//	case <-ctx.Done():
//		return ctx.Err()
//	}
//
// becomes
//
//	if aio.SleepContext(co, pause) != nil {
//		return co.Err()
//	}
//
// A select with a default case never waits and stays as it is. Where the compiler
// has to see that a function ends with the statement, or go vet that every path
// calls the function that cancels a context, the last case becomes the default one.
package selection
