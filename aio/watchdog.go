package aio

import (
	"fmt"
	"log/slog"
	"time"
)

// SlowStep is a task that has kept its turn for too long: under Serial no other task of its loop could run meanwhile.
type SlowStep struct {
	Task TaskInfo
	// For is how long the task had kept its turn when it was noticed; the turn is not over then.
	For time.Duration
	// Stack is what the task did when it was noticed, in the form of debug.Stack. It is empty when the task went on before
	// its stack could be taken, or was alive already when the watchdog was started.
	Stack string
}

func (s SlowStep) String() string {
	text := fmt.Sprintf("%v has not let others run for %v", s.Task, s.For)
	if s.Stack != "" {
		text += "\n" + s.Stack
	}
	return text
}

// defaultSlow is the limit when none is given.
const defaultSlow = 100 * time.Millisecond

// WithWatchdog reports tasks that keep their turn for d or longer, until the Run returns: all tasks of the loop that Run
// uses are watched, not only those below the Run. Zero or less is 100 ms. It matters under Serial only; under Goroutines
// no task can hold up another one by not letting it run.
//
// Each step of a task is reported once, however long it lasts. report is called by a goroutine of its own, while the task
// still runs, and not again before it has returned. It must not use a Context of the loop. Should it panic, that is
// logged. With a nil report the step is logged as a warning by the default logger of log/slog. Time in a Call, a Sleep or
// in waiting for a channel is not time in which a task keeps its turn. A Yield begins a step, also when no other task is
// ready.
//
// To have the stack of the one task, the stacks of all goroutines are taken, which stops the program for a moment.
func WithWatchdog(d time.Duration, report func(SlowStep)) Option {
	if d <= 0 {
		d = defaultSlow
	}
	if report == nil {
		report = logSlowStep
	}
	return func(o *options) { o.slow, o.report = d, report }
}

func logSlowStep(s SlowStep) {
	slog.Warn("aio: a task does not let others run",
		"task", s.Task.ID, "name", s.Task.Name, "created", s.Task.Created, "for", s.For, "stack", s.Stack)
}

// watchdog looks for slow steps of one loop. It has a timer, but no goroutine, and the timer runs only while a task has
// its turn: a loop that does nothing has nothing that keeps a program or a bubble awake. A nil watchdog does nothing.
type watchdog struct {
	loop   *loop
	limit  time.Duration
	report func(SlowStep)

	// Guarded by loop.mu.
	timer   *time.Timer
	armed   bool // the timer will call look, or look is at work
	since   time.Time
	told    bool // of the present turn
	stopped bool
}

func newWatchdog(l *loop, limit time.Duration, report func(SlowStep)) *watchdog {
	return &watchdog{loop: l, limit: limit, report: report}
}

// start begins the watch, perhaps amid a turn; loop.mu is held. A loop with a Schedule is not watched: it is a test, and its
// tasks wait for the Schedule between any two turns.
func (d *watchdog) start() {
	if d != nil {
		d.stopped = d.loop.scheduled
		if d.loop.holder != nil && !d.stopped {
			d.turn()
		}
	}
}

// turn notes that a task has got the baton; loop.mu is held.
func (d *watchdog) turn() {
	if d.stopped {
		return
	}
	d.since, d.told = time.Now(), false
	if !d.armed {
		d.arm(d.limit)
	}
}

// arm makes look be called; loop.mu is held.
func (d *watchdog) arm(after time.Duration) {
	d.armed = true
	if d.timer == nil {
		d.timer = time.AfterFunc(after, d.look)
	} else {
		d.timer.Reset(after)
	}
}

// look is called by the timer. One look at a time is at work.
func (d *watchdog) look() {
	l := d.loop
	l.mu.Lock()
	t := l.holder
	age := time.Since(d.since)
	if t == nil || d.told || d.stopped || age < d.limit {
		d.rearm(age)
		l.mu.Unlock()
		return
	}
	d.told = true
	s := SlowStep{Task: t.info(), For: age}
	since, id := d.since, t.goroutine()
	l.mu.Unlock()
	stack := stackOf(id)
	l.mu.Lock()
	same := l.holder == t && d.since == since
	l.mu.Unlock()
	if same {
		s.Stack = stack
	}
	report("the report of a slow step", func() { d.report(s) })
	l.mu.Lock()
	d.rearm(time.Since(d.since))
	l.mu.Unlock()
}

// rearm sets the timer for the turn that goes on, if there is one that was not reported; loop.mu is held.
func (d *watchdog) rearm(age time.Duration) {
	d.armed = false
	if d.loop.holder != nil && !d.told && !d.stopped {
		d.arm(max(d.limit-age, 0))
	}
}

// stop ends the watch; loop.mu is held.
func (d *watchdog) stop() {
	if d == nil {
		return
	}
	d.stopped = true
	if d.timer != nil {
		d.timer.Stop()
	}
}

// stackOf returns the stack of the goroutine with the given number, or nothing.
func stackOf(id uint64) string {
	if id == 0 {
		return ""
	}
	return stacks()[id]
}
