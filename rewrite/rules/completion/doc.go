// Package completion rewrites channels that say that a goroutine has ended.
//
// # Rule completion
//
// a channel that a goroutine closes when it ends becomes a future
//
// The channel is local; one goroutine, started in the same block, closes it as
// the last thing that it does: by the first of its deferred calls, or by its last
// statement, when nothing returns before. All other uses are receives that drop
// the value, as statements or as cases of a select. Then to receive is to wait for
// the goroutine, however often and from wherever that is done.
//
// Before:
//
//	done := make(chan struct{})
//	go func() {
//		defer close(done)
//		flush(conn)
//	}()
//	...
//	<-done
//
// After:
//
//	done := aio.GoValue(co, func(co aio.Context) (_ struct{}) {
//		flush(co, conn)
//		return
//	})
//	...
//	done.Value(co)
//
// A goroutine that is not proved to reach a yield point starts by OffloadValue,
// beside the loop. A channel that is also closed elsewhere, guarded by a Once, say,
// or is handed on or kept, stays a channel, and its operations are marked.
package completion
