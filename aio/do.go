package aio

import "context"

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
