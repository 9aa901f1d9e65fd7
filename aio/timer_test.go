package aio_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Given delays -1 and -2, then the earlier deadline runs first.
func TestEarlierDeadlineFirstRule040(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var n notes
		for _, d := range []time.Duration{-1, 0, -2 * time.Second, -1 * time.Second} {
			aio.After(co, d, n.adds(d.String()))
		}
		n.add("main")
		for range 3 {
			aio.Yield(co)
		}
		n.want(t, "main", "-2s", "-1s", "-1ns", "0s")
	})
}

// Given a timer that is due, then it never runs inside After, also under Goroutines.
func TestAfterDoesNotRunInside(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		fired := make(chan struct{})
		aio.After(co, 0, func(aio.Context) { fired <- struct{}{} }) // would block here for ever
		aio.Recv(co, fired)
	})
}

func TestTimerStop(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		tm := aio.After(co, time.Hour, func(aio.Context) { t.Error("a stopped timer ran") })
		want(t, "Stop", tm.Stop(), true)
		want(t, "second Stop", tm.Stop(), false)

		ran := make(chan struct{}, 2)
		tm = aio.After(co, 1, func(aio.Context) { ran <- struct{}{} })
		aio.Recv(co, ran)
		want(t, "Stop after it ran", tm.Stop(), false)
		want(t, "Reset after it ran", tm.Reset(1), false)
		aio.Recv(co, ran)
		tm.Reset(time.Hour)
		want(t, "Reset while it waits", tm.Reset(1), true)
		aio.Recv(co, ran)
	})
}

// Given several goroutines that move a timer at the same time, then one of them counts: nothing is left after Stop.
func TestTimerResetByMany(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 100 {
			tm := aio.After(co, time.Hour, func(aio.Context) { t.Error("a stopped timer ran") })
			begin := make(chan struct{})
			var wg sync.WaitGroup
			for range 4 {
				wg.Add(1)
				go func() {
					defer wg.Done()
					<-begin
					tm.Reset(time.Hour)
				}()
			}
			close(begin)
			aio.Call(co, wg.Wait)
			want(t, "Stop", tm.Stop(), true)
			want(t, "timers that are left", waitsForTimer(co), 0)
		}
	})
}

// waitsForTimer returns how many tasks of the loop of co wait for a timer.
func waitsForTimer(co aio.Context) (n int) {
	for _, task := range aio.LoopTasks(co) {
		if task.Waits == "a timer" {
			n++
		}
	}
	return n
}

// Given a timer whose time has come but that has not had its turn, then Stop still keeps it from running.
func TestStopOfADueTimer(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		tm := aio.After(co, -1, func(aio.Context) { t.Error("a stopped timer ran") })
		aio.Spawn(co, func(aio.Context) { want(t, "Stop", tm.Stop(), true) })
		for range 4 {
			aio.Yield(co)
		}
	})
}

// Given co cancelled, then its timers never run and leave nothing; a new one never runs either.
func TestTimerEndsWithItsContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		sub, cancel := aio.WithCancel(co)
		tm := aio.After(sub, time.Hour, func(aio.Context) { t.Error("the timer ran") })
		cancel()
		want(t, "Reset", tm.Reset(0), false)
		late := aio.After(sub, 0, func(aio.Context) { t.Error("the late timer ran") })
		for range 3 {
			aio.Yield(co)
		}
		want(t, "Reset of the late one", late.Reset(0), false)
	})
}

// Given timers of tasks that have ended, then they are part of what those started: they run, unless the Run ends first.
func TestTimerOutlivesItsTask(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		ran := make(chan error, 1)
		wantErr(t, "Run", run(func(co aio.Context) error {
			_, _ = aio.Go(co, func(co aio.Context) (int, error) {
				aio.After(co, 1000, func(co aio.Context) { ran <- co.Err() })
				aio.After(co, time.Hour, func(aio.Context) { t.Error("a timer ran after its Run") })
				return 0, nil
			}).Await(co)
			wantErr(t, "its Context", aio.Recv(co, ran), nil)
			return nil
		}), nil)
	})
}

// Given a timer whose task and all that it started have ended, then Reset changes nothing.
func TestResetAfterItsTaskEnded(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ran := make(chan struct{}, 2)
		tm, err := aio.Go(co, func(co aio.Context) (*aio.Timer, error) {
			tm := aio.After(co, 0, func(aio.Context) { ran <- struct{}{} })
			aio.Recv(co, ran)
			want(t, "Reset while the task lives", tm.Reset(time.Hour), false)
			want(t, "Stop", tm.Stop(), true)
			return tm, nil
		}).Await(co)
		wantErr(t, "Await", err, nil)
		for len(aio.LoopTasks(co)) > 1 {
			aio.Yield(co)
		}
		want(t, "Reset", tm.Reset(0), false)
		want(t, "Stop", tm.Stop(), false)
		want(t, "runs", len(ran), 0)
	})
}

// Given a timer function that runs when main returns, then Run waits for it.
func TestRunWaitsForATimerThatRunsRule076(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		ended := false
		wantErr(t, "Run", run(func(co aio.Context) error {
			begun := make(chan struct{})
			aio.After(co, 0, func(co aio.Context) { close(begun); _, _ = untilCancelled(co); ended = true })
			aio.Recv(co, begun)
			return nil
		}), nil)
		want(t, "the function ended", ended, true)
	})
}

// Given a pending timer, then a sealed Run is not in a deadlock; without it it is.
func TestTimerIsNoDeadlock(t *testing.T) {
	for _, p := range policies {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			var e aio.Event
			aio.After(co, 1000, func(aio.Context) { e.Set() })
			if err := e.Wait(co); err != nil {
				return err
			}
			e.Clear()
			aio.After(co, time.Hour, func(aio.Context) { e.Set() }).Stop()
			return e.Wait(co)
		}, aio.WithPolicy(p), aio.Sealed())
		wantErr(t, p.String(), err, aio.ErrDeadlock)
	}
}

// Given many timers that were cancelled, then nothing of them is left.
func TestManyCancelledTimersRule039(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		before := runtime.NumGoroutine()
		scope, cancel := aio.WithCancel(co)
		for i := range 2000 {
			tm := aio.After(scope, time.Hour, func(aio.Context) { t.Error("it ran") })
			if i%2 == 0 {
				tm.Stop()
			}
		}
		want(t, "timers in the list of tasks", len(aio.LoopTasks(co)), 1001)
		cancel()
		for len(aio.LoopTasks(co)) > 1 { // a context tells it to goroutines of its own
			aio.Yield(co)
			runtime.Gosched()
		}
		for runtime.NumGoroutine() > before {
			runtime.Gosched()
		}
	})
}

// Given a timer, then the list of tasks tells what it waits for.
func TestTimerInTheListOfTasks(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		tm := aio.After(co, time.Hour, func(aio.Context) {})
		tasks := aio.LoopTasks(co)
		want(t, "number of tasks", len(tasks), 2)
		want(t, "what it waits for", tasks[1].Waits, "a timer")
		tm.Stop()
		want(t, "number of tasks after Stop", len(aio.LoopTasks(co)), 1)
	})
}

func TestTimersUnderRace(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var wg aio.WaitGroup
		for range 20 {
			wg.Go(co, func(co aio.Context) {
				scope, cancel := aio.WithCancel(co)
				ran := make(chan struct{}, 100)
				tm := aio.After(scope, 0, func(aio.Context) { ran <- struct{}{} })
				var inner aio.WaitGroup
				inner.Go(co, func(co aio.Context) { tm.Reset(1) })
				inner.Go(co, func(co aio.Context) { tm.Stop() })
				inner.Go(co, func(co aio.Context) { tm.Reset(-1) })
				inner.Go(co, func(co aio.Context) { cancel() })
				inner.Wait(co)
				cancel()
			})
		}
		wg.Wait(co)
	})
}
