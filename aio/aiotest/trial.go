package aiotest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// The bounds of one run of a test body.
const (
	defaultTurns = 1_000_000 // tasks that need more are taken to go on for ever
	defaultTrace = 20
	maxTrace     = 1_000_000
)

// trial is one run of a test body under one seed.
type trial struct {
	seed  uint64
	test  string // the name of the test, for the command that repeats the trial
	pkg   string // its package, or empty
	limit uint64 // of turns
	trace aio.Trace

	parallel bool // under Goroutines; there is no seed then

	co       aio.Context // of the main task, once it runs
	returned bool        // the body returned
	ended    bool        // the Run has ended
	problems []string    // what is wrong with how it ended
	fatal    bool        // a deadlock is among them
	story    string      // the explanation at the time of the deadlock; what follows is unwinding
}

func newTrial(t testing.TB, pkg string, seed uint64) *trial {
	tr := &trial{seed: seed, test: t.Name(), pkg: pkg}
	tr.trace.Keep = int(min(settingOr(traceFlag, defaultTrace), maxTrace))
	tr.limit = settingOr(turnsFlag, defaultTurns)
	return tr
}

// trialKey finds the trial that a Context belongs to.
type trialKey struct{}

func trialOf(co aio.Context) *trial {
	tr, _ := co.Value(trialKey{}).(*trial)
	return tr
}

// execute runs body as the main task and notes what the loop can tell: a deadlock, errors that nobody looked at and tasks
// that were left. After a Goexit of body it goes on with the Goexit.
func (tr *trial) execute(t testing.TB, body func(co aio.Context)) {
	defer func() {
		if panicking() {
			tr.crash()
			return
		}
		tr.ended = true
		tr.leftovers()
	}()
	ctx := context.WithValue(context.Background(), trialKey{}, tr)
	err := aio.Run(ctx, func(co aio.Context) error {
		tr.co = co
		body(co)
		tr.returned = true
		return nil
	}, aio.WithName("main"), tr.option())
	var dead *aio.DeadlockError
	switch {
	case err == nil:
	case tr.fatal:
		// deadlock has said it; other errors are consequences.
	case errors.As(err, &dead):
		tr.fatal = true
		tr.note("%v\n%s", err, tr.places(dead.Tasks))
	case errors.Is(err, aio.ErrGoexit) && (t.Failed() || t.Skipped()):
		// FailNow or SkipNow in a task has said it.
	default:
		tr.note("a task failed, and nobody looked at its error: %v", err)
	}
}

// option says how the loop of the trial works.
func (tr *trial) option() aio.Option {
	if tr.parallel {
		return aio.WithPolicy(aio.Goroutines)
	}
	return aio.WithSchedule(aio.Schedule{
		Seed: tr.seed, Settle: settle(), Limit: tr.limit, Trace: &tr.trace, Crash: tr.crash, Stuck: tr.deadlock,
	})
}

// note records a problem; it fails the test at its end.
func (tr *trial) note(format string, args ...any) {
	tr.problems = append(tr.problems, tr.readable(fmt.Sprintf(format, args...)))
}

// conclude fails t if there were problems, and says how to repeat a trial that failed.
func (tr *trial) conclude(t testing.TB, failed bool) {
	t.Helper()
	if len(tr.problems) > 0 {
		t.Fail()
		failed = true
	}
	if !failed || panicking() {
		return
	}
	story := tr.story
	if story == "" {
		story = tr.explanation()
	}
	say(t, strings.Join(append(tr.problems, story), "\n"))
}

// crash says which seed led to a panic that is about to end the process.
func (tr *trial) crash() {
	fmt.Fprintf(os.Stderr, "aiotest: panic; %s\n", tr.explanation())
}

// leftovers notes tasks that are left and that nobody waits for.
func (tr *trial) leftovers() {
	if tr.co == nil || len(tr.problems) > 0 {
		return
	}
	tr.rest()
	if len(aio.LoopTasks(tr.co)) > 0 {
		tr.note("tasks are left when the test has returned\n%s", tr.tree())
	}
}

// rest waits until no task can go on.
func (tr *trial) rest() {
	if tr.parallel {
		settle()()
	} else {
		tr.trace.Rest()
	}
}
