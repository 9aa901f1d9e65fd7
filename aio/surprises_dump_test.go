package aio_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given a task whose future nobody keeps, when memory is collected, then the task is still there, and runs to its end.
// (Asyncio holds tasks weakly: there it may vanish.)
func TestTaskWithoutAnOwnerStaysRule346(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		gate, ended := make(chan struct{}), make(chan struct{})
		aio.Go(co, func(co aio.Context) (int, error) {
			aio.SetName(co, "unowned")
			aio.Recv(co, gate)
			close(ended)
			return 0, nil
		})
		for !strings.Contains(dumpOf(co), "unowned") {
			aio.Yield(co)
		}
		runtime.GC()
		runtime.GC()
		if text := dumpOf(co); !strings.Contains(text, "unowned") {
			t.Errorf("the task is not in the dump:\n%s", text)
		}
		close(gate)
		aio.Recv(co, ended)
	})
}

// Given tasks that wait for each other in a ring, when dumped, then the dump ends, and shows the ring.
func TestDumpOfARingRule347(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var a, b aio.Mutex
		lock := func(first, second *aio.Mutex) {
			aio.Spawn(co, func(co aio.Context) {
				first.Lock(co)
				aio.Yield(co)
				if second.LockContext(co) == nil {
					second.Unlock()
				}
				first.Unlock()
			})
		}
		scope, cancel := aio.WithCancelCause(co)
		co = scope
		lock(&a, &b)
		lock(&b, &a)
		aio.Yield(co)
		aio.Yield(co)
		want(t, "dump", dumpOf(co), `loop 1, serial, 3 tasks
  task 1 (running)
    task 2 waits for a Mutex that task 3 holds, awaited by task 3
    task 3 waits for a Mutex that task 2 holds, awaited by task 2
`)
		cancel(errBoom)
	})
}

// Given a task that has ended, then no dump shows it, however long its future is kept.
func TestEndedTaskIsNotShownRule348(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f := aio.GoValue(co, func(co aio.Context) int { aio.SetName(co, "ended"); return 7 })
		f.Value(co)
		for len(aio.LoopTasks(co)) > 1 {
			aio.Yield(co)
		}
		if text := dumpOf(co); strings.Contains(text, "ended") {
			t.Errorf("the task is in the dump:\n%s", text)
		}
		want(t, "value", f.Value(co), 7)
	})
}

// Given a Run inside a task of the same loop, then the dump does not show a second task for it: it is the same one.
func TestNestedRunIsOneTaskRule349(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		err := aio.Run(co, func(co aio.Context) error {
			want(t, "dump", dumpOf(co), "loop 1, serial, 1 task\n  task 1 (running)\n")
			return nil
		})
		wantErr(t, "Run", err, nil)
	})
}
