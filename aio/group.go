package aio

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// Group is a set of tasks that work on one thing, like golang.org/x/sync/errgroup.Group. The zero value has no limit and
// does not cancel anything. It must not be copied after first use. All methods may be called by any number of tasks;
// a task of the group may start more tasks in it.
type Group struct {
	crew   crew
	cancel context.CancelCauseFunc

	mu      sync.Mutex
	errs    []error
	limited bool
	limit   int
	running int  // against the limit
	queue   line // of those that wait to start a task
}

// NewGroup returns a group and a Context of the same task as co that is cancelled when a task of the group first fails,
// with its error as the cause, or when Wait returns.
func NewGroup(co Context) (*Group, Context) {
	sub, cancel := WithCancelCause(co)
	return &Group{cancel: cancel}, sub
}

// Go starts fn as a task of the group, with the context of co. With a limit it first waits, without being interrupted,
// until the group may have one task more; who waits longest is first.
func (g *Group) Go(co Context, fn func(co Context) error) {
	t := co.self().t
	g.mu.Lock()
	if !g.limited || g.running < g.limit && g.queue.empty() {
		g.running++
		g.mu.Unlock()
	} else {
		t.join(&g.queue)
		g.mu.Unlock()
		t.park((*groupSlot)(g), &g.mu, &g.queue, nil)
	}
	g.start(co, fn)
}

// TryGo is Go if that does not have to wait. It reports whether the task was started.
func (g *Group) TryGo(co Context, fn func(co Context) error) bool {
	g.mu.Lock()
	if g.limited && (g.running >= g.limit || !g.queue.empty()) {
		g.mu.Unlock()
		return false
	}
	g.running++
	g.mu.Unlock()
	g.start(co, fn)
	return true
}

// SetLimit lets at most n tasks of the group be active; with 0 none can be started, a negative n means no limit. It panics
// when tasks are active.
func (g *Group) SetLimit(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.running > 0 {
		panic(fmt.Sprintf("aio: SetLimit called while %d tasks of the group are active", g.running))
	}
	g.limited, g.limit = n >= 0, n
}

// Wait waits until all tasks of the group have ended, without being interrupted, and cancels the Context of NewGroup. It
// returns nil if none failed and the very error if one failed. Several errors are joined, the first one first; those of
// tasks that only report the cancellation that the first one caused are left out. A task that ended by runtime.Goexit
// failed with ErrGoexit.
func (g *Group) Wait(co Context) error {
	g.crew.await(co.self().t)
	g.mu.Lock()
	err := joined(g.errs)
	g.mu.Unlock()
	if g.cancel != nil {
		g.cancel(err)
	}
	return err
}

func (g *Group) start(co Context, fn func(co Context) error) {
	j := &groupJob{g: g, fn: fn}
	j.t.newborn(co.self(), &g.crew, j, entryOf(fn))
	j.t.launch()
}

// groupJob is a task of a Group.
type groupJob struct {
	t  task
	g  *Group
	fn func(Context) error
}

func (j *groupJob) seat() { j.t.loop.sit(j) }

func (j *groupJob) run() {
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
		j.g.ended(err)
		j.t.finish()
	}()
	err = j.fn(&j.t.co)
	returned = true
}

// ended records the result of one task and gives its slot to the next starter.
func (g *Group) ended(err error) {
	g.mu.Lock()
	if err != nil && !g.echo(err) {
		g.errs = append(g.errs, err)
	}
	first := len(g.errs) == 1 && err != nil
	next := g.queue.pop()
	if next == nil {
		g.running--
	}
	g.mu.Unlock()
	if first && g.cancel != nil {
		g.cancel(err)
	}
	if next != nil {
		wake(next)
	}
}

// echo reports whether err only says that the group was cancelled because of its first error; g.mu is held.
func (g *Group) echo(err error) bool {
	if g.cancel == nil || len(g.errs) == 0 {
		return false
	}
	return isCancellation(err) || errors.Is(err, g.errs[0])
}

// groupSlot is a Group as the thing that its starters wait for: any task of the group that ends lets one go on.
type groupSlot Group

func (*groupSlot) hindrance() hindrance { return hindrance{} }
func (*groupSlot) waiting() string      { return "a free place in a Group" }
