package aio_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// debugged runs body under each policy in debug mode.
func debugged(t *testing.T, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			err := aio.Run(context.Background(), func(co aio.Context) error {
				body(t, co)
				return nil
			}, aio.WithPolicy(p), aio.WithDebug(), aio.WithName("main"))
			wantErr(t, "Run", err, nil)
		})
	}
}

// panicText returns what fn panics with, or "".
func panicText(fn func()) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint(r)
		}
	}()
	fn()
	return ""
}

// waitingMarks are marks that have to wait, each on things of its own.
func waitingMarks(co aio.Context) map[string]func(co aio.Context) {
	var m aio.Mutex
	m.Lock(co)
	never, _ := aio.NewFuture[int]()
	var wg aio.WaitGroup
	wg.Add(1)
	ch := make(chan int)
	return map[string]func(co aio.Context){
		"Recv":        func(co aio.Context) { aio.Recv(co, ch) },
		"RecvContext": func(co aio.Context) { _, _, _ = aio.RecvContext(co, ch) },
		"Send":        func(co aio.Context) { aio.Send(co, ch, 1) },
		"Select":      func(co aio.Context) { aio.Select(co, aio.OnRecv(ch)) },
		"Sleep":       func(co aio.Context) { aio.Sleep(co, time.Hour) },
		"Call":        func(co aio.Context) { aio.Call(co, func() {}) },
		"Yield":       func(co aio.Context) { aio.Yield(co) },
		"Lock":        func(co aio.Context) { m.Lock(co) },
		"Value":       func(co aio.Context) { never.Value(co) },
		"Await":       func(co aio.Context) { _, _ = never.Await(co) },
		"Wait":        func(co aio.Context) { wg.Wait(co) },
		"GoValue":     func(co aio.Context) { aio.GoValue(co, func(aio.Context) int { return 0 }) },
		"Spawn":       func(co aio.Context) { aio.Spawn(co, func(aio.Context) {}) },
	}
}

// Given debug mode, when a plain goroutine uses the Context of a task, then each mark that has to wait panics, and names the
// task and the goroutine.
func TestForeignGoroutineRule078(t *testing.T) {
	debugged(t, func(t *testing.T, co aio.Context) {
		for name, mark := range waitingMarks(co) {
			text := make(chan string)
			go func() { text <- panicText(func() { mark(co) }) }()
			got := <-text
			pattern := `not its task: task 1 main created at \S+withdebug_test.go:\d+ is used by goroutine \d+, which is no task`
			if !regexp.MustCompile(pattern).MatchString(got) {
				t.Errorf("%s: panic is %q", name, got)
			}
		}
	})
}

// Given debug mode, when a task uses the Context of another task, then the panic names both.
func TestContextOfAnotherTaskRule078(t *testing.T) {
	debugged(t, func(t *testing.T, co aio.Context) {
		text := aio.GoValue(co, func(mine aio.Context) string {
			aio.SetName(mine, "thief")
			return panicText(func() { aio.Spawn(co, func(aio.Context) {}) })
		}).Value(co)
		pattern := `task 1 main created at \S+ is used by goroutine \d+, which is task 2 thief created at \S+withdebug_test.go:\d+`
		if !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("panic is %q", text)
		}
	})
}

// Given debug mode, when the Context of a task that has ended is used, then a mark that has to wait panics.
func TestContextOfAnEndedTaskRule340(t *testing.T) {
	debugged(t, func(t *testing.T, co aio.Context) {
		kept, leave := aio.Enter(context.WithValue(co, key{}, 1))
		visitor, _ := aio.TaskOf(kept)
		main, _ := aio.TaskOf(co)
		leave()
		if visitor.ID == main.ID {
			return // under Serial the visitor is the task that has its turn
		}
		for name, mark := range waitingMarks(co) {
			if name == "Yield" || name == "Spawn" || name == "GoValue" {
				continue // they do not wait
			}
			if text := panicText(func() { mark(kept) }); !strings.Contains(text, "after its task ended: task 2 ") {
				t.Errorf("%s: panic is %q", name, text)
			}
		}
	})
}

type key struct{}

// Given debug mode, then the right use of everything works as without it.
func TestRightUseInDebugMode(t *testing.T) {
	debugged(t, func(t *testing.T, co aio.Context) {
		ch := make(chan int)
		var m aio.Mutex
		f := aio.GoValue(co, func(co aio.Context) int {
			m.Lock(co)
			defer m.Unlock()
			aio.Call(co, func() { runtime.Gosched() })
			aio.Sleep(co, 1)
			return aio.Recv(co, ch)
		})
		aio.Send(co, ch, 7)
		want(t, "value", f.Value(co), 7)
		m.Lock(co)
		m.Unlock()
		aio.Call(co, func() { aio.Call(co, func() { aio.Sleep(co, 1) }) })
		scope, cancel := aio.WithCancelCause(co)
		cancel(errBoom)
		_, _, err := aio.RecvContext(scope, make(chan int))
		wantErr(t, "RecvContext", err, errBoom)
	})
}

// Given a task, when it is described, then it says which function it runs, and in debug mode which call created it.
func TestOriginOfATaskRule341(t *testing.T) {
	body := func(co aio.Context) int {
		me, _ := aio.TaskOf(co)
		_, line, _ := strings.Cut(me.Created, "withdebug_test.go:")
		var n int
		_, _ = fmt.Sscan(line, &n)
		return n
	}
	_, _, bodyLine, _ := runtime.Caller(0)
	bodyLine -= 7
	both(t, func(t *testing.T, co aio.Context) {
		want(t, "line without debug mode", aio.GoValue(co, body).Value(co), bodyLine)
	})
	debugged(t, func(t *testing.T, co aio.Context) {
		_, _, here, _ := runtime.Caller(0)
		want(t, "line in debug mode", aio.GoValue(co, body).Value(co), here+1)
		var wg aio.WaitGroup
		_, _, here, _ = runtime.Caller(0)
		wg.Go(co, func(co aio.Context) { want(t, "line of WaitGroup.Go", body(co), here+1) })
		wg.Wait(co)
		g, sub := aio.NewGroup(co)
		_, _, here, _ = runtime.Caller(0)
		g.Go(sub, func(co aio.Context) error { want(t, "line of Group.Go", body(co), here+1); return nil })
		wantErr(t, "Wait", g.Wait(co), nil)
		aio.Spawn(co, func(co aio.Context) {})
		f := aio.Go(co, func(co aio.Context) (int, error) { return body(co), nil })
		_, _, here, _ = runtime.Caller(0)
		n, _ := f.Await(co)
		want(t, "line of Go", n, here-1)
	})
}

// Given debug mode, when Run returns the error of a task that nobody looked at, then it says which task.
func TestUnseenErrorSaysItsTaskRule342(t *testing.T) {
	for _, p := range policies {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			aio.Go(co, func(co aio.Context) (int, error) {
				aio.SetName(co, "loser")
				return 0, errBoom
			})
			for len(aio.LoopTasks(co)) > 1 {
				aio.Yield(co)
			}
			return nil
		}, aio.WithPolicy(p), aio.WithDebug())
		wantErr(t, "Run", err, errBoom)
		var unseen *aio.UnseenError
		if !errors.As(err, &unseen) {
			t.Fatalf("%v: error is %v, want an UnseenError", p, err)
		}
		want(t, "name", unseen.Task.Name, "loser")
		if !strings.Contains(err.Error(), "nobody looked at the error of task 2 loser created at ") {
			t.Errorf("%v: message is %q", p, err)
		}
	}
}

// Debug mode ends with the Run that asked for it, also when the loop goes on.
func TestDebugModeEndsWithItsRun(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		err := aio.Run(co, func(co aio.Context) error { return nil }, aio.WithDebug())
		wantErr(t, "Run", err, nil)
		f := aio.Go(co, func(co aio.Context) (int, error) { return 0, errBoom })
		_, err = f.Await(co)
		want(t, "error", err, error(errBoom))
		text := make(chan string, 1)
		go func() { text <- panicText(func() { aio.Spawn(co, func(aio.Context) {}) }) }()
		want(t, "panic", aio.Recv(co, text), "")
	})
}

// In debug mode a dump tells, if asked, how long tasks have been waiting and where they are, under both policies.
func TestDumpInDebugModeRule089(t *testing.T) {
	debugged(t, func(t *testing.T, co aio.Context) {
		ch := make(chan int)
		f := aio.GoValue(co, func(co aio.Context) int { return deepInside(co, ch) })
		var task aio.TaskInfo
		for task.State != aio.TaskOutside || task.For == 0 {
			aio.Yield(co)
			task = aio.LoopTasks(co, aio.WithDurations(), aio.WithStacks())[1]
		}
		want(t, "waits", task.Waits, "a receive")
		want(t, "stack", strings.Contains(task.Stack, "aio_test.deepInside"), true)
		want(t, "goroutine", strings.HasPrefix(task.Stack, fmt.Sprintf("goroutine %d ", task.Goroutine)), true)
		var b strings.Builder
		aio.DumpLoop(&b, co, aio.WithStacks())
		want(t, "stack in text", strings.Contains(b.String(), "      | goroutine "), true)
		quiet := aio.LoopTasks(co)[1]
		want(t, "stack that nobody asked for", quiet.Stack, "")
		want(t, "goroutine that nobody asked for", quiet.Goroutine, 0)
		want(t, "duration that nobody asked for", quiet.For, 0)
		aio.Send(co, ch, 1)
		f.Value(co)
	})
}

func deepInside(co aio.Context, ch chan int) int { return aio.Recv(co, ch) }

// AIO_DEBUG=1 turns debug mode on for a whole program.
func TestDebugVariable(t *testing.T) {
	if os.Getenv("AIO_TEST_DEBUG") != "" {
		useAbroad(t)
		return
	}
	for env, want := range map[string]bool{"": false, "0": false, "1": true} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestDebugVariable$", "-test.v")
		cmd.Env = append(os.Environ(), "AIO_DEBUG="+env, "AIO_TEST_DEBUG=yes")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("AIO_DEBUG=%q: %v\n%s", env, err, out)
		}
		if got := strings.Contains(string(out), "noticed"); got != want {
			t.Errorf("AIO_DEBUG=%q: noticed is %v, want %v\n%s", env, got, want, out)
		}
	}
}

// useAbroad uses the Context of a task of the loop of the process on a plain goroutine.
func useAbroad(t *testing.T) {
	co, leave := aio.Enter(context.Background())
	defer leave()
	text := make(chan string)
	go func() { text <- panicText(func() { aio.Spawn(co, func(aio.Context) {}) }) }()
	if strings.Contains(<-text, "not its task") {
		t.Log("noticed")
	}
}
