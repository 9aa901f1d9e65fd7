package aio_test

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// meet returns once n goroutines are in it at the same time. It spins: of tasks of a serial loop the first would never
// leave.
func meet(in *atomic.Int32, n int32) {
	for in.Add(1); in.Load() < n; {
		runtime.Gosched()
	}
}

// Given functions that are offloaded and spin until all of them run, then they end: they run in parallel, and beside a task
// that does not yield.
func TestOffloadedRunInParallelRule350(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var in atomic.Int32
		var wg aio.WaitGroup
		var g aio.Group
		for range 2 {
			wg.Offload(co, func() { meet(&in, 7) })
			g.Offload(co, func() error { meet(&in, 7); return nil })
		}
		one := aio.OffloadValue(co, func() int { meet(&in, 7); return 1 })
		two := aio.OffloadValue(co, func() int { meet(&in, 7); return 2 })
		meet(&in, 7)
		wg.Wait(co)
		wantErr(t, "Wait", g.Wait(co), nil)
		want(t, "the sum", one.Value(co)+two.Value(co), 3)
	})
}

// Given a Context that is cancelled, then what is offloaded to a group or for a value runs all the same.
func TestOffloadedAlwaysRunRule351(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		gone := cancelled(co, errBoom)
		ran := 0
		var wg aio.WaitGroup
		wg.Offload(gone, func() { ran++ })
		wg.Wait(co)
		g, _ := aio.NewGroup(gone)
		g.Offload(gone, func() error { ran++; return nil })
		wantErr(t, "Wait", g.Wait(co), nil)
		want(t, "the value", aio.OffloadValue(gone, func() int { return ran + 1 }).Value(co), 3)
	})
}

// Given a group, when an offloaded function fails, then that cancels the group, and Wait returns the error.
func TestOffloadedFailureRule352(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		g.Go(gc, func(co aio.Context) error { _, err := untilCancelled(co); return err })
		g.Offload(gc, func() error { return errBoom })
		want(t, "Wait", g.Wait(co), errBoom)
	})
}

// Given a group with a limit, then an offloaded function has a place like a task: the next one waits for it, with the loop
// released.
func TestOffloadedTakePlacesRule353(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		g.SetLimit(1)
		gate := make(chan struct{})
		aio.Spawn(co, func(aio.Context) { close(gate) })
		ended := false
		g.Offload(co, func() error { <-gate; ended = true; return nil })
		want(t, "a second one starts at once", g.TryOffload(co, func() error { return nil }) && !ended, false)
		g.Offload(co, func() error { return nil })
		want(t, "the first has ended", ended, true)
		wantErr(t, "Wait", g.Wait(co), nil)
		want(t, "one starts in the empty group", g.TryOffload(co, func() error { return errBoom }), true)
		wantErr(t, "Wait", g.Wait(co), errBoom)
	})
}

// Given offloaded functions that nobody awaits, then Run waits for them; and one that ends by Goexit has ended with
// ErrGoexit.
func TestRunWaitsForOffloadedRule354(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		var ended atomic.Int32
		var wg aio.WaitGroup
		var g aio.Group
		begun := make(chan struct{})
		err := run(func(co aio.Context) error {
			wg.Offload(co, func() { <-begun; ended.Add(1) })
			g.Offload(co, func() error { <-begun; ended.Add(1); return nil })
			aio.OffloadValue(co, func() int { <-begun; ended.Add(1); runtime.Goexit(); return 0 })
			close(begun)
			return nil
		})
		want(t, "functions that ended", ended.Load(), 3)
		wantOnce(t, "the Goexit", err, aio.ErrGoexit)
	})
}

// Given a sealed Run whose task waits for what was offloaded, then that is no deadlock.
func TestOffloadedAreNoDeadlock(t *testing.T) {
	for _, p := range policies {
		wantErr(t, p.String(), aio.Run(context.Background(), func(co aio.Context) error {
			var wg aio.WaitGroup
			var in atomic.Int32
			for range 3 {
				wg.Offload(co, func() { meet(&in, 3) })
			}
			wg.Wait(co)
			return nil
		}, aio.WithPolicy(p), aio.Sealed()), nil)
	}
}
