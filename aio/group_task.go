package aio

import (
	"context"
	"errors"
)

func (g *Group) start(co Context, fn func(co Context) error) {
	j := &groupJob{g: g, fn: fn}
	j.t.newborn(co.self(), &g.crew.audience, j, entryOf(fn))
	g.crew.add(1)
	j.t.launch()
}

// groupJob is a task of a Group.
type groupJob struct {
	t  task
	g  *Group
	fn func(Context) error
}

func (j *groupJob) seat() { j.t.loop.sit(j) }

func (j *groupJob) run() { j.do(j.g) }

// ender takes the result of a task of a group.
type ender interface {
	ended(t *task, err error)
}

// do is the goroutine of the task.
func (j *groupJob) do(end ender) {
	j.t.begin()
	var err error
	returned := false
	defer func() {
		if !returned {
			if !goexiting() {
				return // a panic, which ends the process
			}
			err = j.t.exitError()
		}
		j.fn = nil
		end.ended(&j.t, err)
		j.g.vacate()
		j.t.finish(&j.g.crew)
	}()
	err = j.fn(&j.t.co)
	returned = true
}

// ended records the result of one task.
func (g *Group) ended(t *task, err error) {
	if err == nil || g.alone(t.co.Context, err) {
		return
	}
	g.mu.Lock()
	if g.echo(err) {
		g.mu.Unlock()
		return
	}
	g.errs = append(g.errs, err)
	first := len(g.errs) == 1
	g.mu.Unlock()
	if first && g.cancel != nil {
		g.cancel(err)
	}
}

// alone reports whether err only says that the context of a task was cancelled, and that not because the group was.
func (g *Group) alone(ctx context.Context, err error) bool {
	if g.ctx == nil || ctx.Err() != context.Canceled {
		return false
	}
	cause := context.Cause(ctx)
	if g.ctx.Err() != nil && errors.Is(cause, context.Cause(g.ctx)) {
		return false
	}
	return isCancellation(err) || errors.Is(err, cause)
}

// echo reports whether err only says that the group was cancelled because of its first error; g.mu is held.
func (g *Group) echo(err error) bool {
	if g.cancel == nil || len(g.errs) == 0 {
		return false
	}
	return isCancellation(err) || errors.Is(err, g.errs[0])
}
