package aio

import (
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
)

// UnseenError is the error of a task that nobody has looked at, or of an operation that a task began by FromFunc.
type UnseenError struct {
	Task TaskInfo
	Err  error
}

func (e *UnseenError) Error() string {
	return fmt.Sprintf("nobody looked at the error of task %s: %v", e.Task.label(), e.Err)
}

// Unwrap returns the error of the task.
func (e *UnseenError) Unwrap() error { return e.Err }

var errorHandler atomic.Pointer[func(error)]

// SetErrorHandler makes h get the errors that there is nobody else to give to: the *UnseenError of a task that was started
// below Enter, whose future is gone without anybody having looked at the error. (Below Run it is Run that returns them.)
// That a future is gone is known when its memory is collected; so the report may come late, and not at all when the process
// ends before. A cancellation is never reported, and an error once at most.
//
// h may be called by any goroutine, also by several at once. Should it panic, that is logged. Without a handler, and with a
// nil one, the error is logged by the default logger of log/slog.
func SetErrorHandler(h func(err error)) {
	if h == nil {
		errorHandler.Store(nil)
		return
	}
	errorHandler.Store(&h)
}

// handleError gives err to the handler.
func handleError(err error) {
	if h := errorHandler.Load(); h != nil {
		report("the error handler", func() { (*h)(err) })
		return
	}
	if u, ok := err.(*UnseenError); ok {
		slog.Error("aio: nobody looked at the error of a task",
			"task", u.Task.ID, "name", u.Task.Name, "created", u.Task.Created, "error", u.Err)
		return
	}
	slog.Error("aio: " + err.Error())
}

// unseen is the error of a future that has no Run around it. The future holds it, and it does not hold the future, so that
// it becomes garbage with it; then the error is reported.
type unseen struct {
	seen atomic.Bool
	err  UnseenError
}

// guardError makes err be reported, with the task that it is due to, when f is gone and nobody has seen it.
func (f *future) guardError(by *task, err error) {
	if isCancellation(err) || f.seen.Load() {
		return
	}
	task := by.snapshot()
	task.State, task.Waits, task.Parent = "", "", 0 // of no use when the error is reported
	if by == f.by {
		task.State = TaskEnded // it will have by then
	}
	u := &unseen{err: UnseenError{task, err}}
	f.mu.Lock()
	f.extend().bomb = u
	f.mu.Unlock()
	if f.seen.Load() {
		u.seen.Store(true)
		return
	}
	runtime.SetFinalizer(u, (*unseen).report)
}

// report is the finalizer of u. The handler may take its time, and finalizers must not.
func (u *unseen) report() {
	if !u.seen.Load() {
		go handleError(&u.err)
	}
}

// see notes that somebody has the error of f, or asked for its cancellation.
func (f *future) see() {
	f.seen.Store(true)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.more != nil && f.more.bomb != nil {
		f.more.bomb.seen.Store(true)
	}
}

// report returns the error for the one who reports it; in debug mode it says which task it comes from.
func (f *failure) report() error {
	if t := f.f.by; t != nil && t.loop.debugs() {
		return &UnseenError{t.snapshot(), f.err}
	}
	return f.err
}

// snapshot describes t, which may have ended.
func (t *task) snapshot() TaskInfo {
	t.loop.mu.Lock()
	defer t.loop.mu.Unlock()
	return t.loop.describe(t)
}
