package aio

import (
	"context"
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

// lastCallback returns the last callback in the line of f; f.mu is held.
func (f *future) lastCallback() *callback {
	for w := f.line.tail; w != nil; w = w.prev {
		if b, ok := w.slot.(*callback); ok && w.t == nil {
			return b
		}
	}
	return nil
}
