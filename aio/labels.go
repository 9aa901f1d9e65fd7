package aio

import (
	"context"
	"runtime/pprof"
	"sync/atomic"
)

// taskLabel is the key of the profiler label that holds the name of a task.
const taskLabel = "aio_task"

// keyCatcher is a context that finds out under which key a package keeps its data.
type keyCatcher struct {
	context.Context
	key any
}

func (c *keyCatcher) Value(key any) any {
	c.key = key
	return nil
}

// named says that a task has had a name. Until then nobody pays for labels.
var named atomic.Bool

// labelKey is the key under which package pprof keeps the labels of a context.
var labelKey = func() any {
	c := &keyCatcher{Context: context.Background()}
	pprof.Label(c, taskLabel)
	return c.key
}()

// labels returns a context that has the labels of ctx, and the name of t instead of that of another task. The Context of a
// task answers with it when package pprof asks, so that the name outlives a pprof.Do and is not inherited.
func (t *task) labels(ctx context.Context) context.Context {
	if ctx == nil {
		ctx = context.Background()
	}
	t.loop.mu.Lock()
	name := ""
	if t.rare != nil && t.rare.labelled {
		name = t.rare.name
	}
	t.loop.mu.Unlock()
	if name != "" {
		return pprof.WithLabels(ctx, pprof.Labels(taskLabel, name))
	}
	if _, ok := pprof.Label(ctx, taskLabel); !ok {
		return ctx
	}
	var others []string
	pprof.ForLabels(ctx, func(key, value string) bool {
		if key != taskLabel {
			others = append(others, key, value)
		}
		return true
	})
	return pprof.WithLabels(context.Background(), pprof.Labels(others...))
}

// label makes the goroutine of t, which calls it, have the labels of t.
func (t *task) label() {
	switch {
	case named.Load():
		pprof.SetGoroutineLabels(&t.co)
	case t.co.Context == nil:
		pprof.SetGoroutineLabels(context.Background())
	default:
		pprof.SetGoroutineLabels(t.co.Context)
	}
}

// setLabel makes the name of the task of c a label of its goroutine, which calls it, beside the labels of c.
func (c *taskContext) setLabel() {
	named.Store(true)
	c.t.own(func(r *rare) { r.labelled = true })
	pprof.SetGoroutineLabels(c)
}

// unlabel takes the name of t from its goroutine, which goes on as no task. As after pprof.Do, the labels that are left
// are those of its context.
func (t *task) unlabel() {
	if t.rare.labelled {
		t.own(func(r *rare) { r.labelled = false })
		t.label()
	}
}
