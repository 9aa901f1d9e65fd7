package aio

import (
	"fmt"
	"runtime"
	"strings"
)

// WithDebug turns on debug mode for the loop that Run uses, until the Run returns. The environment variable AIO_DEBUG=1
// turns it on for all loops. In debug mode
//
//   - a mark panics when its Context is used by a goroutine that is not its task, or after its task ended, and names both;
//     without debug mode this is noticed under Serial only, and not always;
//   - tasks remember the call that created them, not only the function they run;
//   - dumps tell under Goroutines too which tasks wait for channels, sleep or are in a Call, and how long, if asked;
//   - the errors that Run returns for tasks that nobody looked at say which task it was: they are *UnseenError;
//   - steps of 100 ms or more are reported, as by WithWatchdog, which may be used to choose another limit.
//
// It costs ten microseconds or more for each task and for each mark that waits, the more the deeper the stack of the task is:
// there is no other way to tell goroutines apart than to print a stack. Tasks that are alive already when it is turned on
// are not checked.
func WithDebug() Option {
	return func(o *options) { o.debug = true }
}

const (
	wrongGoroutine = "aio: Context used by a goroutine that is not its task: "
	wrongTask      = "aio: mark used with the Context of another task, or after its task ended: "
)

// userSite returns the program counter of the call into this package that the calling goroutine is in.
func userSite() uintptr {
	var pcs [32]uintptr
	_, own := seatNames()
	for skip := 2; ; skip += len(pcs) {
		n := runtime.Callers(skip, pcs[:])
		for _, pc := range pcs[:n] {
			f, _ := runtime.CallersFrames([]uintptr{pc}).Next()
			if !strings.HasPrefix(f.Function, own) || strings.HasSuffix(f.File, "_test.go") {
				return pc
			}
		}
		if n < len(pcs) {
			return 0
		}
	}
}

// checkGoroutine panics when the calling goroutine is known not to be that of t. No lock may be held.
func (t *task) checkGoroutine() {
	t.loop.mu.Lock()
	id := t.goroutine()
	t.loop.mu.Unlock()
	if id == 0 {
		return
	}
	if me := goroutineID(); me != id {
		panic(fmt.Sprintf("%stask %s is used by goroutine %d, %s", wrongGoroutine, t.snapshot().label(), me, whoIs(me)))
	}
}

// checkAlive panics when t has ended. No lock may be held.
func (t *task) checkAlive() {
	if i := t.snapshot(); i.State == TaskEnded {
		panic(wrongTask + "task " + i.label())
	}
}

// whoIs says which task a goroutine is, as far as that is known.
func whoIs(goroutine uint64) string {
	for _, l := range allLoops() {
		if t := l.taskOn(goroutine); t != "" {
			return t
		}
	}
	return "which is no task; give it a Context by Enter, or start it by Go"
}

// taskOn describes the task of l that runs on a goroutine, if there is one.
func (l *loop) taskOn(goroutine uint64) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for t := l.tasks; t != nil; t = t.older {
		if t.goroutine() == goroutine {
			return "which is " + t.String()
		}
	}
	return ""
}
