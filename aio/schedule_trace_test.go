package aio_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// traced runs fn under a schedule and returns its turns in words, without directories.
func traced(t *testing.T, s aio.Schedule, fn func(co aio.Context)) []string {
	t.Helper()
	err := aio.Run(context.Background(), func(co aio.Context) error { fn(co); return nil }, aio.WithSchedule(s))
	wantErr(t, "Run", err, nil)
	var lines []string
	for _, turn := range s.Trace.Turns() {
		if turn.End.At != "" {
			turn.End.At = filepath.Base(turn.End.At)
			turn.End.At = turn.End.At[:strings.LastIndexByte(turn.End.At, ':')]
		}
		lines = append(lines, turn.String())
	}
	return lines
}

// Given a Trace, then each turn names its task, the mark that ended it and the place of that, also for methods and closures.
func TestTraceNamesMarks(t *testing.T) {
	tr := &aio.Trace{Keep: 100}
	got := traced(t, aio.Schedule{Trace: tr}, func(co aio.Context) {
		var m aio.Mutex
		m.Lock(co)
		f := aio.GoValue(co, func(co aio.Context) int {
			aio.SetName(co, "child")
			m.Lock(co)
			return 1
		})
		q := aio.NewQueue[int](1)
		aio.Yield(co)
		m.Unlock()
		f.Value(co)
		aio.Go(co, func(co aio.Context) (int, error) { return 0, q.Put(co, 1) })
		_, _ = q.Get(co)
	})
	const file = "schedule_trace_test.go"
	for i, line := range []string{
		"task 1 ran up to Yield at " + file,
		"task 2 child ran up to Mutex.Lock at " + file,
		"task 1 ran up to Future.Value at " + file,
		"task 2 child ran to its end",
		"task 1 ran up to Queue.Get at " + file,
		"task 3 ran to its end",
		"task 1 ran to its end",
	} {
		if i >= len(got) || got[i] != line {
			t.Fatalf("turn %d is not %q:\n%s", i, line, strings.Join(got, "\n"))
		}
	}
	want(t, "turns", len(got), 7)
	want(t, "count", tr.Count(), 7)
	want(t, "exhausted", tr.Exhausted(), false)
}

// Given a Keep that is smaller than the number of turns, then the last ones are kept, in order; with 0 none are.
func TestTraceKeepsTheLast(t *testing.T) {
	body := func(co aio.Context) {
		for i := range 10 {
			aio.SetName(co, fmt.Sprint(i))
			aio.Yield(co)
		}
	}
	tr := &aio.Trace{Keep: 3}
	got := traced(t, aio.Schedule{Trace: tr}, body)
	want(t, "turns", len(got), 3)
	want(t, "last turn", got[2], "task 1 9 ran to its end")
	want(t, "count", tr.Count(), 11)
	none := &aio.Trace{}
	want(t, "turns", len(traced(t, aio.Schedule{Trace: none}, body)), 0)
	want(t, "count", none.Count(), 11)
	want(t, "sum", none.Sum(), 0)
}

// Given two Runs, then their sums are equal if they took the same way.
func TestTraceSum(t *testing.T) {
	sums := map[uint64]uint64{}
	for range 2 {
		for seed := range uint64(20) {
			tr := &aio.Trace{Keep: 1}
			traced(t, aio.Schedule{Seed: seed, Trace: tr}, func(co aio.Context) {
				var wg aio.WaitGroup
				for range 4 {
					wg.Go(co, aio.Yield)
				}
				wg.Wait(co)
			})
			if sum, again := sums[seed]; again {
				want(t, fmt.Sprintf("sum under seed %d", seed), tr.Sum(), sum)
			}
			sums[seed] = tr.Sum()
		}
	}
	different := map[uint64]bool{}
	for _, sum := range sums {
		different[sum] = true
	}
	if len(different) < 18 {
		t.Errorf("20 seeds have %d sums", len(different))
	}
}

// Given a Trace that was not used, or whose Run has ended, then its methods return at once; a second Run with it panics.
func TestTraceOutsideARun(t *testing.T) {
	tr := &aio.Trace{Keep: 1}
	tr.Rest()
	want(t, "count", tr.Count(), 0)
	want(t, "sum", tr.Sum(), 0)
	want(t, "exhausted", tr.Exhausted(), false)
	want(t, "turns", len(tr.Turns()), 0)
	want(t, "last", tr.Last(aio.TaskRef{ID: 1}), aio.Mark{})
	traced(t, aio.Schedule{Trace: tr}, func(co aio.Context) {})
	tr.Rest()
	want(t, "count", tr.Count(), 1)
	defer func() {
		if recover() == nil {
			t.Error("a second Run with the Trace does not panic")
		}
	}()
	traced(t, aio.Schedule{Trace: tr}, func(co aio.Context) {})
}

// Given Marks, then it tells the marks of the calling task, and panics for a Context of another loop.
func TestTraceMarks(t *testing.T) {
	tr := &aio.Trace{}
	traced(t, aio.Schedule{Seed: 3, Trace: tr}, func(co aio.Context) {
		ch := make(chan int, 2)
		marks := tr.Marks(co, func() {
			inner := tr.Marks(co, func() { aio.Send(co, ch, 1) })
			want(t, "inner marks", len(inner), 1)
			aio.Yield(co)
		})
		var names []string
		for _, m := range marks {
			names = append(names, m.Name)
		}
		want(t, "marks", strings.Join(names, " "), "Send Yield")
		want(t, "marks of nothing", len(tr.Marks(co, func() {})), 0)
		_ = aio.Run(context.Background(), func(other aio.Context) error {
			defer func() {
				if recover() == nil {
					t.Error("Marks of another loop does not panic")
				}
			}()
			tr.Marks(other, func() {})
			return nil
		}, aio.WithPolicy(aio.Serial))
	})
}

// Given another loop beside a Run, then the sum of the Run is the same as without it.
func TestSumBesideOtherLoops(t *testing.T) {
	run := func() uint64 {
		var tr aio.Trace
		tr.Keep = 10
		sum := make(chan uint64)
		go func() { // for the stack of the main task
			_ = aio.Run(context.Background(), func(co aio.Context) error {
				var wg aio.WaitGroup
				for range 3 {
					wg.Go(co, aio.Yield)
				}
				wg.Wait(co)
				return nil
			}, aio.WithSchedule(aio.Schedule{Trace: &tr}))
			sum <- tr.Sum()
		}()
		return <-sum
	}
	alone := run()
	want(t, "there is a sum", alone != 0, true)
	serially(t, func(t *testing.T, co aio.Context) {
		want(t, "sum beside another loop", aio.Call1(co, run), alone)
	})
}
