//go:build go1.25

package aiotest_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiotest"
)

// The tests whose names begin with TestFailing fail. They run in a process of their own only, where other tests look at
// what they print.

var errBoom = errors.New("boom")

func TestFailingReadLogWrite(t *testing.T)  { exploreProgram(t, readLogWrite) }
func TestFailingLostWakeUp(t *testing.T)    { exploreProgram(t, lostWakeUp) }
func TestFailingLockInversion(t *testing.T) { exploreProgram(t, lockInversion) }

func exploreProgram(t *testing.T, program func(testing.TB, aio.Context, bool)) {
	onlyInChild(t)
	aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) { program(t, co, false) })
	t.Log("after Explore")
}

func TestFailingCapturedT(t *testing.T) {
	onlyInChild(t)
	runs := 0
	aiotest.Explore(t, 100, func(_ *testing.T, co aio.Context) {
		if runs++; runs == 7 {
			t.Errorf("failed in run %d", runs)
		}
	})
	t.Logf("%d runs", runs)
}

func TestFailingAll(t *testing.T) {
	onlyInChild(t)
	aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) {
		t.Cleanup(func() { t.Log("cleanup") })
		t.Error("always")
	})
}

func TestFailingFatalInTask(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		aio.GoValue(co, func(co aio.Context) int { t.Fatal("fatal in a task"); return 0 }).Value(co)
		t.Log("main goes on")
		t.Fatal("fatal in main")
	})
	t.Log("after Run")
}

func TestFailingErrorf(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) { t.Error("an error") })
	t.Log("after Run")
}

func TestFailingSkip(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) { t.Skip("not today") })
	t.Log("after Run")
}

func TestFailingGoexit(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) { runtime.Goexit() })
	t.Log("after Run")
}

func TestFailingUnseenError(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		f := aio.Go(co, func(co aio.Context) (int, error) { return 0, errBoom })
		aio.Recv(co, f.Done())
	})
	t.Log("after Run")
}

func TestFailingDeadlock(t *testing.T) {
	onlyInChild(t)
	t.Cleanup(func() { t.Log("cleanup") })
	aiotest.Run(t, func(co aio.Context) {
		never := make(chan int)
		ticker := time.NewTicker(time.Second) // nobody listens
		defer ticker.Stop()
		aio.Go(co, func(co aio.Context) (int, error) {
			aio.SetName(co, "reader")
			defer t.Log("reader is unwound")
			aio.Sleep(co, time.Hour)
			return aio.Recv(co, never), nil
		})
		q := aio.NewQueue[int](0)
		_, _ = q.Get(co)
	})
	t.Log("after Run")
}

func TestFailingStuckCall(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		never := make(chan int)
		aio.Call(co, func() { <-never })
	})
	t.Log("after Run")
}

func TestFailingStuckWithoutMark(t *testing.T) {
	onlyInChild(t)
	aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) {
		never := make(chan int)
		aio.Spawn(co, func(co aio.Context) { aio.Yield(co) })
		<-never
	})
	t.Log("after Explore")
}

// All waits that can be unwound, in one deadlock.
func TestFailingUnwound(t *testing.T) {
	onlyInChild(t)
	t.Cleanup(func() {
		var b strings.Builder
		aio.Dump(&b)
		t.Logf("tasks left: %v", strings.Contains(b.String(), "task "))
	})
	aiotest.Explore(t, 5, func(t *testing.T, co aio.Context) {
		t.Cleanup(func() { t.Log("cleanup in the bubble") })
		never := make(chan int)
		q := aio.NewQueue[int](0)
		f, _ := aio.NewFuture[int]()
		var m aio.Mutex
		c := aio.NewCond(&m)
		var wg aio.WaitGroup
		for name, wait := range map[string]func(co aio.Context) error{
			"Recv":        func(co aio.Context) error { aio.Recv(co, never); return nil },
			"Range":       func(co aio.Context) error { aio.Range(co, never)(func(int) bool { return true }); return nil },
			"RecvContext": func(co aio.Context) error { _, _, err := aio.RecvContext(co, never); return err },
			"Send":        func(co aio.Context) error { aio.Send(co, make(chan int), 1); return nil },
			"SendContext": func(co aio.Context) error { return aio.SendContext(co, make(chan int), 1) },
			"Select":      func(co aio.Context) error { aio.Select(co, aio.OnRecv(never)); return nil },
			"Select of 0": func(co aio.Context) error { aio.Select(co); return nil },
			"Queue":       func(co aio.Context) error { _, err := q.Get(co); return err },
			"Future":      func(co aio.Context) error { _, err := f.Await(co); return err },
			"Value":       func(co aio.Context) error { f.Value(co); return nil },
			"Cond":        func(co aio.Context) error { m.Lock(co); defer m.Unlock(); c.Wait(co); return nil },
		} {
			wg.Go(co, func(co aio.Context) {
				how := "unwound"
				defer func() { t.Logf("%s: %s", name, how) }()
				how = fmt.Sprint("error ", errors.Is(wait(co), aio.ErrDeadlock))
			})
		}
		defer t.Log("main: unwound")
		wg.Wait(co)
		t.Log("main goes on")
	})
}

func TestFailingRing(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		defer t.Log("unwound")
		var m aio.Mutex
		m.Lock(co)
		m.Lock(co)
	})
}

func TestFailingTaskLeft(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		aio.Spawn(co, func(co aio.Context) { aio.SetName(co, "ended"); aio.Yield(co) })
		aio.Spawn(co, func(co aio.Context) { aio.SetName(co, "sleeper"); aio.Sleep(co, time.Hour) })
	})
	t.Log("after Run")
}

func TestFailingGoroutineLeft(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) { go leftGoroutine(make(chan int)) })
}

func leftGoroutine(never chan int) { <-never }

func TestFailingEndless(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		for done := false; !done; {
			aio.Yield(co)
		}
	})
}

func TestFailingPanic(t *testing.T) {
	onlyInChild(t)
	aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) { panic("in main") })
}

func TestFailingPanicInTask(t *testing.T) {
	onlyInChild(t)
	aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) {
		var order []int
		var wg aio.WaitGroup
		for i := range 3 {
			wg.Go(co, func(co aio.Context) {
				aio.Yield(co)
				if order = append(order, i); len(order) == 1 && i == 2 {
					panic("in a task")
				}
			})
		}
		wg.Wait(co)
	})
}

func TestFailingAssertYields(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		aiotest.AssertYields(t, co, func(co aio.Context) {})
		aiotest.AssertNoYield(t, co, func(co aio.Context) { aio.Yield(co) })
	})
}

func TestFailingToRepeat(t *testing.T) {
	onlyInChild(t)
	aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) {
		var wg aio.WaitGroup
		for task := range map[string]bool{"a": true, "b": true, "c": true, "d": true} {
			wg.Go(co, func(co aio.Context) {
				if aio.Yield(co); task == "c" {
					aio.Sleep(co, 1)
				}
			})
		}
		wg.Wait(co)
	})
}

func TestFailingBefore(t *testing.T) {
	onlyInChild(t)
	t.Error("failed before")
	runs := 0
	aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) {
		if runs++; runs == 4 {
			t.Error("failed in Explore")
		}
	})
}

func TestFailingSkipInExplore(t *testing.T) {
	onlyInChild(t)
	runs := 0
	defer func() { t.Logf("%d runs", runs) }()
	aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) {
		if runs++; runs == 4 {
			t.Skip("not today")
		}
	})
}

func TestFailingBoth(t *testing.T) {
	onlyInChild(t)
	aiotest.Both(t, func(t *testing.T, co aio.Context) {
		aio.Recv(co, make(chan int))
	})
}

func TestFailingInBubble(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		aiotest.Explore(t, 1, func(t *testing.T, co aio.Context) {})
	})
}

func TestFailingBothInBubble(t *testing.T) {
	onlyInChild(t)
	aiotest.Run(t, func(co aio.Context) {
		aiotest.Both(t, func(t *testing.T, co aio.Context) {})
	})
}
