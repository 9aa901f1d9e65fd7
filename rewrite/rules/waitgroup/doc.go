// Package waitgroup rewrites sync.WaitGroup.
//
// # Rule waitgroup
//
// a WaitGroup and the goroutines it counts become a group of tasks
//
// The group is changed as a whole or not at all. It is changed when the
// source proves that Add, go and Done belong together: every goroutine is
// started right after its Add(1), or once per iteration of a loop whose number
// of iterations an Add before it states; its function calls Done once, at its
// end, deferred or as the last statement; every other use is a Wait. Then
// the count and the goroutine are one thing, and so is wg.Go.
//
// The variable may be local or an unexported field; what counts is that every
// use of it in the module is one of these.
//
// Before:
//
//	var wg sync.WaitGroup
//	for _, m := range meters {
//		wg.Add(1)
//		go func() {
//			defer wg.Done()
//			poll(m)
//		}()
//	}
//	wg.Wait()
//
// After:
//
//	var wg aio.WaitGroup
//	for _, m := range meters {
//		wg.Go(co, func(co aio.Context) {
//			poll(co, m)
//		})
//	}
//	wg.Wait(co)
//
// Add inside the goroutine that it counts is a bug and is reported, not
// rewritten. Where the group is refused, its Wait is still marked.
package waitgroup
