// Package aiodebug shows the tasks of a running program from outside: over HTTP, or when it gets a signal. It is a package
// of its own so that programs that do not use it do not link net/http.
//
//	http.Handle("/debug/tasks", aiodebug.Handler())
//	defer aiodebug.DumpOnSignal(os.Stderr, syscall.SIGUSR1)()
//
// What is shown is what [aio.Dump] and [aio.DumpJSON] write: which task started which, where, and what each waits for.
package aiodebug
