// Package lostfuture defines an analyzer that finds work that nobody waits for.
//
// # Analyzer lostfuture
//
// lostfuture: find results nobody looks at and waits that may come too early
//
// It reports
//
//   - a call that returns an *aio.Future as a statement of its own: the result, and with
//     it the error, is lost;
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
// Not reported: a future assigned to _, which says that it is meant; Add in a goroutine
// that its starter has counted already, or on behalf of goroutines that it
// starts in turn.
package lostfuture
