package aiotest

import (
	"runtime"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Run runs fn as the main task of a serial loop of its own, in a bubble of testing/synctest: time stands still while a task
// or goroutine of the test can go on, and jumps to the next timer when none can.
//
// Turns go round in order, unless -aiotest.seed or AIOTEST_SEED names a seed: the same test takes the same way each time.
// The test fails when no task can go on, with the tree of tasks; when fn returns and tasks or goroutines are left, time
// standing still; when a task failed and nobody looked at its error; and when there is no end after a million turns.
// After a deadlock the tasks are unwound: a mark that returns an error returns a *aio.DeadlockError, at others the deferred
// calls run. Run then ends the test as t.FailNow does.
//
// t.FailNow, t.Fatal and t.Skip may be called by every task. They end the task; in the main task they end the test.
//
// Run makes no bubble when t is not a *testing.T, when there is one already, and before Go 1.25; see the package
// documentation.
func Run(t testing.TB, fn func(co aio.Context)) {
	t.Helper()
	newTrial(t, callerPackage(), settingOr(seedFlag, 0)).run(t, fn)
}

// run runs fn in a bubble if it can. It ends the test when fn did not return.
func (tr *trial) run(t testing.TB, fn func(co aio.Context)) {
	t.Helper()
	failed := t.Failed()
	defer func() {
		t.Helper()
		tr.conclude(t, t.Failed() && !failed)
	}()
	test, ok := t.(*testing.T)
	if !ok || inBubble() {
		tr.execute(t, fn)
		return
	}
	// The goroutine of the bubble belongs to a testing.T of its own, which would take a FailNow of t amiss.
	reason, goroutines := bubble(test, "", func(*testing.T) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			tr.execute(t, fn)
		}()
		<-done
	})
	if reason != "" {
		tr.stuck(reason, goroutines)
	}
	switch {
	case tr.fatal || reason != "":
		t.FailNow()
	case !tr.returned:
		runtime.Goexit()
	}
}
