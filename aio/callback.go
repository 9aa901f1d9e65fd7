package aio

import (
	"context"
	"sync"
	"sync/atomic"
)

// A callback is a function that begins as a task later: when its turn comes, when a future is completed, or when a timer
// fires. It has no goroutine before. Who asked for it may take it back until it begins.
type callback struct {
	t     task
	fn    func(Context)
	scope *scope // counts the task from the moment when it is due
	phase atomic.Int32

	place waiter    // in the line of a future; it has no task
	prev  *callback // has to end before this one begins; nil when it need not wait
	ended future
}

const (
	standing int32 = iota
	begun
	dropped
)

// newCallback prepares a callback as a child of the task of c, which must be alive, for the exported function skip frames
// up. It may be called by any goroutine.
func newCallback(c *taskContext, fn func(Context), skip int) *callback {
	b := prepare(c.t.loop, fn)
	b.scope = c.s
	b.t.co.Context = c.Context
	b.t.parent = c.t
	b.t.near = c.t.near
	b.t.near.hold()
	if b.t.loop.debugs() {
		b.t.rare = &rare{site: callSite(skip)}
	}
	return b
}

// newOrphan prepares a callback that no task asked for.
func newOrphan(l *loop, fn func(Context)) *callback {
	b := prepare(l, fn)
	b.t.co.Context = context.Background()
	return b
}

func prepare(l *loop, fn func(Context)) *callback {
	b := &callback{fn: fn}
	b.t.loop = l
	b.t.co.t = &b.t
	b.t.line.t = &b.t
	b.t.line.slot = b
	b.t.entry = entryOf(fn)
	b.t.end = &b.ended.audience
	b.ended.by = &b.t
	b.place.slot = b
	return b
}

// launch makes b known to its loop and ready to begin.
func (b *callback) launch() {
	b.t.loop.admit(&b.t)
	b.ready()
}

// ready lets b begin at its turn; its loop knows it.
func (b *callback) ready() {
	t := &b.t
	l := t.loop
	l.mu.Lock()
	t.clearWait()
	now := t
	if l.serial {
		now = l.enqueue(t)
	}
	t.relabel = true // it has the labels of whoever made it ready
	l.mu.Unlock()
	now.grant()
}

// drop keeps b from beginning. It reports false when b has begun or was dropped already.
func (b *callback) drop() bool { return b.phase.CompareAndSwap(standing, dropped) }

// join makes the Run of the task that asked for b wait for it.
func (b *callback) join() {
	s := b.scope.open()
	s.add()
	b.t.loop.mu.Lock()
	b.t.co.s = s
	b.t.loop.mu.Unlock()
}

// notify starts b because its future was completed.
func (b *callback) notify() {
	b.join()
	b.launch()
}

func (b *callback) seat() { b.t.loop.sit(b) }

// run is the goroutine of the task.
func (b *callback) run() {
	b.t.begin()
	returned := false
	defer func() {
		if !returned && !goexiting() {
			return // a panic, which ends the process
		}
		b.fn, b.prev = nil, nil
		b.ended.complete()
		b.t.finish(nil)
	}()
	b.await()
	if b.phase.CompareAndSwap(standing, begun) {
		b.fn(&b.t.co)
	}
	returned = true
}

// await waits for those before b. One that ran has waited for those before it itself.
func (b *callback) await() {
	for p := b.prev; p != nil; p = p.prev {
		p.ended.await(&b.t, nil)
	}
}

// forget ends a dropped callback that nobody will start.
func (b *callback) forget() {
	b.t.near.drop()
	b.ended.complete()
}

// listener is a waiter without a task.
type listener interface{ notify() }

// listen puts w, the place of a listener, into the line of f. It reports false when f is completed.
func (f *future) listen(w *waiter, before func()) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.done.Load() {
		return false
	}
	if before != nil {
		before()
	}
	f.line.push(w)
	return true
}

// leave takes w out of the line of f, if it is still there.
func (f *future) leave(w *waiter) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.line.remove(w)
}

// lastCallback returns the last callback in the line of f; f.mu is held.
func (f *future) lastCallback() *callback {
	for w := f.line.tail; w != nil; w = w.prev {
		if b, ok := w.slot.(*callback); ok && w.t == nil {
			return b
		}
	}
	return nil
}

// AfterFunc arranges for fn to run as a task of the loop of co when f is completed. It never runs inside the call that
// completes f, and not inside AfterFunc: it begins at a later turn, also when f is completed already. The functions that
// wait for one future run one after the other, in the order of the calls of AfterFunc. To get the result, fn awaits f,
// which does not wait then.
//
// fn runs whether or not co is cancelled, and uses the context of co as it is. When f is never completed, fn never runs,
// and no goroutine waits for it.
//
// stop keeps fn from running, also when f is completed already but fn has not begun. It reports whether it did. It does
// not wait for fn, and may be called by any goroutine.
func (f *Future[T]) AfterFunc(co Context, fn func(co Context)) (stop func() bool) {
	b := newCallback(co.self(), fn, 2)
	if !f.f.listen(&b.place, func() { b.prev = f.f.lastCallback() }) {
		b.notify()
	}
	return func() bool {
		if !b.drop() {
			return false
		}
		if f.f.leave(&b.place) {
			b.forget()
		}
		return true
	}
}

// Join waits for the result without owning it: when co is cancelled first, Join returns the cause, and what completes the
// future goes on. An error that it fails with later is one that nobody has seen, until somebody asks. A result that is
// there wins over the cancellation. Join is a method, and not a future of its own, so that an error that is seen here
// counts as seen; where a future is wanted, there is aio.Go(co, f.Join).
func (f *Future[T]) Join(co Context) (T, error) {
	var zero T
	if f.f.done.Load() {
		return f.result()
	}
	if co.Err() != nil {
		return zero, context.Cause(co)
	}
	t := co.self().t
	switch f.f.await(t, co) {
	case interrupted:
		return zero, context.Cause(co)
	case deadlocked:
		return zero, t.takeDead()
	}
	return f.result()
}

// chain lets callbacks run one after the other.
type chain struct {
	mu   sync.Mutex
	last *callback
}

// post launches b behind the ones that were posted before. Who posts later is also ready later.
func (c *chain) post(b *callback) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last != nil && !c.last.ended.done.Load() {
		b.prev = c.last
	}
	c.last = b
	b.launch()
}
