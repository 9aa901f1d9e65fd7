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
// be proved, and a group that catches panics as conc does would have to wrap every
// function. So the rule names the reason, and the rule call marks what waits:
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
