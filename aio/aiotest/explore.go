package aiotest

import (
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Explore runs fn under n seeds, each in a bubble of its own as by [Run], and stops at the first that fails. It then
// prints the seed, the last turns, and the command that runs fn under just this seed. The state that the tasks share must
// be made inside fn.
//
// The seeds count up from 0, or from -aiotest.base: a test has the same result each time. Seed 0 takes turns in order.
// With -aiotest.seed fn runs under that seed only; -aiotest.n takes the place of n. With n below 1 nothing runs. With
// -aiotest.twice=1 each seed runs twice, and the test fails when its turns differ: then fn depends on something that the
// seed does not decide.
//
// The t of fn is that of the bubble: its Cleanup functions run at the end of each seed, and its Run, Parallel and Deadline
// must not be called. A panic in fn ends the process, as in any test, after its seed was printed.
func Explore(t *testing.T, n int, fn func(t *testing.T, co aio.Context)) {
	t.Helper()
	if inBubble() {
		t.Fatal("aiotest: Explore called in a bubble; it needs one of its own for each seed")
	}
	attempt := try
	if settingOr(twiceFlag, 0) != 0 {
		attempt = tryTwice
	}
	pkg := callerPackage()
	if seed, given := setting(seedFlag); given {
		attempt(t, nameOf(seed), newTrial(t, pkg, seed), fn)
		return
	}
	base := settingOr(baseFlag, 0)
	for i := range settingOr(countFlag, uint64(max(n, 0))) {
		if !attempt(t, nameOf(base+i), newTrial(t, pkg, base+i), fn) {
			return
		}
	}
}

// nameOf is the name of the subtest for a seed, where there is one.
func nameOf(seed uint64) string { return fmt.Sprintf("seed=%d", seed) }

// try runs one trial and reports whether it passed and others may follow. Where there are no bubbles it is a subtest, if
// it has a name.
func try(t *testing.T, name string, tr *trial, fn func(t *testing.T, co aio.Context)) bool {
	t.Helper()
	failed := t.Failed()
	var inner *testing.T
	failing := func() bool { return t.Failed() && !failed || inner != nil && inner.Failed() }
	defer func() {
		t.Helper()
		tr.conclude(t, failing())
	}()
	reason, goroutines := bubble(t, name, func(t *testing.T) {
		inner = t
		tr.execute(t, func(co aio.Context) { fn(t, co) })
	})
	if reason != "" {
		tr.stuck(reason, goroutines)
	}
	skipped := t.Skipped() || inner != nil && inner.Skipped() // nil when the flag -run left the subtest out
	return !failing() && len(tr.problems) == 0 && !skipped
}
