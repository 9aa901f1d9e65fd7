package aio

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Option changes how Run works.
type Option func(*options)

type options struct {
	policy   Policy
	private  bool
	sealed   bool
	schedule *Schedule
	name     string
	site     uintptr
	debug    bool
	slow     time.Duration // the limit of a step, if report is not nil
	report   func(SlowStep)
}

// WithPolicy gives the Run a loop of its own with policy p.
func WithPolicy(p Policy) Option {
	p.mustBeKnown()
	return func(o *options) { o.policy, o.private = p, true }
}

// Sealed gives the Run a loop of its own, and promises that nothing but its tasks acts on the queues, conditions, locks,
// futures and WaitGroups that they wait for: no plain goroutine, timer or callback does. Run then also notices
// when all its tasks wait for each other without a ring.
func Sealed() Option {
	return func(o *options) {
		if !o.private {
			o.policy, o.private = DefaultPolicy(), true
		}
		o.sealed = true
	}
}

// WithName names the main task, as SetName does.
func WithName(name string) Option {
	return func(o *options) { o.name = name }
}

// Run runs fn as the main task, on the calling goroutine. Its Context has ctx as context part, and a cancellation that
// fires when fn has returned.
//
// When fn returns, the tasks started below it by Go, GoValue, WaitGroup and Group that are still there are cancelled, with
// ErrCanceled as the cause, and waited for. Those started by Spawn are not waited for. Run returns the error of fn, joined
// with the errors of tasks that nobody has looked at; a single one is returned as it is.
//
// When the main task can never go on because tasks wait for each other, they are unwound as by runtime.Goexit, and
// Run returns a *DeadlockError. A panic of fn, and runtime.Goexit in it, pass through to the caller of Run.
//
// The loop is that of the task whose Context ctx is or derives from, else that of the process; WithPolicy overrides it.
func Run(ctx context.Context, fn func(co Context) error, opts ...Option) error {
	if ctx == nil {
		panic("aio: Run called with a nil context; use context.Background()")
	}
	o := options{site: callSite(1)}
	for _, opt := range opts {
		opt(&o)
	}
	c := carried(ctx)
	if !o.private {
		l, _, id := home(c)
		return runOn(l, id, c, ctx, fn, &o)
	}
	run := func() error {
		l := newPrivateLoop(o.policy)
		l.sealed = o.sealed
		if o.schedule != nil {
			l.schedule(o.schedule)
		}
		return runOn(l, l.caller(), nil, ctx, fn, &o)
	}
	if c != nil {
		if me := c.t.loop.mine(); me != nil {
			return Call1(&me.co, run)
		}
	}
	return run()
}

// runOn is Run on a given loop. id is the number of the calling goroutine if the loop is serial.
func runOn(l *loop, id uint64, c *taskContext, ctx context.Context, fn func(Context) error, o *options) error {
	if o.observes() {
		defer l.observeAs(o)()
	}
	runCtx, cancel := newRoot(part(ctx))
	s := &scope{main: runCtx, outer: ctx.Done() != nil}
	var t *task
	again := false
	if l.serial {
		t, again = l.takeBaton(c, runCtx, nil, o.site, id)
	} else {
		t = visit(c, o.site)
		t.arrive(l, runCtx, nil)
		l.admit(t)
	}
	if !again && o.name != "" {
		t.setName(o.name)
	}
	m := &mainRun{t: t, s: s, cancel: cancel}
	if !again {
		t.arrived()
		defer t.leave()
	}
	return m.do(&taskContext{Context: runCtx, t: t, s: s}, fn)
}

// mainRun is one call of Run.
type mainRun struct {
	t      *task
	s      *scope
	cancel context.CancelCauseFunc
}

// do runs fn and then ends the scope. After a Goexit the tasks are joined too, so that a test that failed leaves nothing
// running; after a panic they are not, because nothing may hold up the crash.
func (m *mainRun) do(co Context, fn func(Context) error) (err error) {
	m.t.main(1)
	returned := false
	defer func() {
		if !returned {
			m.cancel(ErrCanceled)
			if goexiting() {
				m.join()
			}
		}
		m.t.main(-1)
	}()
	errs := []error{m.guard(co, fn)}
	m.cancel(ErrCanceled)
	errs = append(errs, m.join()...)
	returned = true
	return joined(errs)
}

// main counts the Runs on the stack of t.
func (t *task) main(n int16) {
	t.loop.mu.Lock()
	t.mains += n
	t.loop.mains += int32(n)
	t.loop.mu.Unlock()
}

// guard calls fn, and returns the deadlock that unwound it, if one did.
func (m *mainRun) guard(co Context, fn func(Context) error) (err error) {
	returned := false
	defer func() {
		if dead := m.t.takeDead(); dead != nil && !returned {
			if r := recover(); r != nil && r != any(dead) {
				panic(r)
			}
			err = dead
		}
	}()
	err = fn(co)
	returned = true
	return err
}

// maxUnwinds bounds how often the tasks that are left are unwound: their deferred calls may get stuck again.
const maxUnwinds = 16

// join ends the scope. A deadlock of the tasks that are left is one more error. Tasks that get stuck again and again
// are given up.
func (m *mainRun) join() []error {
	var errs, stuck []error
	for range maxUnwinds {
		err := m.guard(nil, func(Context) error {
			errs = m.s.close(m.t)
			return nil
		})
		if err == nil {
			break
		}
		stuck = append(stuck, err)
	}
	return append(errs, stuck...)
}

// joined is errors.Join, but returns a single error as it is, and a deadlock that stopped several tasks once.
func joined(errs []error) error {
	var all []error
	for _, err := range errs {
		if err != nil && !(isDeadlock(err) && slices.ContainsFunc(all, func(e error) bool { return errors.Is(e, err) })) {
			all = append(all, err)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return errors.Join(all...)
}

func isDeadlock(err error) bool {
	_, is := err.(*DeadlockError)
	return is
}
