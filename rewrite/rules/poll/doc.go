// Package poll gives the others a turn where a task asks again and again.
//
// # Rule poll
//
// a loop that polls, in a task, lets others run on each turn
//
// A loop that asks by a select with a default case, an atomic variable, TryLock or
// the length of a channel whether someone else has done something, or that does nothing but
// look at a variable that others set, by itself or by a function, needs no mark to be right
// in parallel. On a serial loop nobody else runs while it asks, and it
// asks for ever. aio.Yield gives the others a turn; under the policy Goroutines it
// is runtime.Gosched. Where the loop calls that on every turn, aio.Yield takes its
// place.
//
// Before:
//
//	for {
//		select {
//		case c := <-conns:
//			serve(c)
//		default:
//		}
//		select {
//		case <-stop:
//			return
//		default:
//		}
//	}
//
// After:
//
//	for {
//		aio.Yield(co)
//		select {
//		case c := <-conns:
//			serve(c)
//		default:
//		}
//		select {
//		case <-stop:
//			return
//		default:
//		}
//	}
//
// A loop counts as polling only if nothing else than what it asks for ends it, and
// a turn of it may pass without a yield. One that counts, reads something to its end
// or computes ends by itself and stays as it is. Where no task runs the loop, it
// keeps nobody waiting and stays, too; and where code beside the tasks runs it as
// well, which would have to become a task for it.
package poll
