// Package call rewrites calls of functions that block.
//
// # Rule call
//
// a blocking call runs with the loop released
//
// The call is put into aio.Call, or Call1 to Call3 by its number of results.
// It runs on the goroutine it ran on; only other tasks of the loop may run
// meanwhile. Its kind must be certain and one that waits for someone else: network,
// database, child process, WaitGroup. Files, other system calls and logging
// are left alone.
//
// Before:
//
//	resp, err := client.Do(req)
//	err = cmd.Wait()
//
// After:
//
//	resp, err := aio.Call2(co, func() (*http.Response, error) { return client.Do(req) })
//	err = aio.Call1(co, cmd.Wait)
//
// What is evaluated as an argument of the call must not itself yield: it would run
// with the loop released.
package call
