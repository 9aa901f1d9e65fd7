package aio

import (
	"context"
	"sync"
)

// ErrStopped is the error of Loop.Run when Stop ended it before its function was done. It is a context.Canceled for
// errors.Is.
var ErrStopped error = stopped{}

type stopped struct{}

func (stopped) Error() string { return "aio: loop was stopped before completion" }

func (stopped) Is(target error) bool { return target == context.Canceled }

// Loop is the handle of a loop, for goroutines that are not its tasks and for programs that keep a loop for long. A loop
// needs nobody who drives it: what is posted to it runs as soon as it is its turn, whether or not there is a Run. All
// methods may be called by any goroutine. The zero value is of no use; take NewLoop or LoopOf.
type Loop struct {
	l     *loop
	opts  options
	posts chain

	mu   sync.Mutex
	runs map[*context.CancelCauseFunc]struct{}
}

// NewLoop returns a new loop. The options are those of Run. Without WithPolicy the loop has the default policy. A loop
// that has no tasks holds no goroutine, and needs not be closed. With Sealed, a wait that a cancellation ends is still no
// deadlock, because Stop may end it.
func NewLoop(opts ...Option) *Loop {
	h := &Loop{opts: options{policy: DefaultPolicy(), private: true}}
	for _, opt := range opts {
		opt(&h.opts)
	}
	h.l = newPrivateLoop(h.opts.policy)
	h.l.sealed = h.opts.sealed
	h.l.end() // it is taken into use by the first task
	return h
}

// LoopOf returns a handle of the loop of co. It may be used after the task of co has ended.
func LoopOf(co Context) *Loop { return &Loop{l: co.self().t.loop} }

// Run is the function Run on this loop. Runs may follow each other, and go on side by side. After a Stop meanwhile, Run
// returns ErrStopped, unless fn returned something else all the same.
func (h *Loop) Run(ctx context.Context, fn func(co Context) error) error {
	own, cancel := context.WithCancelCause(part(ctx))
	defer cancel(ErrCanceled)
	defer h.running(&cancel)()
	o := h.opts
	o.site = callSite(1)
	run := func() error {
		h.reopen()
		return runOn(h.l, h.l.caller(), h.carried(ctx), own, func(co Context) error { return withCause(co, fn(co)) }, &o)
	}
	if me := taskOf(ctx); me != nil && me.loop != h.l {
		return Call1(&me.co, run)
	}
	return run()
}

// Stop cancels the Runs of this handle that are going on, with ErrStopped as the cause. It does not wait. The loop can be
// used again at once; Runs that begin later are not affected.
func (h *Loop) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for cancel := range h.runs {
		(*cancel)(ErrStopped)
	}
}

// running notes a Run for Stop, until done is called.
func (h *Loop) running(cancel *context.CancelCauseFunc) (done func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.runs == nil {
		h.runs = map[*context.CancelCauseFunc]struct{}{}
	}
	h.runs[cancel] = struct{}{}
	return func() {
		h.mu.Lock()
		delete(h.runs, cancel)
		h.mu.Unlock()
	}
}

// reopen takes a loop that was idle into use again. When it gets idle before the caller has a task on it, it only works
// more slowly.
func (h *Loop) reopen() {
	l := h.l
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.private && l.live == 0 {
		l.reopen(h.opts.schedule)
	}
}

// reopen undoes end; l.mu is held and no task lives.
func (l *loop) reopen(s *Schedule) {
	process.mu.Lock()
	if process.private == nil {
		process.private = map[*loop]uint64{}
	}
	process.private[l] = l.number
	process.mu.Unlock()
	if l.serial && l.seat.Load() == noSeat {
		l.seat.Store(seats.take())
	}
	l.setObservation(observeByDefault(l))
	if s != nil && l.sched == nil {
		l.schedule(s)
	}
}

// carried returns the Context of this loop that ctx is or derives from, or nil.
func (h *Loop) carried(ctx context.Context) *taskContext {
	if c := carried(ctx); c != nil && c.t.loop == h.l {
		return c
	}
	return nil
}

// taskOf returns the task of ctx if it is that of the calling goroutine and has its turn, else nil.
func taskOf(ctx context.Context) *task {
	if c := carried(ctx); c != nil {
		return c.t.loop.mine()
	}
	return nil
}
