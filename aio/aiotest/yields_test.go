package aiotest_test

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiotest"
)

// Given a call that gives the turn away, or would under another seed, then it yields, also when it did not wait.
func TestAssertYieldsRule268(t *testing.T) {
	aiotest.Run(t, func(co aio.Context) {
		full := make(chan int, 1)
		var m aio.Mutex
		q := aio.NewQueue[int](1)
		done := aio.GoValue(co, func(aio.Context) int { return 1 })
		var wg aio.WaitGroup
		for name, fn := range map[string]func(co aio.Context){
			"Yield":               aio.Yield,
			"Send with room":      func(co aio.Context) { aio.Send(co, full, 1) },
			"Recv that is ready":  func(co aio.Context) { full <- 1; aio.Recv(co, full) },
			"Lock that is free":   func(co aio.Context) { m.Lock(co); m.Unlock() },
			"Put with room":       func(co aio.Context) { _ = q.Put(co, 1); q.TryGet() },
			"Sleep":               func(co aio.Context) { aio.Sleep(co, 1) },
			"Sleep of no time":    func(co aio.Context) { aio.Sleep(co, 0) },
			"Call":                func(co aio.Context) { aio.Call(co, func() {}) },
			"Select that can go":  func(co aio.Context) { full <- 1; aio.Select(co, aio.OnRecv(full)) },
			"await of a task":     func(co aio.Context) { aio.GoValue(co, func(aio.Context) int { return 1 }).Value(co) },
			"WaitGroup with work": func(co aio.Context) { wg.Go(co, func(aio.Context) {}); wg.Wait(co) },
			"nested":              func(co aio.Context) { aiotest.AssertYields(t, co, aio.Yield) },
		} {
			t.Log(name)
			for len(full) > 0 {
				<-full
			}
			aiotest.AssertYields(t, co, fn)
		}
		done.Value(co)
	})
}

// Given a call that no seed lets others run in, then it does not yield: plain code, starting tasks, giving locks back, and
// awaiting what is completed. What other tasks do does not count.
func TestAssertNoYieldRule268(t *testing.T) {
	aiotest.Explore(t, 20, func(t *testing.T, co aio.Context) {
		done := aio.GoValue(co, func(aio.Context) int { return 1 })
		aiotest.Wait(co)
		var m aio.Mutex
		m.Lock(co)
		busy := aio.GoValue(co, func(co aio.Context) int {
			for range 10 {
				aio.Yield(co)
			}
			return 1
		})
		var wg aio.WaitGroup
		full := make(chan int, 1)
		aiotest.AssertNoYield(t, co, func(co aio.Context) {
			want(t, "value", done.Value(co), 1)
			_, _ = done.Await(co)
			m.Unlock()
			want(t, "locked", m.TryLock(), true)
			wg.Go(co, func(co aio.Context) { aio.Yield(co) })
			full <- 1
			<-full
		})
		wg.Wait(co)
		busy.Value(co)
	})
}

// Given a Context of another kind, then the assertions say so.
func TestAssertOutside(t *testing.T) {
	for _, assert := range []func(testing.TB, aio.Context, func(aio.Context)){aiotest.AssertYields, aiotest.AssertNoYield} {
		v := &fatal{}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			co, leave := aio.Enter(context.Background())
			defer leave()
			assert(v, co, func(aio.Context) { t.Error("called") })
		}()
		<-ended
		want(t, "Fatal was called", v.called, true)
	}
}

// fatal stands in for a test that ends by Fatal.
type fatal struct {
	testing.TB
	called bool
}

func (f *fatal) Helper() {}

func (f *fatal) Fatal(...any) {
	f.called = true
	runtime.Goexit()
}

// Given both policies, then fn runs under each, and assertions about marks hold under Serial.
func TestBothRule269(t *testing.T) {
	var runs atomic.Int32
	aiotest.Both(t, func(t *testing.T, co aio.Context) {
		runs.Add(1)
		f := aio.GoValue(co, func(co aio.Context) int { aio.Sleep(co, 1); return 1 })
		aiotest.AssertYields(t, co, func(co aio.Context) { f.Value(co) })
		aiotest.AssertNoYield(t, co, func(co aio.Context) { f.Value(co) })
		ended := 0
		var wg aio.WaitGroup
		wg.Go(co, func(co aio.Context) { ended++ })
		aiotest.Wait(co)
		want(t, "tasks that ended while waiting", ended, 1)
		wg.Wait(co)
	})
	want(t, "runs", runs.Load(), 2)
}
