package aio_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// gated returns a job that says when it begins and waits for the gate.
func gated(begun chan<- int, gate <-chan struct{}, n int) func(context.Context) (int, error) {
	return func(context.Context) (int, error) {
		begun <- n
		<-gate
		return n, nil
	}
}

// Given a full pool, then Offload waits with the loop released, first come, first served, and never runs more jobs at a
// time than there are workers.
func TestPoolIsBounded(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(2, 3)
		var now, most atomic.Int32
		var wg aio.WaitGroup
		for range 40 {
			wg.Go(co, func(co aio.Context) {
				_, err := aio.Offload(co, pool, func(context.Context) (int, error) {
					n := now.Add(1)
					for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
					}
					runtime.Gosched()
					now.Add(-1)
					return 0, nil
				}).Await(co)
				wantErr(t, "job", err, nil)
			})
		}
		wg.Wait(co)
		if n := most.Load(); n > 2 {
			t.Errorf("%d jobs ran at a time", n)
		}
	})
}

func TestPoolIsFirstInFirstOut(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		for _, room := range []int{0, 1, 3, -1} {
			pool := aio.NewPool(1, room)
			begun, gate := make(chan int, 20), make(chan struct{})
			var wg aio.WaitGroup
			for i := range 8 {
				wg.Go(co, func(co aio.Context) {
					_, err := aio.Offload(co, pool, gated(begun, gate, i)).Await(co)
					wantErr(t, "job", err, nil)
				})
			}
			aio.Yield(co)
			close(gate)
			wg.Wait(co)
			for i := range 8 {
				want(t, "job that began", <-begun, i)
			}
		}
	})
}

// Given a job that is cancelled while queued, then it never runs, its future fails at once, and its place is free.
func TestCancelledInTheQueueRule081(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(1, 1)
		begun, gate := make(chan int, 9), make(chan struct{})
		first := aio.Offload(co, pool, gated(begun, gate, 1))
		aio.Recv(co, begun)
		queued := aio.Offload(co, pool, gated(begun, gate, 2))
		want(t, "Cancel", queued.Cancel(errBoom), true)
		_, err := queued.Await(co) // although the pool is busy
		wantErr(t, "Await", err, errBoom)
		scope, cancel := aio.WithCancelCause(co)
		byContext := aio.Offload(scope, pool, gated(begun, gate, 3)) // there is room again
		cancel(errBoom)
		_, err = byContext.Join(co)
		wantErr(t, "Join", err, errBoom)
		last := aio.Offload(co, pool, gated(begun, gate, 4))
		close(gate)
		_, err = first.Await(co)
		wantErr(t, "first", err, nil)
		v, err := last.Await(co)
		want(t, "value of the last one", v, 4)
		wantErr(t, "its error", err, nil)
		want(t, "job that began next", <-begun, 4)
	})
}

// Given a task that waits for room, when it is cancelled, then its job never runs, and the next in line gets the room.
func TestCancelledWhileWaitingForRoomRule065(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(1, 0)
		begun, gate := make(chan int, 9), make(chan struct{})
		first := aio.Offload(co, pool, gated(begun, gate, 1))
		aio.Recv(co, begun)
		asked := make(chan struct{})
		waits := aio.Go(co, func(co aio.Context) (int, error) {
			close(asked)
			return aio.Offload(co, pool, gated(begun, gate, 2)).Await(co)
		})
		aio.Recv(co, asked)
		third := aio.Go(co, func(co aio.Context) (int, error) {
			return aio.Offload(co, pool, gated(begun, gate, 3)).Await(co)
		})
		aio.Yield(co)
		waits.Cancel(errBoom)
		_, err := waits.Await(co)
		wantErr(t, "cancelled", err, errBoom)
		close(gate)
		_, err = first.Await(co)
		wantErr(t, "first", err, nil)
		v, err := third.Await(co)
		want(t, "value of the third one", v, 3)
		wantErr(t, "its error", err, nil)
		want(t, "job that began next", <-begun, 3)
	})
}

// Given Run that ends while jobs are queued behind those of somebody else, then it does not wait for its turn in the pool.
func TestRunDropsQueuedJobsRule076(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		pool := aio.NewPool(1, 5)
		begun, gate := make(chan int, 9), make(chan struct{})
		other := aio.NewLoop()
		wantErr(t, "Do", other.Do(context.Background(), func(co aio.Context) error {
			aio.Offload(co, pool, gated(begun, gate, 1))
			return nil
		}), nil)
		<-begun
		wantErr(t, "Run", run(func(co aio.Context) error {
			for range 3 {
				aio.Offload(co, pool, func(context.Context) (int, error) { t.Error("a job ran"); return 0, nil })
			}
			return nil
		}), nil)
		close(gate)
		pool.Close()
		<-pool.Done()
	})
}

// Given Shutdown, then running and queued jobs are done, those who wait for room and those who come later get an error.
func TestPoolShutdownRule068(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(1, 1)
		begun, gate := make(chan int, 9), make(chan struct{})
		first := aio.Offload(co, pool, gated(begun, gate, 1))
		aio.Recv(co, begun)
		queued := aio.Offload(co, pool, gated(begun, gate, 2))
		asked := make(chan struct{})
		waits := aio.Go(co, func(co aio.Context) (int, error) {
			close(asked)
			return aio.Offload(co, pool, gated(begun, gate, 3)).Await(co)
		})
		aio.Recv(co, asked)
		wantErr(t, "Shutdown with a cancelled Context", pool.Shutdown(cancelled(co, errBoom)), errBoom)
		_, err := waits.Await(co)
		wantErr(t, "waits for room", err, aio.ErrExecutorClosed)
		_, err = aio.Offload(co, pool, gated(begun, gate, 4)).Await(co)
		wantErr(t, "comes later", err, aio.ErrExecutorClosed)
		close(gate)
		wantErr(t, "Shutdown", pool.Shutdown(co), nil)
		for i, f := range []*aio.Future[int]{first, queued} {
			select {
			case <-f.Done():
			default:
				t.Errorf("Shutdown returned before job %d was done", i+1)
			}
			_, err := f.Await(co)
			wantErr(t, "job", err, nil)
		}
		wantErr(t, "second Shutdown", pool.Shutdown(co), nil)
		idle := aio.NewPool(3, 0)
		wantErr(t, "Shutdown of an idle pool", idle.Shutdown(co), nil)
	})
}

// Given a task that waits for room, then the list of tasks says so.
func TestRoomInTheListOfTasks(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(1, 0)
		begun, gate := make(chan int, 9), make(chan struct{})
		aio.Offload(co, pool, gated(begun, gate, 1))
		f := aio.Go(co, func(co aio.Context) (int, error) { return aio.Offload(co, pool, gated(begun, gate, 2)).Await(co) })
		for !strings.Contains(fmt.Sprint(aio.LoopTasks(co)), "waits for room in a Pool") {
			aio.Yield(co)
		}
		close(gate)
		_, err := f.Await(co)
		wantErr(t, "Await", err, nil)
	})
}

// A pool has goroutines only while there are jobs.
func TestIdlePoolHoldsNothing(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		before := runtime.NumGoroutine()
		pool := aio.NewPool(4, -1)
		var all []*aio.Future[int]
		for range 50 {
			all = append(all, aio.Offload(co, pool, func(context.Context) (int, error) { return 0, nil }))
		}
		_, err := aio.All(co, all...)
		wantErr(t, "All", err, nil)
		for runtime.NumGoroutine() > before {
			aio.Yield(co)
			runtime.Gosched()
		}
	})
}

func TestPoolMisuse(t *testing.T) {
	defer func() { want[any](t, "recovered", recover(), "aio: NewPool with 0 workers") }()
	aio.NewPool(0, 1)
}

func TestPoolUnderRace(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(3, 2)
		var wg aio.WaitGroup
		var ran atomic.Int32
		for i := range 200 {
			wg.Go(co, func(co aio.Context) {
				scope, cancel := aio.WithCancelCause(co)
				f := aio.Go(scope, func(co aio.Context) (int, error) {
					return aio.Offload(co, pool, func(context.Context) (int, error) { ran.Add(1); return i, nil }).Await(co)
				})
				if i%3 == 0 {
					cancel(errBoom)
				}
				v, err := f.Await(co)
				if err == nil {
					want(t, "value", v, i)
				} else {
					wantErr(t, "job", err, errBoom)
				}
				cancel(nil)
			})
		}
		wg.Wait(co)
		wantErr(t, "Shutdown", pool.Shutdown(co), nil)
		if ran.Load() < 133 {
			t.Errorf("%d jobs ran, want all that were not cancelled", ran.Load())
		}
	})
}
