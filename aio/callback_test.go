package aio_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// notes collects what happened, in order.
type notes struct {
	mu  sync.Mutex
	all []string
}

func (n *notes) add(s string) {
	n.mu.Lock()
	n.all = append(n.all, s)
	n.mu.Unlock()
}

func (n *notes) adds(s string) func(aio.Context) { return func(aio.Context) { n.add(s) } }

func (n *notes) want(t *testing.T, want ...string) {
	t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	if !slices.Equal(n.all, want) {
		t.Errorf("order is %v, want %v", n.all, want)
	}
}

// Given callbacks on a future, when it completes, then they run on a later turn in registration order, not inside Resolve.
func TestCallbacksOfAFutureRule002(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var n notes
		f, r := aio.NewFuture[int]()
		for _, s := range []string{"a", "b", "c"} {
			f.AfterFunc(co, n.adds(s))
		}
		_ = r.Resolve(1)
		n.add("resolved")
		f.AfterFunc(co, n.adds("late"))
		n.add("registered")
		aio.Yield(co)
		n.want(t, "resolved", "registered", "a", "b", "c", "late")
	})
	both(t, func(t *testing.T, co aio.Context) {
		for range 20 {
			var n notes
			f, r := aio.NewFuture[int]()
			done := make(chan struct{})
			for _, s := range []string{"a", "b", "c", "d"} {
				f.AfterFunc(co, func(co aio.Context) { aio.Yield(co); n.add(s) })
			}
			f.AfterFunc(co, func(aio.Context) { close(done) })
			_ = r.Resolve(1)
			aio.Recv(co, done)
			n.want(t, "a", "b", "c", "d")
		}
	})
}

func TestCallbackGetsTheResult(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f := aio.Go(co, func(aio.Context) (int, error) { return 4, errBoom })
		got := make(chan error, 1)
		f.AfterFunc(co, func(co aio.Context) {
			v, err := f.Await(co)
			want(t, "value", v, 4)
			got <- err
		})
		wantErr(t, "error in the callback", aio.Recv(co, got), errBoom)
	})
}

// Given a callback that removes other callbacks, when callbacks are being scheduled, then nobody is skipped or run twice.
func TestCallbackRemovesCallbacksRule003(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var n notes
		f, r := aio.NewFuture[int]()
		stops := map[string]func() bool{}
		done := make(chan struct{})
		f.AfterFunc(co, func(aio.Context) {
			n.add("a")
			want(t, "a stops itself", stops["a"](), false)
			want(t, "a stops c", stops["c"](), true)
			want(t, "a stops c again", stops["c"](), false)
			want(t, "a stops e, removed before", stops["e"](), false)
		})
		for _, s := range []string{"b", "c", "d", "e", "f"} {
			stops[s] = f.AfterFunc(co, n.adds(s))
		}
		f.AfterFunc(co, func(aio.Context) { close(done) })
		stops["a"] = func() bool { return false }
		want(t, "removal of e while it waits", stops["e"](), true)
		_ = r.Resolve(1)
		aio.Recv(co, done)
		n.want(t, "a", "b", "d", "f")
		want(t, "removal of b after it ran", stops["b"](), false)
	})
}

// Given stop inside the first callback, then a callback that waits for its turn is kept from running, and the order of the
// others stays although they waited for the one that was removed.
func TestOrderAroundRemovedCallbacks(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var n notes
		f, r := aio.NewFuture[int]()
		gate := make(chan struct{})
		done := make(chan struct{})
		f.AfterFunc(co, func(co aio.Context) { aio.Recv(co, gate); n.add("first") })
		stop := f.AfterFunc(co, n.adds("removed"))
		stop2 := f.AfterFunc(co, n.adds("removed too"))
		f.AfterFunc(co, func(aio.Context) { n.add("last"); close(done) })
		stop()
		_ = r.Resolve(1)
		aio.Yield(co)
		stop2()
		close(gate)
		aio.Recv(co, done)
		n.want(t, "first", "last")
	})
}

// Given callbacks of tasks that end while Run joins them, then Run waits for the callbacks too.
func TestRunWaitsForDueCallbacksRule076(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		ran := false
		wantErr(t, "Run", run(func(co aio.Context) error {
			f := aio.Go(co, untilCancelled)
			f.AfterFunc(co, func(aio.Context) { ran = true })
			f2, _ := aio.NewFuture[int]() // is never completed
			f2.AfterFunc(co, func(aio.Context) { t.Error("a callback ran without its future") })
			return nil
		}), nil)
		want(t, "callback ran", ran, true)
	})
}

// Given a task whose future has callbacks, channels and awaiters, when it waits for others, then the search for a deadlock
// looks at the awaiters only.
func TestCallbacksInTheSearchForADeadlock(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		var wg aio.WaitGroup
		ran := make(chan struct{})
		wantErr(t, "Run", run(func(co aio.Context) error {
			gate := make(chan struct{})
			wg.Go(co, func(co aio.Context) { aio.Recv(co, gate) })
			ready := make(chan struct{})
			f := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, ready); wg.Wait(co); return 0, nil })
			f.AfterFunc(co, func(aio.Context) { close(ran) })
			ch := aio.ToChan(f)
			var all aio.WaitGroup
			all.Go(co, func(co aio.Context) { _, _ = f.Await(co) })
			close(ready)
			for !strings.Contains(fmt.Sprint(aio.LoopTasks(co)), "waits for the tasks of a group") {
				aio.Yield(co)
			}
			close(gate)
			all.Wait(co)
			aio.Recv(co, ch)
			aio.Recv(co, ran)
			return nil
		}), nil)
		err := run(func(co aio.Context) error {
			var f *aio.Future[int]
			set := make(chan struct{})
			f = aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, set); return f.Await(co) })
			f.AfterFunc(co, func(aio.Context) {})
			close(set)
			_, err := f.Await(co)
			return err
		})
		wantErr(t, "Run of a task that waits for itself", err, aio.ErrDeadlock)
	})
}

// Given a future that is completed after the loop has ended, then its callbacks run all the same and harm nothing.
func TestCallbackAfterTheLoopEnded(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		f, r := aio.NewFuture[int]()
		ran := make(chan error, 1)
		wantErr(t, "Run", run(func(co aio.Context) error {
			f.AfterFunc(co, func(co aio.Context) { ran <- co.Err() })
			return nil
		}), nil)
		_ = r.Resolve(1)
		wantErr(t, "its Context", <-ran, context.Canceled)
	})
}

func TestCallbacksUnderRace(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 50 {
			f, r := aio.NewFuture[int]()
			var wg, running aio.WaitGroup
			ran := make([]int, 8)
			stopped := make([]bool, 8)
			running.Add(8)
			for i := range ran {
				stop := f.AfterFunc(co, func(aio.Context) { ran[i]++; running.Done() })
				if i%2 == 0 {
					wg.Go(co, func(co aio.Context) {
						if stopped[i] = stop(); stopped[i] {
							running.Done()
						}
					})
				}
			}
			wg.Go(co, func(aio.Context) { _ = r.Resolve(1) })
			wg.Wait(co)
			running.Wait(co)
			for i := range ran {
				if stopped[i] == (ran[i] == 1) || ran[i] > 1 {
					t.Errorf("callback %d: stopped is %v, it ran %d times", i, stopped[i], ran[i])
				}
			}
		}
	})
}
