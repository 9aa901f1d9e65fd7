package aio

import (
	"context"
	"strings"
	"testing"
)

// In debug mode a mark that is used by a goroutine other than the task of its Context panics.
func TestWrongGoroutineRule094(t *testing.T) {
	debugging = true
	defer func() { debugging = false }()
	for _, p := range []Policy{Goroutines, Serial} {
		err := Run(context.Background(), func(co Context) error {
			f, r := NewFuture[int]()
			message := make(chan any)
			go func() {
				defer func() { message <- recover() }()
				f.Value(co)
			}()
			if text, _ := (<-message).(string); !strings.Contains(text, "not its task") {
				t.Errorf("%v: recovered %q", p, text)
			}
			_ = r.Resolve(1)
			return nil
		}, WithPolicy(p))
		if err != nil {
			t.Error(err)
		}
	}
}

// Under Serial a Context that was kept after the end of its task is noticed at once.
func TestContextAfterItsTask(t *testing.T) {
	var kept Context
	err := Run(context.Background(), func(co Context) error {
		GoValue(co, func(co Context) int { kept = co; return 0 }).Value(co)
		panics(t, "Recv", func() { Recv(kept, make(chan int)) })
		return nil
	}, WithPolicy(Serial))
	if err != nil {
		t.Error(err)
	}
}

// What a task leaves behind does not keep its ancestors in memory, and its context is given up.
func TestTaskIsForgotten(t *testing.T) {
	for _, p := range []Policy{Goroutines, Serial} {
		err := Run(context.Background(), func(co Context) error {
			var first, last Context
			f := Go(co, func(co Context) (int, error) {
				first = co
				_, err := Go(co, func(co Context) (int, error) {
					last = co
					var wg WaitGroup
					wg.Go(co, func(co Context) {})
					wg.Wait(co)
					return 0, SleepContext(co, 1)
				}).Await(co)
				return 0, err
			})
			if _, err := f.Await(co); err != nil {
				t.Error(err)
			}
			Recv(co, first.Done())
			Recv(co, last.Done())
			for otherTasks(co) > 0 { // the last thing that a task does is to leave its loop
				Yield(co)
			}
			var unused Context // nobody has asked for its cancellation before its task ended
			_, _ = Go(co, func(co Context) (int, error) { unused = co; return 0, nil }).Await(co)
			for otherTasks(co) > 0 {
				Yield(co)
			}
			if unused.Err() == nil || context.Cause(unused) != ErrCanceled {
				t.Errorf("%v: the context of an ended task has error %v, cause %v", p, unused.Err(), context.Cause(unused))
			}
			if last.self().t.parent != nil {
				t.Errorf("%v: the task keeps its parent", p)
			}
			return nil
		}, WithPolicy(p))
		if err != nil {
			t.Error(err)
		}
	}
	if len(process.private) != 0 {
		t.Errorf("%d loops are left", len(process.private))
	}
}

// otherTasks returns the number of tasks beside that of co.
func otherTasks(co Context) int {
	l := co.self().t.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.live - 1
}

// The context of a task lives as long as the tasks below it.
func TestContextOutlivesItsTask(t *testing.T) {
	for _, p := range []Policy{Goroutines, Serial} {
		err := Run(context.Background(), func(co Context) error {
			parentEnded := make(chan struct{})
			result := make(chan error)
			f := Go(co, func(co Context) (int, error) {
				co.Done()
				Spawn(co, func(co Context) {
					Recv(co, parentEnded)
					Send(co, result, SleepContext(co, 1))
				})
				return 0, nil
			})
			_, _ = f.Await(co)
			Sleep(co, 1000)
			close(parentEnded)
			if err := Recv(co, result); err != nil {
				t.Errorf("%v: the child was cancelled by the end of its parent: %v", p, err)
			}
			return nil
		}, WithPolicy(p))
		if err != nil {
			t.Error(err)
		}
	}
}
