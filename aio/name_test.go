package aio_test

import (
	"bytes"
	"context"
	"regexp"
	"runtime/pprof"
	"runtime/trace"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

var labelLine = regexp.MustCompile(`# labels: (.*)`)

// ownLabels returns the profiler labels of the calling goroutine, as the goroutine profile shows them.
func ownLabels(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&b, 1); err != nil {
		t.Fatal(err)
	}
	for _, record := range strings.Split(b.String(), "\n\n") {
		if !strings.Contains(record, "aio_test.ownLabels+") {
			continue
		}
		if m := labelLine.FindStringSubmatch(record); m != nil {
			return m[1]
		}
		return ""
	}
	t.Error("the goroutine is not in the profile")
	return ""
}

// Given a task that was named, when the goroutines are profiled, then its goroutine has the name as a label; a task that it
// starts has not, and a plain goroutine that it starts has.
func TestNameIsAProfilerLabelRule330(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		want(t, "labels before", ownLabels(t), "")
		aio.SetName(co, "fetcher")
		want(t, "labels", ownLabels(t), `{"aio_task":"fetcher"}`)
		child := aio.GoValue(co, func(co aio.Context) string { return ownLabels(t) })
		want(t, "labels of a child", child.Value(co), "")
		_, err := aio.Go(co, func(co aio.Context) (int, error) {
			want(t, "labels of a child of Go", ownLabels(t), "")
			aio.SetName(co, "child")
			want(t, "labels of the named child", ownLabels(t), `{"aio_task":"child"}`)
			return 0, nil
		}).Await(co)
		wantErr(t, "Await", err, nil)
		plain := make(chan string, 1)
		go func() { plain <- ownLabels(t) }()
		want(t, "labels of a plain goroutine", aio.Recv(co, plain), `{"aio_task":"fetcher"}`)
		aio.SetName(co, "")
		want(t, "labels without a name", ownLabels(t), "")
	})
}

// Given labels of the program's own, when a task is named inside or around pprof.Do, then both are there, and the tasks that
// it starts have those of the program only.
func TestNameKeepsOtherLabelsRule331(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		_, err := aio.Go(co, func(co aio.Context) (int, error) {
			pprof.Do(co, pprof.Labels("request", "7"), func(ctx context.Context) {
				co := aio.With(co, ctx)
				child := aio.GoValue(co, func(co aio.Context) string { return ownLabels(t) })
				want(t, "labels of a child", child.Value(co), `{"request":"7"}`)
			})
			aio.SetName(co, "outer")
			pprof.Do(co, pprof.Labels("request", "8"), func(ctx context.Context) {
				want(t, "labels inside Do", ownLabels(t), `{"aio_task":"outer", "request":"8"}`)
				co := aio.With(co, ctx)
				child := aio.GoValue(co, func(co aio.Context) string {
					pprof.Do(co, pprof.Labels("step", "1"), func(context.Context) {
						want(t, "labels inside Do of a child", ownLabels(t), `{"request":"8", "step":"1"}`)
					})
					return ownLabels(t)
				})
				want(t, "labels of a child", child.Value(co), `{"request":"8"}`)
				aio.SetName(co, "inner")
				want(t, "labels after the second name", ownLabels(t), `{"aio_task":"inner", "request":"8"}`)
			})
			want(t, "labels after Do", ownLabels(t), `{"aio_task":"inner"}`)
			return 0, nil
		}).Await(co)
		wantErr(t, "Await", err, nil)
	})
}

// Given a goroutine that is a task for a while, when it is none any more, then it does not keep the name.
func TestNameEndsWithTheVisitRule332(t *testing.T) {
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			err := aio.Run(context.Background(), func(co aio.Context) error {
				want(t, "labels in Run", ownLabels(t), `{"aio_task":"main"}`)
				who, _ := aio.TaskOf(co)
				want(t, "name", who.Name, "main")
				return nil
			}, aio.WithPolicy(p), aio.WithName("main"))
			wantErr(t, "Run", err, nil)
			want(t, "labels after Run", ownLabels(t), "")
			pprof.Do(context.Background(), pprof.Labels("request", "9"), func(ctx context.Context) {
				co, leave := aio.Enter(ctx)
				aio.SetName(co, "visitor")
				want(t, "labels in the visit", ownLabels(t), `{"aio_task":"visitor", "request":"9"}`)
				leave()
				want(t, "labels after the visit", ownLabels(t), `{"request":"9"}`)
			})
		})
	}
}

// A task below an Enter that was given no context at all can start, and have a name.
func TestNameWithoutAContext(t *testing.T) {
	//lint:ignore SA1012 a nil context is what the test is about
	co, leave := aio.Enter(nil)
	defer leave()
	aio.SetName(co, "none")
	want(t, "labels", ownLabels(t), `{"aio_task":"none"}`)
	want(t, "labels of a child", aio.GoValue(co, func(co aio.Context) string { return ownLabels(t) }).Value(co), "")
}

// traceOf returns the bytes of a trace that was on while body ran.
func traceOf(t *testing.T, body func()) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := trace.Start(&b); err != nil {
		t.Skipf("tracing is on already: %v", err)
	}
	body()
	trace.Stop()
	return b.Bytes()
}

func traceFetch(co aio.Context, ch chan int) {
	aio.SetName(co, "traced fetcher")
	aio.Recv(co, ch)
}

func traceUnnamed(co aio.Context) int { return 1 }

// Given tracing, when tasks run, then the trace has a task of the name, or of the function, of each, and regions of their
// waits.
func TestTasksAreInTheTraceRule333(t *testing.T) {
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			data := traceOf(t, func() { runTraced(t, p) })
			words := []string{"traced main", "traced fetcher", "aio_test.traceUnnamed",
				"wait for the result of a task", "wait for the result of traced slow", "wait for a Mutex"}
			if p == aio.Serial {
				words = append(words, "wait for a receive", "wait for a sleep")
			}
			for _, word := range words {
				if !bytes.Contains(data, []byte(word)) {
					t.Errorf("%q is not in the trace", word)
				}
			}
		})
	}
}

// runTraced runs tasks that wait for each other in several ways.
func runTraced(t *testing.T, p aio.Policy) {
	t.Helper()
	err := aio.Run(context.Background(), func(co aio.Context) error {
		ch := make(chan int)
		aio.Spawn(co, func(co aio.Context) { traceFetch(co, ch) })
		var m aio.Mutex
		m.Lock(co)
		locked := aio.GoValue(co, func(co aio.Context) int { m.Lock(co); m.Unlock(); return 0 })
		for len(waiters(co)) == 0 {
			aio.Yield(co)
		}
		m.Unlock()
		locked.Value(co)
		aio.GoValue(co, traceUnnamed).Value(co)
		slow, release := aio.NewFuture[int]()
		f := aio.GoValue(co, func(co aio.Context) int {
			aio.SetName(co, "traced slow")
			return slow.Value(co)
		})
		for len(waiters(co)) < 1 {
			aio.Yield(co)
		}
		second := aio.GoValue(co, func(co aio.Context) int { return f.Value(co) })
		for len(waiters(co)) < 2 {
			aio.Yield(co)
		}
		wantErr(t, "Resolve", release.Resolve(1), nil)
		second.Value(co)
		gate, open := aio.NewFuture[int]()
		g := aio.GoValue(co, func(co aio.Context) int { aio.Sleep(co, 1); return gate.Value(co) })
		for len(waiters(co)) < 1 {
			aio.Yield(co)
		}
		aio.Spawn(co, func(co aio.Context) { g.Value(co) })
		for len(waiters(co)) < 2 {
			aio.Yield(co)
		}
		wantErr(t, "Resolve", open.Resolve(1), nil)
		g.Value(co)
		aio.Send(co, ch, 1)
		return nil
	}, aio.WithPolicy(p), aio.WithName("traced main"))
	wantErr(t, "Run", err, nil)
}

// waiters returns the tasks of the loop of co that wait inside the package.
func waiters(co aio.Context) []aio.TaskInfo {
	var all []aio.TaskInfo
	for _, task := range aio.LoopTasks(co) {
		if task.State == aio.TaskWaiting {
			all = append(all, task)
		}
	}
	return all
}

// Given tracing that begins and ends amid the life of a task, then nothing breaks, and the task is in the trace from then on.
func TestTracingBeginsAmidATaskRule334(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		aio.SetName(co, "long-lived")
		var m aio.Mutex
		wait := func() {
			m.Lock(co)
			f := aio.GoValue(co, func(co aio.Context) int { m.Lock(co); m.Unlock(); return 0 })
			aio.Yield(co)
			m.Unlock()
			f.Value(co)
		}
		wait()
		data := traceOf(t, func() {
			for range 20 { // under Goroutines a child may be fast enough to make the wait unnecessary
				wait()
			}
		})
		wait()
		if !bytes.Contains(data, []byte("long-lived")) {
			t.Error("the task is not in the trace")
		}
	})
}
