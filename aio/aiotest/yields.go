package aiotest

import (
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// AssertYields calls fn and fails t unless the task of co came to a mark at which others may run: it gave its turn away, or
// would have under another seed. A receive from a channel that has a value counts, for it need not have one the next time;
// Await of a completed future, which never lets others run, does not. Marks that other tasks come to meanwhile do not
// count, nor do tasks that fn starts.
//
// co must be a Context of [Run], [Explore] or [Both], and fn must use it. Under Goroutines, where others may run at any
// time, fn is called and nothing is asserted.
func AssertYields(t testing.TB, co aio.Context, fn func(co aio.Context)) {
	t.Helper()
	if marks, known := marksOf(t, co, fn); known && len(marks) == 0 {
		t.Errorf("the call came to no mark at which other tasks may run")
	}
}

// AssertNoYield calls fn and fails t if the task of co came to a mark at which others may run, as AssertYields tells. What
// fn does is then one step for all other tasks of the loop, under each seed.
func AssertNoYield(t testing.TB, co aio.Context, fn func(co aio.Context)) {
	t.Helper()
	marks, _ := marksOf(t, co, fn)
	if len(marks) == 0 {
		return
	}
	lines := make([]string, 0, len(marks))
	for _, m := range marks {
		lines = append(lines, m.String())
	}
	t.Errorf("the call may let other tasks run:\n%s", trialOf(co).readable(strings.Join(lines, "\n")))
}

// marksOf calls fn and returns the marks that it came to, and false when that cannot be known.
func marksOf(t testing.TB, co aio.Context, fn func(co aio.Context)) ([]aio.Mark, bool) {
	t.Helper()
	tr := trialOf(co)
	if tr == nil {
		t.Fatal("aiotest: the Context is not one of aiotest.Run, Explore or Both")
	}
	if tr.parallel {
		fn(co)
		return nil, false
	}
	return tr.trace.Marks(co, func() { fn(co) }), true
}
