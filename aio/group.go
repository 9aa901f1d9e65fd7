package aio

import (
	"context"
	"fmt"
	"sync"
)

// Group is a set of tasks that work on one thing, like golang.org/x/sync/errgroup.Group. The zero value has no limit and
// does not cancel anything. It must not be copied after first use. All methods may be called by any number of tasks;
// a task of the group may start more tasks in it.
//
// A task of a group is a task like any other: it may return, fail, or be cancelled with the Context that it was started
// with. With NewGroup a failure cancels the others, and a cancellation of one task alone does not:
//
//	child, cancel := aio.WithCancel(gc)
//	g.Go(child, fetch)
//	cancel() // ends this fetch; the group goes on, and Wait reports nothing
type Group struct {
	crew   crew
	ctx    context.Context // of NewGroup, else nil
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
	sub, cancel := withCancelCause(co, 0)
	return &Group{ctx: sub.self().Context, cancel: cancel}, sub
}

// Go starts fn as a task of the group, with the context of co. With a limit it first waits, without being interrupted,
// until the group may have one task more; who waits longest is first.
//
// As with errgroup, fn is called in any case. In a group that has failed or finished, the Context of NewGroup is cancelled
// and fn has to look at it. GoContext refuses to start fn then.
func (g *Group) Go(co Context, fn func(co Context) error) {
	g.place(co)
	g.start(co, fn)
}

// place takes a place in the group, and waits for one if it must.
func (g *Group) place(co Context) {
	t := co.self().t
	g.mu.Lock()
	switch limited := g.limited; {
	case g.admit():
		g.mu.Unlock()
		if limited {
			t.maybePause()
		}
	default:
		t.join(&g.queue)
		g.mu.Unlock()
		t.park((*groupSlot)(g), &g.mu, &g.queue, nil)
	}
}

// TryGo is Go if that does not have to wait. It reports whether the task was started.
func (g *Group) TryGo(co Context, fn func(co Context) error) bool {
	g.mu.Lock()
	admitted := g.admit()
	g.mu.Unlock()
	if admitted {
		g.start(co, fn)
	}
	return admitted
}

// GoContext is Go that does not start fn when co is cancelled, or is while it waits for a free place, or when a group of
// NewGroup has failed or finished. It then returns the cause: for a group that has failed, the first error.
func (g *Group) GoContext(co Context, fn func(co Context) error) error {
	if err := g.enter(co); err != nil {
		return err
	}
	g.start(co, fn)
	return nil
}

// enter takes a place in the group, or returns why it must not.
func (g *Group) enter(co Context) error {
	if err := g.refusal(co); err != nil {
		return err
	}
	g.mu.Lock()
	if g.admit() {
		g.mu.Unlock()
		return nil
	}
	t := co.self().t
	t.join(&g.queue)
	g.mu.Unlock()
	switch t.park((*groupSlot)(g), &g.mu, &g.queue, co) {
	case interrupted:
		return context.Cause(co)
	case deadlocked:
		return t.takeDead()
	}
	err := g.refusal(co)
	if err != nil {
		g.vacate()
	}
	return err
}

// refusal returns why nothing should be started any more with the Context co.
func (g *Group) refusal(co Context) error {
	switch {
	case co.Err() != nil:
		return context.Cause(co)
	case g.ctx != nil && g.ctx.Err() != nil:
		return context.Cause(g.ctx)
	}
	return nil
}

// admit takes a place if one is free and nobody waits for it; g.mu is held.
func (g *Group) admit() bool {
	if g.limited && (g.running >= g.limit || !g.queue.empty()) {
		return false
	}
	g.running++
	return true
}

// vacate gives a place to the one that waits longest.
func (g *Group) vacate() {
	g.mu.Lock()
	next := g.queue.pop()
	if next == nil {
		g.running--
	}
	g.mu.Unlock()
	if next != nil {
		wake(next)
	}
}

// SetLimit lets at most n tasks of the group be active; with 0 none can be started, a negative n means no limit. Those who
// wait for a place get one if there is one now. It panics when tasks are active.
func (g *Group) SetLimit(n int) {
	g.mu.Lock()
	if g.running > 0 {
		defer g.mu.Unlock()
		panic(fmt.Errorf("errgroup: modify limit while %d goroutines in the group are still active", g.running)) // as package errgroup says it
	}
	g.limited, g.limit = n >= 0, n
	var let line
	for !g.queue.empty() && (!g.limited || g.running < g.limit) {
		g.running++
		let.push(g.queue.pop())
	}
	first := let.popAll()
	g.mu.Unlock()
	wakeAll(first)
}

// Wait waits until all tasks of the group have ended, without being interrupted, and cancels the Context of NewGroup. It
// returns nil if none failed and the very error if one failed. Several errors are joined, the first one first; those of
// tasks that only report the cancellation that the first one caused are left out. A task that ended by runtime.Goexit
// failed with ErrGoexit. A task of a group of NewGroup that was cancelled alone did not fail. The group may be used again
// if it is a zero Group.
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

// groupSlot is a Group as the thing that its starters wait for: any task of the group that ends lets one go on.
type groupSlot Group

func (*groupSlot) hindrance() hindrance { return hindrance{} }
func (*groupSlot) waiting() string      { return "a free place in a Group" }
