// Package oneshot rewrites channels that carry one result.
//
// # Rule oneshot
//
// a channel that carries one goroutine's result becomes a future
//
// The channel is local and buffered; one goroutine, started in the same
// block, sends to it exactly once on every path, as the last thing it does;
// one place receives from it, once. Then the goroutine is a computation and
// the channel its result, which is what a future is. The receive may be a case
// of a select.
//
// Before:
//
//	errc := make(chan error, 1)
//	go func() {
//		errc <- srv.Serve(ln)
//	}()
//	...
//	return <-errc
//
// After:
//
//	errc := aio.GoValue(co, func(co aio.Context) error {
//		return srv.Serve(co, ln)
//	})
//	...
//	return errc.Value(co)
//
// A goroutine that is not proved to reach a yield point beside its sends computes
// its result. It starts by OffloadValue instead, which runs it at once, beside the
// loop, and in parallel:
//
//	sum := aio.OffloadValue(co, func() int {
//		return checksum(block)
//	})
//
// An unbuffered channel is refused: its sender waits for the receiver, which
// a future does not. Refused channels keep their goroutine, and their operations
// are marked.
package oneshot
