// Package stuck defines an analyzer that finds goroutines that can never finish.
//
// # Analyzer stuck
//
// stuck: find goroutines that can never finish
//
// It reports a send, receive, range, select, Lock, RLock, WaitGroup.Wait, Cond.Wait
// or Once.Do in which a goroutine may stay for ever, with a run that gets it there:
//
//   - the function that started it returns without the receive, send or close that
//     it waits for, by an early return, a time limit or another case of a select;
//   - nobody closes the channel that it ranges over;
//   - there are more sends than receives, or more Add than Done;
//   - the channel is nil, or sender and receiver are the same goroutine;
//   - a signal of a Cond comes before the Wait, or never;
//   - a lock is not released on the way of another goroutine, or a read lock is taken
//     again behind a writer who waits for the first;
//   - goroutines wait for each other in a circle of channels, locks and groups.
//
// To find the run, the functions of the package, its tests among them, are executed
// on an abstract machine with unknown arguments; calls, interface calls of known
// values, and go statements are followed within the package. A goroutine is stuck
// when at the end of a run nothing that may go on can reach what it waits for: not
// code of other packages to which it was handed, not a package-level variable, not
// the caller by way of an argument or result, and no goroutine that was not followed
// to its end. What a test has in its hands counts as known to callers: a test may
// leave behind what it uses, so of the code under test only that is reported which no
// caller could end. In a main package, a channel of unknown origin, of a basic type
// or one of the package's own, is taken to be closed only if the package closes one of
// that type.
//
// The finding stands at the operation of the goroutine that was stuck first. The
// related information shows the calls to it, the other operations of the circle, and
// the branches that the run took.
//
// Flagged:
//
//	ch := make(chan Reading)
//	go func() { ch <- m.Read() }()
//	select {
//	case r := <-ch:
//		return r, nil
//	case <-time.After(timeout):
//		return Reading{}, errTimeout // nobody receives from ch any more
//	}
//
// Accepted:
//
//	ch := make(chan Reading, 1) // the send always has room
//
// Fix: a channel that is made without a buffer gets one of 1, where that is all it takes: one
// goroutine, started once for each channel, sends once, as the last thing it does, and all other
// uses of the channel are receives, loops over it and a close by the sender. Then nobody can
// tell the difference but for the goroutine that ends.
//
// Taken for granted: both ways of a branch on an unknown value are possible; a loop
// over something unknown runs at least once, and an unknown count is not zero; a sleep of a millisecond or more is
// longer than computing; a time limit does not hit while a case of the select is
// ready. In a test nothing outside the package fails, and what a test itself waits for
// is reported only if no branch of the run hangs on an unknown value; a run in which
// the test fails shows nothing.
//
// Not reported: what is meant, a select without cases, a receive from a channel made on the spot but by a goroutine of its own, and in a test a receive from a
// channel with which nothing else is done; a goroutine that takes a lock
// which it holds already, which lockheld reports.
//
// Each operation is reported once, and a circle of operations once.
//
// Not looked at: channels and locks that callers can reach, such as fields of a value
// that a constructor returns; loops that do not end within 40 rounds; branches that
// depend on values computed in other ways than by copying, comparing and adding;
// generic functions that the package does not call; runs beyond the budget, which is a
// number of steps for a function and for a package. The analyzer's result names the
// functions whose budget was spent.
package stuck
