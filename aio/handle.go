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
// that has no tasks holds no goroutine, and needs not be closed.
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
		return runOn(h.l, h.carried(ctx), own, func(co Context) error { return withCause(co, fn(co)) }, &o)
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

// Post arranges for fn to run as a task of the loop at a later turn: never inside Post, and never before Post returns to
// a task that has its turn. The functions that were posted through one handle run one after the other, in the order of
// posting; one that waits holds up those behind it, but not the tasks of the loop, so start a task for what takes long.
//
// Nobody owns fn: its context has no deadline, values or cancellation, and no Run waits for it. A panic of fn ends the
// process; see CaptureTo.
func (h *Loop) Post(fn func(co Context)) {
	h.reopen()
	h.posts.post(newOrphan(h.l, fn))
}

// Do runs fn as a task of the loop, on the calling goroutine, and returns its error, or the cause when ctx is cancelled
// before it is its turn; then fn does not run. Once fn runs, Do waits until it returns: the end of ctx cancels the marks
// of fn. A panic of fn and runtime.Goexit pass through. Tasks that fn starts may outlive it; Do does not wait for them.
//
// Inside a task of a serial loop that has its turn, Do of the same loop returns ErrInTask, because nothing could end the
// wait. Such code calls fn itself.
func (h *Loop) Do(ctx context.Context, fn func(co Context) error) error {
	var id uint64 // of the calling goroutine, under Serial
	if h.l.serial {
		id = goroutineID()
		if h.l.holderOn(id) != nil {
			return doInTask{}
		}
	}
	site := callSite(1)
	if me := taskOf(ctx); me != nil {
		return Call1(&me.co, func() error { return h.do(ctx, fn, site, id) })
	}
	return h.do(ctx, fn, site, id)
}

// doInTask is the ErrInTask of Do.
type doInTask struct{}

func (doInTask) Error() string {
	return "aio: Do called inside a task of the loop; call the function itself"
}

func (doInTask) Is(target error) bool { return target == ErrInTask }

func (h *Loop) do(ctx context.Context, fn func(co Context) error, site uintptr, id uint64) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c := h.carried(ctx)
	t := visit(c, site)
	var s *scope
	if c != nil {
		s = c.s
	}
	t.arrive(h.l, part(ctx), s.open())
	if !h.enter(ctx, t, id) {
		return context.Cause(ctx)
	}
	t.arrived()
	defer t.leave()
	return withCause(ctx, fn(&t.co))
}

// noGoroutine is the number of no goroutine.
const noGoroutine = ^uint64(0)

// enter makes t a task of the loop and waits for its turn. It reports false when ctx was cancelled first; then t passes
// its turn on when it comes.
func (h *Loop) enter(ctx context.Context, t *task, id uint64) bool {
	l := h.l
	if !l.serial {
		h.reopen()
		l.admit(t)
		return true
	}
	t.sem = make(chan struct{}, 1)
	t.special().goid = id
	l.mu.Lock()
	if l.private && l.live == 0 {
		l.reopen(h.opts.schedule)
	}
	l.register(t)
	now := l.enqueue(t)
	l.mu.Unlock()
	if now != nil {
		return true
	}
	select {
	case <-t.sem:
	case <-ctx.Done():
		l.mu.Lock()
		t.rare.goid = noGoroutine // the calling goroutine goes on without the turn
		l.mu.Unlock()
		go func() {
			<-t.sem
			t.leave()
		}()
		return false
	}
	if ctx.Err() != nil {
		t.leave()
		return false
	}
	return true
}
