// Package pool tells why the goroutine pools of other modules stay.
//
// # Rule pool
//
// a pool of conc or ants stays, and what waits for it is marked
//
// The rule changes nothing. The pools of github.com/sourcegraph/conc and
// github.com/panjf2000/ants look like groups of tasks and are none: a panic in one
// of their functions does not end the process. conc catches it and repeats it in
// Wait, ants hands it to a handler or logs it. Whether a function may panic cannot
// be proved: it indexes, calls methods of what may be nil, closes channels. Nor can what
// conc does be done by hand around every function and every Wait: the value that Wait
// panics with is of a type of conc, with the stack of the function in its text; the first
// of several panics wins, and all other functions are run to their end before; a pool of
// errors or of contexts cancels and joins in its own order. ants keeps its goroutines, counts them for Tune, Running and Free, and gives
// an error to Submit when it was released. Who recovers, and what is asked of the pool, may
// stand in any caller. So the rule names the reason, and the rule call marks what waits:
//
//	p := pool.New().WithMaxGoroutines(4)
//	for _, m := range meters {
//		aio.Call(co, func() {
//			p.Go(func() { poll(m) })
//		})
//	}
//	aio.Call(co, p.Wait)
//
// The functions run on the pool's goroutines, beside the loop, and keep their
// parallelism; one that has to wait enters the loop.
package pool
