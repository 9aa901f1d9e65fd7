package aio_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// stuck runs a program that cannot go on, and returns the deadlock.
func stuck(t *testing.T, fn func(co aio.Context) error, opts ...aio.Option) *aio.DeadlockError {
	t.Helper()
	err := aio.Run(context.Background(), fn, opts...)
	wantErr(t, "Run", err, aio.ErrDeadlock)
	var dead *aio.DeadlockError
	if !errors.As(err, &dead) {
		t.Fatalf("Run: %v, want a DeadlockError", err)
	}
	return dead
}

func eachPolicy(t *testing.T, body func(t *testing.T, p aio.Option)) {
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) { body(t, aio.WithPolicy(p)) })
	}
}

func TestRingOfFuturesRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		unwound := 0
		dead := stuck(t, func(co aio.Context) error {
			var a, b *aio.Future[int]
			begin := make(chan struct{})
			a = aio.Go(co, func(co aio.Context) (int, error) {
				aio.SetName(co, "alice")
				aio.Recv(co, begin)
				return b.Await(co)
			})
			b = aio.Go(co, func(co aio.Context) (int, error) {
				aio.SetName(co, "bob")
				defer func() { unwound++ }()
				aio.Recv(co, begin)
				return a.Value(co), nil
			})
			close(begin)
			_, err := a.Await(co)
			return err
		}, p)
		want(t, "tasks that are stuck", len(dead.Tasks), 3)
		want(t, "tasks in the ring", len(dead.Cycle), 2)
		want(t, "deferred calls of the unwound task", unwound, 1)
		text := dead.Error()
		for _, part := range []string{"alice", "bob", "deadlock_test.go:", "task 1 created at", "waits for the result of task 3", "cycle: task"} {
			if !strings.Contains(text, part) {
				t.Errorf("message has no %q:\n%s", part, text)
			}
		}
	})
}

func TestMainUnwindsRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		deferred := false
		dead := stuck(t, func(co aio.Context) error {
			defer func() { deferred = true }()
			var m aio.Mutex
			m.Lock(co)
			m.Lock(co)
			return nil
		}, p)
		want(t, "deferred call ran", deferred, true)
		want(t, "tasks in the ring", len(dead.Cycle), 1)
	})
}

func TestLockOrderRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			var a, b aio.Mutex
			var wg aio.WaitGroup
			haveA, haveB := make(chan struct{}), make(chan struct{})
			wg.Go(co, func(co aio.Context) {
				a.Lock(co)
				defer a.Unlock()
				close(haveA)
				aio.Recv(co, haveB)
				b.Lock(co)
				defer b.Unlock()
			})
			wg.Go(co, func(co aio.Context) {
				b.Lock(co)
				defer b.Unlock()
				close(haveB)
				aio.Recv(co, haveA)
				a.Lock(co)
				defer a.Unlock()
			})
			wg.Wait(co)
			return nil
		}, p)
		want(t, "tasks that are stuck", len(dead.Tasks), 3)
		want(t, "tasks in the ring", len(dead.Cycle), 2)
	})
}

func TestGroupWaitsForItsOwnerRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			var wg aio.WaitGroup
			wg.Go(co, func(co aio.Context) { wg.Wait(co) })
			wg.Wait(co)
			return nil
		}, p)
		want(t, "tasks that are stuck", len(dead.Tasks), 2)
	})
}

// What is left at the end of Run may be stuck too.
func TestStuckAtTheEndRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			var a, b *aio.Future[int]
			begin := make(chan struct{})
			a = aio.GoValue(co, func(co aio.Context) int { aio.Recv(co, begin); return b.Value(co) })
			b = aio.GoValue(co, func(co aio.Context) int { aio.Recv(co, begin); return a.Value(co) })
			close(begin)
			return errBoom
		}, p)
		wantErr(t, "error of main", err, errBoom)
		wantErr(t, "deadlock of the rest", err, aio.ErrDeadlock)
	})
}

// Deferred calls of unwound tasks may get stuck once more.
func TestStuckWhileUnwinding(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		unwound := 0
		dead := stuck(t, func(co aio.Context) error {
			var m aio.Mutex
			m.Lock(co)
			f := aio.GoValue(co, func(co aio.Context) int {
				defer func() { unwound++ }()
				defer m.Lock(co)
				defer m.Lock(co)
				m.Lock(co)
				return 1
			})
			f.Value(co)
			return nil
		}, p)
		want(t, "tasks that are stuck", len(dead.Tasks), 2)
		want(t, "deferred calls", unwound, 1)
	})
}

// One deadlock is one error, although it is the result of several tasks.
func TestDeadlockIsReportedOnce(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			fs := make([]*aio.Future[int], 5)
			begin := make(chan struct{})
			for i := range fs {
				fs[i] = aio.Go(co, func(co aio.Context) (int, error) {
					aio.Recv(co, begin)
					return fs[(i+1)%len(fs)].Await(co)
				})
			}
			close(begin)
			_, err := fs[0].Await(co)
			return err
		}, p)
		want(t, "deadlocks in the message", strings.Count(err.Error(), aio.ErrDeadlock.Error()), 1)
		want(t, "lines", strings.Count(err.Error(), "\n"), 7)
	})
}

func TestSealedStandstillRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			q := aio.NewQueue[int](0)
			var m aio.Mutex
			c := aio.NewCond(&m)
			aio.Go(co, func(co aio.Context) (int, error) {
				m.Lock(co)
				defer m.Unlock()
				c.Wait(co)
				return 0, nil
			})
			aio.Spawn(co, func(co aio.Context) {}) // ends, and brings nothing
			_, err := q.Get(co)
			return err
		}, p, aio.Sealed())
		want(t, "tasks that are stuck", len(dead.Tasks), 2)
		want(t, "tasks in the ring", len(dead.Cycle), 0)
	})
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			f, _ := aio.NewFuture[int]()
			_, err := f.Await(co)
			return err
		}, p, aio.Sealed())
		want(t, "tasks that are stuck", len(dead.Tasks), 1)
	})
}

// What a plain goroutine, a timer or another loop may still end is no deadlock.
func TestNoFalseDeadlock(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](0)
		go q.TryPut(1)
		v, err := q.Get(co)
		want(t, "item", v, 1)
		wantErr(t, "Get", err, nil)

		f, r := aio.NewFuture[int]()
		go func() { _ = r.Resolve(2) }()
		want(t, "value", f.Value(co), 2)

		var wg aio.WaitGroup
		wg.Add(1)
		go wg.Done()
		wg.Wait(co)

		var a, b *aio.Future[int]
		begin := make(chan struct{})
		a = aio.Go(co, func(co aio.Context) (int, error) {
			co, cancel := aio.WithTimeout(co, 1_000_000)
			defer cancel()
			<-begin
			return b.Await(co)
		})
		b = aio.GoValue(co, func(co aio.Context) int { return a.Value(co) })
		close(begin)
		_, err = a.Await(co)
		wantErr(t, "a ring that a deadline breaks", err, context.DeadlineExceeded)
	})
}

// A mutex that somebody else unlocks is used as a gate; that is legal while a task is left that can do it.
func TestGateIsNoDeadlock(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var gate aio.Mutex
		gate.Lock(co)
		var wg aio.WaitGroup
		for range 3 {
			wg.Go(co, func(co aio.Context) {
				gate.Lock(co)
				defer gate.Unlock()
			})
		}
		aio.Spawn(co, func(co aio.Context) { aio.Sleep(co, 100_000); gate.Unlock() })
		wg.Wait(co)
	})
}

// Given a sealed Run, when a task of a NewGroup waits for ever, then that is found: only tasks cancel a group.
func TestSealedSeesThroughGroups(t *testing.T) {
	for _, p := range policies {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			g, gc := aio.NewGroup(co)
			q := aio.NewQueue[int](0)
			g.Go(gc, func(co aio.Context) error { _, err := q.Get(co); return err })
			return g.Wait(co)
		}, aio.WithPolicy(p), aio.Sealed())
		wantErr(t, "Run", err, aio.ErrDeadlock)
	}
}
