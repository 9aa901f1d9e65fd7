package aio

import (
	"context"
	"runtime"
	"runtime/trace"
)

// taskTrace is a task in the trace of package runtime/trace: a trace task from its begin to its end, with a region for
// each wait. It is made when something happens to the task while tracing is on. Only the goroutine of the task uses it.
type taskTrace struct {
	ctx  context.Context
	task *trace.Task
	away *trace.Region // of the wait outside the loop
}

// traceKey is the key under which package trace keeps the task of a context.
var traceKey = func() any {
	c := &keyCatcher{Context: context.Background()}
	_, task := trace.NewTask(c, "")
	task.End()
	return c.key
}()

// traced returns the trace of t, which is begun if need be.
func (t *task) traced() *taskTrace {
	if t.rare != nil && t.rare.trace != nil {
		return t.rare.trace
	}
	return t.beginTrace()
}

// beginTrace begins a trace task of the name of t. Its parent is the trace task that the context of t is in, or that of
// the task that started t.
func (t *task) beginTrace() *taskTrace {
	tr := &taskTrace{}
	tr.ctx, tr.task = trace.NewTask(t.traceParent(), t.traceName())
	t.own(func(r *rare) { r.trace = tr })
	return tr
}

func (t *task) traceParent() context.Context {
	if ctx := t.co.Context; ctx != nil && ctx.Value(traceKey) != nil {
		return ctx
	}
	t.loop.mu.Lock()
	defer t.loop.mu.Unlock()
	if p := t.parent; p != nil && p.loop == t.loop && p.rare != nil && p.rare.trace != nil {
		return p.rare.trace.ctx
	}
	return context.Background()
}

// traceName is the name of t, or that of the function it runs. Both are the same for many tasks, so that the trace viewer
// can show how long tasks of one kind take.
func (t *task) traceName() string {
	t.loop.mu.Lock()
	defer t.loop.mu.Unlock()
	if name := t.name(); name != "" {
		return name
	}
	if f := runtime.FuncForPC(t.entry); f != nil {
		return f.Name()
	}
	return "aio: task of a goroutine"
}

// resume ends the region of a wait outside the loop.
func (tr *taskTrace) resume() {
	if tr != nil && tr.away != nil {
		tr.away.End()
		tr.away = nil
	}
}

func (tr *taskTrace) end() {
	if tr != nil {
		tr.task.End()
	}
}

// kind names what a parked task waits for, without numbers: it is the same for many waits.
func kind(on obstacle) string {
	f, ok := on.(*future)
	switch {
	case !ok:
		return on.waiting()
	case f.by == nil:
		return "a future"
	}
	f.by.loop.mu.Lock()
	defer f.by.loop.mu.Unlock()
	if name := f.by.name(); name != "" {
		return "the result of " + name
	}
	return "the result of a task"
}
