package aio_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given the sync bridge called from a task of that same loop, then error, not deadlock.
func TestDoInsideATaskRule082(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		loop := aio.LoopOf(co)
		never := func(aio.Context) error { t.Error("the function ran"); return nil }
		check := func(aio.Context) int {
			err := loop.Do(context.Background(), never)
			wantErr(t, "Do", err, aio.ErrInTask)
			want(t, "message", err.Error(), "aio: Do called inside a task of the loop; call the function itself")
			return 0
		}
		check(co)
		aio.GoValue(co, check).Value(co)
		// Outside the turn it is a goroutine like any other.
		aio.Call(co, func() {
			wantErr(t, "Do inside Call", loop.Do(co, func(aio.Context) error { return errBoom }), errBoom)
		})
		wantErr(t, "Do of another loop", aio.NewLoop(aio.WithPolicy(aio.Serial)).Do(co, func(aio.Context) error { return errBoom }), errBoom)
	})
}

// Given a goroutine waiting for a task, when it times out or cancels, then the task is cancelled; task errors cross.
func TestDoRule084(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		type key struct{}
		ctx, cancel := context.WithCancelCause(context.WithValue(context.Background(), key{}, 5))
		wantErr(t, "error of the task", loop.Do(ctx, func(aio.Context) error { return errBoom }), errBoom)
		returned := false
		err := loop.Do(ctx, func(co aio.Context) error {
			want[any](t, "value of the context", co.Value(key{}), 5)
			cancel(errBoom)
			_, err := untilCancelled(co)
			returned = true
			return err
		})
		wantErr(t, "cancelled task", err, errBoom)
		want(t, "Do waited for it", returned, true)
		wantErr(t, "cancelled before", loop.Do(ctx, func(aio.Context) error { t.Error("it ran"); return nil }), errBoom)
		err = loop.Do(context.Background(), func(co aio.Context) error {
			co, stop := aio.WithTimeout(co, 0)
			defer stop()
			return co.Err()
		})
		wantErr(t, "own timeout", err, context.DeadlineExceeded)
	})
}

// Given a goroutine that waits for its turn, when its context ends, then it goes away, its function never runs, and the loop
// goes on.
func TestDoGivesUpItsTurnRule084(t *testing.T) {
	loop := aio.NewLoop(aio.WithPolicy(aio.Serial))
	err := loop.Run(context.Background(), func(co aio.Context) error {
		ctx, cancel := context.WithCancelCause(context.Background())
		result := make(chan error)
		asked := make(chan struct{})
		go func() {
			close(asked)
			result <- loop.Do(ctx, func(aio.Context) error { t.Error("it ran"); return nil })
		}()
		<-asked // not a mark: this task keeps its turn
		cancel(errBoom)
		wantErr(t, "Do", <-result, errBoom)
		for range 3 {
			aio.Yield(co)
		}
		return nil
	})
	wantErr(t, "Run", err, nil)
	wantErr(t, "Do afterwards", loop.Do(context.Background(), func(aio.Context) error { return nil }), nil)
}

// Tasks that were started inside Do outlive it, and belong to the loop.
func TestDoDoesNotJoin(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		var f *aio.Future[int]
		release := make(chan struct{})
		wantErr(t, "Do", loop.Do(context.Background(), func(co aio.Context) error {
			f = aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 3, nil })
			return nil
		}), nil)
		close(release)
		v, err := f.Wait(context.Background())
		want(t, "value", v, 3)
		wantErr(t, "Wait", err, nil)
	})
}

// A panic of the function of Do, and Goexit in it, go to its caller, and the loop goes on.
func TestPanicInDo(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		func() {
			defer func() { want[any](t, "recovered", recover(), errors.New("x").Error()) }()
			_ = loop.Do(context.Background(), func(aio.Context) error { panic("x") })
		}()
		unwound := make(chan struct{})
		go func() {
			defer close(unwound)
			_ = loop.Do(context.Background(), func(aio.Context) error { runtime.Goexit(); return nil })
			t.Error("Do returned after Goexit")
		}()
		<-unwound
		wantErr(t, "Do", loop.Do(context.Background(), func(aio.Context) error { return nil }), nil)
	})
}

// Do from many goroutines: one at a time under Serial.
func TestDoFromManyGoroutines(t *testing.T) {
	loop := aio.NewLoop(aio.WithPolicy(aio.Serial))
	n := 0
	var wg sync.WaitGroup
	for range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20 {
				_ = loop.Do(context.Background(), func(co aio.Context) error {
					before := n
					aio.Call(co, runtime.Gosched)
					_ = before
					n++
					return nil
				})
				loop.Post(func(aio.Context) { n++ })
			}
		}()
	}
	wg.Wait()
	done := make(chan struct{})
	loop.Post(func(aio.Context) { close(done) })
	<-done
	want(t, "steps", n, 800)
}
