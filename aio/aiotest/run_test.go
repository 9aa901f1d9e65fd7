//go:build go1.25

package aiotest_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiotest"
)

// Given tasks that sleep, then time jumps, as far as the one that wakes first.
func TestVirtualTimeRule088(t *testing.T) {
	aiotest.Run(t, func(co aio.Context) {
		start := time.Now()
		f := aio.GoValue(co, func(co aio.Context) time.Duration { aio.Sleep(co, 24*time.Hour); return time.Since(start) })
		aio.Sleep(co, time.Hour)
		want(t, "time that passed for main", time.Since(start), time.Hour)
		want(t, "time that passed for the task", f.Value(co), 24*time.Hour)
		aio.Call(co, func() { time.Sleep(time.Hour) })
		want(t, "time that passed with the call", time.Since(start), 25*time.Hour)
	})
}

// Given a test that passes, then Run returns, and nothing is left: neither goroutines of its bubble nor its loop.
func TestRunLeavesNothing(t *testing.T) {
	for range 20 {
		aiotest.Run(t, func(co aio.Context) {
			aio.Go(co, func(co aio.Context) (int, error) { return 0, aio.SleepContext(co, time.Hour) })
			aio.Spawn(co, func(co aio.Context) { aio.Yield(co) })
			g, gc := aio.NewGroup(co)
			g.Go(gc, func(co aio.Context) error { aio.Sleep(co, time.Minute); return nil })
			if err := g.Wait(co); err != nil {
				t.Error(err)
			}
		})
	}
	var b strings.Builder
	aio.Dump(&b)
	if strings.Contains(b.String(), " main created") {
		t.Errorf("tasks are left:\n%s", b.String())
	}
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	if strings.Contains(string(stacks), ", synctest bubble ") {
		t.Errorf("goroutines are left:\n%s", stacks)
	}
}

// Given a bubble that is there already, then Run uses it: its clock, its T, and its end.
func TestRunInBubbleRule270(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Minute)
		start := time.Now()
		aiotest.Run(t, func(co aio.Context) { aio.Sleep(co, time.Hour) })
		aiotest.Run(t, func(co aio.Context) { aio.Sleep(co, time.Hour) })
		want(t, "time that passed", time.Since(start), 2*time.Hour)
	})
}

// Given a t that is no *testing.T, then Run works without a bubble.
func TestRunWithoutBubble(t *testing.T) {
	ran := false
	aiotest.Run(struct{ testing.TB }{t}, func(co aio.Context) {
		ch := make(chan int)
		aio.Go(co, func(co aio.Context) (int, error) { aio.Send(co, ch, 7); return 0, nil })
		want(t, "received", aio.Recv(co, ch), 7)
		if time.Now().Year() == 2000 {
			t.Error("the clock is that of a bubble")
		}
		ran = true
	})
	want(t, "ran", ran, true)
}

// Given goroutines that are no tasks, then they belong to the test: Wait lets them come to rest, too.
func TestWaitRule271(t *testing.T) {
	aiotest.Explore(t, 50, func(t *testing.T, co aio.Context) {
		steps := 0
		results := make(chan int, 3)
		go func() { results <- 1; results <- 2 }()
		aio.Spawn(co, func(co aio.Context) {
			for range 5 {
				steps++
				aio.Yield(co)
			}
			aio.Sleep(co, time.Second)
			steps = 100
		})
		start := time.Now()
		aiotest.Wait(co)
		want(t, "steps of the task", steps, 5)
		want(t, "results of the goroutine", len(results), 2)
		want(t, "time that passed", time.Since(start), 0)
		aio.Sleep(co, time.Second)
		aiotest.Wait(co)
		want(t, "steps of the task", steps, 100)
	})
}

// Given two tasks that Wait at the same time, then both go on.
func TestWaitTwice(t *testing.T) {
	aiotest.Run(t, func(co aio.Context) {
		var wg aio.WaitGroup
		for range 3 {
			wg.Go(co, aiotest.Wait)
		}
		aiotest.Wait(co)
		wg.Wait(co)
	})
	defer func() {
		if recover() == nil {
			t.Error("Wait outside a test does not panic")
		}
	}()
	co, leave := aio.Enter(context.Background())
	defer leave()
	aiotest.Wait(co)
}

// Given tests that run in parallel, then each has its own clock, loop and seed.
func TestParallelTestsRule272(t *testing.T) {
	for _, name := range []string{"a", "b", "c"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			aiotest.Explore(t, 50, func(t *testing.T, co aio.Context) {
				start := time.Now()
				var wg aio.WaitGroup
				for i := range 5 {
					wg.Go(co, func(co aio.Context) { aio.Sleep(co, time.Duration(i)*time.Second) })
				}
				wg.Wait(co)
				want(t, "time that passed", time.Since(start), 4*time.Second)
			})
		})
	}
}

// Given a ticker that a task follows until it is told to stop, then time goes on tick by tick and the test ends.
func TestTickerRule273(t *testing.T) {
	aiotest.Explore(t, 20, func(t *testing.T, co aio.Context) {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		stop := make(chan struct{})
		ticks := aio.GoValue(co, func(co aio.Context) (n int) {
			tick, end := aio.OnRecv(ticker.C), aio.OnRecv(stop)
			for aio.Select(co, tick, end) == tick {
				n++
			}
			return n
		})
		aio.Sleep(co, 10*time.Second+1)
		close(stop)
		want(t, "ticks", ticks.Value(co), 10)
	})
}

// Given goroutines that enter the loop of the test, from timers and callbacks of context, then they take turns as tasks do.
func TestEnterRule276(t *testing.T) {
	aiotest.Explore(t, 50, func(t *testing.T, co aio.Context) {
		inside, entered := 0, 0
		step := func(co aio.Context) {
			if inside++; inside != 1 {
				t.Errorf("%d tasks between two marks", inside)
			}
			entered++
			inside--
			aio.Yield(co)
		}
		var wg aio.WaitGroup
		wg.Add(6)
		scope, cancel := aio.WithCancel(co)
		for range 3 {
			time.AfterFunc(time.Second, func() {
				co, leave := aio.Enter(co)
				defer leave()
				step(co)
				wg.Done()
			})
			context.AfterFunc(scope, func() {
				co, leave := aio.Enter(co)
				defer leave()
				step(co)
				wg.Done()
			})
		}
		step(co)
		cancel()
		step(co)
		wg.Wait(co)
		want(t, "entered", entered, 8)
	})
}

// Given a program under test that makes a loop of its own, then it works in the bubble, beside the loop of the test.
func TestNestedRunRule277(t *testing.T) {
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		aiotest.Run(t, func(co aio.Context) {
			start := time.Now()
			err := aio.Run(co, func(co aio.Context) error {
				_, err := aio.Go(co, func(co aio.Context) (int, error) { return 0, aio.SleepContext(co, time.Hour) }).Await(co)
				return err
			}, aio.WithPolicy(p))
			if err != nil {
				t.Error(err)
			}
			want(t, "time that passed", time.Since(start), time.Hour)
		})
	}
}

// BenchmarkSeed is the cost of one seed without its bubble: a loop, three tasks and about fifteen turns.
func BenchmarkSeed(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		aiotest.Run(b, func(co aio.Context) { readLogWrite(b, co, true) })
	}
}
