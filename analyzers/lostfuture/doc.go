// Package lostfuture defines an analyzer that finds work that nobody waits for.
//
// # Analyzer lostfuture
//
// lostfuture: find results nobody looks at, and waits that are missing or come too early
//
// It reports
//
//   - a call that returns an *aio.Future as a statement of its own, and a future in a
//     variable that nobody looks at: the result, and with it the error, is lost;
//   - a go statement with a function that returns an error, and goes on until it fails or is
//     told to end: it serves, or takes a context. Nobody notices that it ended;
//   - an errgroup.Group, aio.Group or WaitGroup in a local variable or unexported
//     field with which tasks are started or counted, and that is never waited for;
//   - WaitGroup.Add called by the goroutine that it counts: Wait may return before
//     the goroutine got so far.
//
// Flagged:
//
//	go func() {
//		wg.Add(1)
//		defer wg.Done()
//		work()
//	}()
//	wg.Wait()
//
// Accepted:
//
//	wg.Add(1)
//	go func() {
//		defer wg.Done()
//		work()
//	}()
//	wg.Wait()
//
// Fix: Add goes before the go statement, where it is the first thing that a function literal does,
// but for a deferred Done, counts by a constant, and names a group that is the same outside.
// Whether a lost result is to be awaited or dropped nobody can know but you.
//
// Not reported: a call whose future is assigned to _ at once, which says that it is
// meant; a goroutine that returns nothing, whatever becomes of it, or panics; in a go
// statement functions that do one thing and return, such as exec.Cmd.Run; functions whose errors are nil, kept in a field or told to someone before
// they are returned, and those called Close, Shutdown, Stop, Wait, Kill, Release or
// Copy, which are started to be rid of something or end with an error as a rule; go
// statements in tests; groups and futures that are given to someone else; Add in a
// goroutine that its starter has counted already, or on behalf of goroutines that it
// starts in turn.
package lostfuture
