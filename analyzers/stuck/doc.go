// Package stuck defines an analyzer that finds goroutines that can never finish.
//
// # Analyzer stuck
//
// stuck: find goroutines that can never finish
//
// It reports a goroutine that sends on, receives from or ranges over a local
// channel when the function that started it can return without doing its part:
//
//   - the only receive is in a select of which another case returns;
//   - a return stands between the go statement and the receive, or in the loop that
//     receives what the goroutine sends in a loop;
//   - the goroutine ranges over a channel that nobody closes.
//
// The same holds with send or close in place of receive. Nobody else can reach
// the channel, so the goroutine and all that it holds stay for ever. The related
// information shows where the channel is made and the return that leaves the
// goroutine behind.
//
// Beyond that, it runs the functions of the package on an abstract machine, with
// unknown arguments, following calls and go statements into the package, and
// reports a send, receive, select, Lock, RLock, WaitGroup.Wait, Cond.Wait or
// Once.Do in which a run leaves a goroutine that nobody can wake: by a nil channel,
// by too few receives, a Done that is skipped, a signal that came too early, a read
// lock behind a writer who waits for the same reader, or a circle of channels and
// locks. Whatever code outside the package, a package-level variable, a caller or a
// goroutine still running can reach counts as something that may be answered. The
// related information shows the calls to the operation, the other goroutines that
// are stuck in the same run, and the branches that the run took.
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
// Taken for granted: both ways of a branch on an unknown value are possible, and
// slices and maps that come from outside are not empty.
//
// Not looked at: channels and locks that a caller can reach; what depends on values
// computed in other ways than by copying, comparing, and adding; runs beyond the
// budget, which is a number of steps for a package.
package stuck
