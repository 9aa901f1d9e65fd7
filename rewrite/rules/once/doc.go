// Package once rewrites sync.Once where its function may wait.
//
// # Rule once
//
// a Once whose function waits lets other tasks run meanwhile
//
// While the function of a Once runs, every other caller of Do waits for it. If
// the function reaches a yield point, that is a wait for someone else, and
// under a serial loop a waiting caller would keep the function itself from
// going on. Such a Once becomes an aio.Once; its function runs in the task of
// the first caller. A Once whose function does not wait stays as it is.
//
// Before:
//
//	var load sync.Once
//	load.Do(func() { names = fetch() })
//
// After:
//
//	var load aio.Once
//	load.Do(co, func() { names = fetch(co) })
package once
