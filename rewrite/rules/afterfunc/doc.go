// Package afterfunc rewrites time.AfterFunc.
//
// # Rule afterfunc
//
// a callback of time.AfterFunc that waits becomes a task of a timer
//
// aio.After runs the function as a task of the loop once the time has passed;
// on a serial loop timers that are due begin in the order of their deadlines.
// Like the callback it is nobody's to wait for, and it runs whatever becomes of
// the context of the function that asked for it: hence the Shield.
//
// Before:
//
//	timer := time.AfterFunc(grace, func() {
//		conn.Write(goodbye)
//	})
//	defer timer.Stop()
//
// After:
//
//	timer := aio.After(aio.Shield(co), grace, func(co aio.Context) {
//		aionet.Write(co, conn, goodbye)
//	})
//	defer timer.Stop()
//
// The callback must be a function literal that is proved to reach a yield point
// that is marked. It must not use a context from outside: the name of the task would
// stand for it, which does not see its cancellation. The timer must not be
// kept, or in a local variable of which only Stop is called, or Reset in
// the same function: a variable or field of type *time.Timer cannot hold it.
//
// Whatever is left alone keeps working: a callback that waits then enters the
// loop by itself.
package afterfunc
