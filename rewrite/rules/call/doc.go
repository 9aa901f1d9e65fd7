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
// with the loop released. Where the call is the first thing that its statement
// does, such an argument is evaluated into a variable before the statement, and
// so is what stands before it and has an effect; the order stays. A deferred
// call's arguments are evaluated when it is deferred, into variables if they
// may change.
//
//	err := enc.Encode(<-results)
//
// becomes
//
//	value := aio.Recv(co, results)
//	err := aio.Call1(co, func() error { return enc.Encode(value) })
package call
