package aio_test

import (
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given functions posted by a task and by goroutines, then they run on a later turn, one after the other, in order.
func TestPostRule002(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		var got []int
		done := make(chan struct{})
		for i := range 100 {
			loop.Post(func(co aio.Context) {
				aio.Yield(co)
				got = append(got, i) // no lock: one after the other
			})
		}
		loop.Post(func(aio.Context) { close(done) })
		<-done
		want(t, "number of posts", len(got), 100)
		want(t, "they are in order", slices.IsSorted(got), true)
	})
	serially(t, func(t *testing.T, co aio.Context) {
		var n notes
		loop := aio.LoopOf(co)
		loop.Post(n.adds("post 1"))
		aio.Spawn(co, n.adds("task"))
		loop.Post(n.adds("post 2"))
		n.add("main")
		aio.Yield(co)
		n.want(t, "main", "post 1", "task", "post 2")
	})
}

// Given a callback that posts itself for ever, then other ready tasks, timers and I/O still run.
func TestPostForEverRule071(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		loop := aio.LoopOf(co)
		stop := make(chan struct{})
		stopped := make(chan struct{})
		var again func(aio.Context)
		again = func(aio.Context) {
			select {
			case <-stop:
				close(stopped)
			default:
				loop.Post(again)
			}
		}
		loop.Post(again)
		aio.Yield(co)
		aio.Sleep(co, 1000)
		fired := make(chan struct{})
		aio.After(co, 1000, func(aio.Context) { close(fired) })
		aio.Recv(co, fired)
		aio.Recv(co, aio.GoValue(co, func(aio.Context) int { return 1 }).Done())
		close(stop)
		aio.Recv(co, stopped)
	})
}

// Given a posted function that waits, then those behind it wait, and tasks go on.
func TestPostThatWaitsHoldsUpPostsOnly(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var n notes
		loop := aio.LoopOf(co)
		gate := make(chan struct{})
		done := make(chan struct{})
		loop.Post(func(co aio.Context) { aio.Recv(co, gate); n.add("first") })
		loop.Post(func(co aio.Context) { n.add("second"); close(done) })
		aio.GoValue(co, func(co aio.Context) int { aio.Yield(co); n.add("task"); return 0 }).Value(co)
		close(gate)
		aio.Recv(co, done)
		n.want(t, "task", "first", "second")
	})
}

// Given a posted function that calls Goexit, then the next one runs.
func TestPostGoexitRule092(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		loop := aio.LoopOf(co)
		done := make(chan struct{})
		loop.Post(func(aio.Context) { runtime.Goexit() })
		loop.Post(func(aio.Context) { close(done) })
		aio.Recv(co, done)
	})
}

// By default a panic of a posted function ends the process, with its own stack.
func TestPanicOfPostEndsTheProcessRule074(t *testing.T) {
	const variable = "AIO_TEST_POST_CRASH"
	if name := os.Getenv(variable); name != "" {
		p := aio.Goroutines
		if name == "serial" {
			p = aio.Serial
		}
		loop := aio.NewLoop(aio.WithPolicy(p))
		loop.Post(func(aio.Context) { failingStep() })
		<-make(chan int)
	}
	for _, p := range policies {
		cmd := exec.Command(os.Args[0], "-test.run=^TestPanicOfPostEndsTheProcessRule074$")
		cmd.Env = append(os.Environ(), variable+"="+p.String())
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "aio_test.failingStep(") || strings.Contains(string(out), "recovered") {
			t.Errorf("%v: error is %v, output:\n%s", p, err, out)
		}
	}
}
