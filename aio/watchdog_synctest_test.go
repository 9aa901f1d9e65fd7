//go:build go1.25

package aio_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// watched runs body in a serial loop of a bubble with a limit of 100 ms, and returns what was reported. Only time in which
// everybody sleeps passes there: time.Sleep stands for work.
func watched(t *testing.T, body func(co aio.Context)) (reports []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		err := aio.Run(t.Context(), func(co aio.Context) error {
			body(co)
			return nil
		}, aio.WithPolicy(aio.Serial), aio.WithName("main"), aio.WithWatchdog(0, func(s aio.SlowStep) {
			reports = append(reports, fmt.Sprintf("%s %v", s.Task.Name, s.For))
		}))
		wantErr(t, "Run", err, nil)
	})
	return reports
}

// Given steps below, at and far above the limit, then each slow one is reported once, and when the limit is reached.
func TestLimitOfSlowStepsRule087(t *testing.T) {
	got := watched(t, func(co aio.Context) {
		work := func(name string, d time.Duration) {
			aio.GoValue(co, func(co aio.Context) int {
				aio.SetName(co, name)
				time.Sleep(d)
				return 0
			}).Value(co)
		}
		work("quick", 99*time.Millisecond)
		work("even", 101*time.Millisecond)
		work("long", time.Hour)
		time.Sleep(150 * time.Millisecond)
		aio.Yield(co)
	})
	want(t, "reports", strings.Join(got, ", "), "even 100ms, long 100ms, main 100ms")
}

// Given a task that takes long in several steps, when each is short, then nothing is reported; each long one is reported.
func TestEachStepCountsForItselfRule336(t *testing.T) {
	got := watched(t, func(co aio.Context) {
		other := aio.GoValue(co, func(co aio.Context) int {
			for range 10 {
				time.Sleep(10 * time.Millisecond)
				aio.Yield(co)
			}
			return 0
		})
		for range 10 {
			time.Sleep(60 * time.Millisecond)
			aio.Yield(co)
		}
		other.Value(co)
	})
	want(t, "reports", len(got), 0)
	got = watched(t, func(co aio.Context) {
		other := aio.GoValue(co, func(co aio.Context) int { aio.Yield(co); aio.Yield(co); return 0 })
		for range 2 {
			time.Sleep(time.Second)
			aio.Yield(co)
		}
		other.Value(co)
	})
	want(t, "reports", strings.Join(got, ", "), "main 100ms, main 100ms")
}

// Given tasks that sleep, are in a Call, or wait for a channel or for each other, then they are not slow.
func TestWaitingIsNotSlowRule337(t *testing.T) {
	got := watched(t, func(co aio.Context) {
		ch := make(chan int)
		aio.Spawn(co, func(co aio.Context) { aio.Sleep(co, time.Hour); aio.Send(co, ch, 1) })
		aio.Recv(co, ch)
		aio.Call(co, func() { time.Sleep(time.Hour) })
		aio.GoValue(co, func(co aio.Context) int { aio.Sleep(co, time.Hour); return 0 }).Value(co)
		var m aio.Mutex
		m.Lock(co)
		aio.Spawn(co, func(co aio.Context) { m.Lock(co); m.Unlock() })
		aio.Sleep(co, time.Hour)
		m.Unlock()
	})
	want(t, "reports", strings.Join(got, ", "), "")
}

// Given a loop in which nothing happens, then the watchdog sets no timer: the clock of the bubble moves only as far as the
// tasks need.
func TestIdleWatchdogRule338(t *testing.T) {
	watched(t, func(co aio.Context) {
		start := time.Now()
		aio.Sleep(co, time.Second)
		want(t, "time that passed", time.Since(start), time.Second)
	})
}

// Given a watchdog, when the Run that asked for it has ended, then the watch has too, also when the loop goes on.
func TestWatchdogEndsWithItsRunRule339(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var reports int
		err := aio.Run(t.Context(), func(co aio.Context) error {
			time.Sleep(time.Second)
			err := aio.Run(co, func(co aio.Context) error {
				time.Sleep(time.Second)
				return nil
			}, aio.WithWatchdog(time.Millisecond, func(aio.SlowStep) { reports++ }))
			time.Sleep(time.Second)
			synctest.Wait()
			return err
		}, aio.WithPolicy(aio.Serial))
		wantErr(t, "Run", err, nil)
		want(t, "reports", reports, 1)
	})
}

// A report may take its time: what is slow meanwhile is reported after it, and never two steps at once.
func TestSlowReportRule087(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at, most, reports := 0, 0, 0
		err := aio.Run(t.Context(), func(co aio.Context) error {
			other := aio.GoValue(co, func(co aio.Context) int {
				for range 20 {
					aio.Yield(co)
				}
				return 0
			})
			for range 20 {
				time.Sleep(150 * time.Millisecond)
				aio.Yield(co)
			}
			other.Value(co)
			time.Sleep(time.Minute)
			return nil
		}, aio.WithPolicy(aio.Serial), aio.WithWatchdog(100*time.Millisecond, func(aio.SlowStep) {
			at++
			most = max(most, at)
			time.Sleep(400 * time.Millisecond)
			at--
			reports++
		}))
		synctest.Wait()
		wantErr(t, "Run", err, nil)
		want(t, "reports at once", most, 1)
		if reports < 3 || reports > 20 {
			t.Errorf("%d reports of 21 slow steps while a report takes 400 ms", reports)
		}
	})
}

// Given debug mode and nothing else, then steps of 100 ms or more are logged; with a watchdog beside it, its limit holds.
func TestSlowStepsInDebugModeRule078(t *testing.T) {
	var b buffer
	logTo(t, &b)
	slow := func(opts ...aio.Option) {
		synctest.Test(t, func(t *testing.T) {
			err := aio.Run(t.Context(), func(co aio.Context) error {
				time.Sleep(200 * time.Millisecond)
				return nil
			}, append(opts, aio.WithPolicy(aio.Serial), aio.WithName("drowsy"), aio.WithDebug())...)
			wantErr(t, "Run", err, nil)
		})
	}
	slow()
	if text := b.String(); strings.Count(text, "a task does not let others run") != 1 || !strings.Contains(text, "name=drowsy") {
		t.Errorf("log is %q", text)
	}
	before := b.String()
	reports := 0
	slow(aio.WithWatchdog(150*time.Millisecond, func(s aio.SlowStep) {
		want(t, "duration", s.For, 150*time.Millisecond)
		reports++
	}))
	want(t, "reports", reports, 1)
	slow(aio.WithWatchdog(time.Second, func(aio.SlowStep) { t.Error("report below the limit") }))
	want(t, "more in the log", b.String(), before)
}

// Given a task that yields between short steps, when no other task is ready, then it is not slow.
func TestYieldBeginsAStep(t *testing.T) {
	got := watched(t, func(co aio.Context) {
		for range 10 {
			time.Sleep(60 * time.Millisecond)
			aio.Yield(co)
		}
	})
	want(t, "reports", strings.Join(got, ", "), "")
}
