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
// A goroutine becomes a task if it is proved to reach a yield point, through
// static calls, or calls what is handed the task. Every other one runs beside the
// loop, by Offload: it computes, or does what nobody can see. It gets a goroutine
// of its own at once, as from the go statement, and so keeps its parallelism under
// the serial policy, however short it is.
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
// And a goroutine that only computes:
//
//	wg.Offload(co, func() {
//		sums[i] = checksum(blocks[i])
//	})
//
// A group that is handed to unexported functions of the module, all of whose calls are
// known, changes its type together with their parameters and all groups that they are
// given. Nothing has to be paired then: Add and Done stay, and only the waits change.
//
//	func work(wg *sync.WaitGroup) {
//		defer wg.Done()
//
// becomes
//
//	func work(co aio.Context, wg *aio.WaitGroup) {
//		defer wg.Done()
//
// Add inside the goroutine that it counts is a bug and is reported, not
// rewritten. Where the group is refused, its Wait is still marked.
package waitgroup
