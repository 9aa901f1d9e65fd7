package aio_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

func TestFromChan(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ch := make(chan int)
		f := aio.FromChan(co, ch)
		go func() { ch <- 5 }()
		v, err := f.Await(co)
		want(t, "value", v, 5)
		wantErr(t, "Await", err, nil)
		close(ch)
		_, err = aio.FromChan(co, ch).Await(co)
		wantErr(t, "closed channel", err, aio.ErrNoValue)
	})
}

// Given nobody who sends, when the future is cancelled or the Run ends, then nothing waits any more, and a value that is
// sent later is not taken.
func TestFromChanTakesNothingLater(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		ch := make(chan int, 1)
		wantErr(t, "Run", run(func(co aio.Context) error {
			aio.FromChan(co, ch)
			f := aio.FromChan(co, ch)
			aio.Yield(co)
			f.Cancel(errBoom)
			_, err := f.Await(co)
			wantErr(t, "cancelled", err, errBoom)
			return nil
		}), nil)
		ch <- 1
		want(t, "values in the channel", len(ch), 1)
	})
}

// operation calls back by hand.
type operation struct {
	done func(int, error)
	offs int
}

func (o *operation) start(done func(int, error)) func() {
	o.done = done
	return func() { o.offs++ }
}

func TestFromFunc(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var o operation
		f := aio.FromFunc(co, o.start)
		go o.done(7, nil)
		v, err := f.Await(co)
		want(t, "value", v, 7)
		wantErr(t, "Await", err, nil)
		o.done(8, errBoom)
		v, err = f.Await(co)
		want(t, "value after a second call", v, 7)
		wantErr(t, "Await", err, nil)
		want(t, "times it was called off", o.offs, 0)

		f = aio.FromFunc(co, func(done func(int, error)) func() { done(0, errBoom); return nil })
		_, err = f.Await(co)
		wantErr(t, "called back inside start", err, errBoom)
	})
}

// Given a future of FromFunc that is cancelled, then the operation is called off once, and its result is dropped.
func TestFromFuncIsCalledOff(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var o operation
		f := aio.FromFunc(co, o.start)
		_, err := f.Await(cancelled(co, errBoom))
		wantErr(t, "Await", err, errBoom)
		o.done(1, nil)
		want(t, "Cancel again", f.Cancel(nil), false)
		want(t, "times it was called off", o.offs, 1)

		scope, cancel := aio.WithCancelCause(co)
		off := make(chan struct{})
		f = aio.FromFunc(scope, func(func(int, error)) func() { return func() { close(off) } })
		cancel(errBoom)
		aio.Recv(co, off)
		_, err = f.Await(co)
		wantErr(t, "end of co", err, errBoom)

		_, err = aio.FromFunc(scope, func(func(int, error)) func() { t.Error("started"); return nil }).Await(co)
		wantErr(t, "co was cancelled before", err, errBoom)
	})
}

// Given a failure that nobody looks at, then Run returns it, as it does for a task.
func TestUnseenErrorOfFromFuncRule004(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		wantOnce(t, "Run", run(func(co aio.Context) error {
			aio.FromFunc(co, func(done func(int, error)) func() { done(0, errBoom); return nil })
			return nil
		}), errBoom)
	})
}

// Given no Run around the operation, or none any more, when it fails, then its future does.
func TestFromFuncFailsWithoutARun(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		var o operation
		var f *aio.Future[int]
		begin := func(co aio.Context) error {
			f = aio.FromFunc(aio.WithoutCancel(co), o.start)
			return nil
		}
		for name, within := range map[string]func(context.Context, func(aio.Context) error) error{"Do": loop.Do, "Run": loop.Run} {
			wantErr(t, name, within(context.Background(), begin), nil)
			o.done(0, errBoom)
			_, err := f.Wait(context.Background())
			wantErr(t, "after "+name, err, errBoom)
		}
	})
}

func TestFromContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ctx, cancel := context.WithCancelCause(context.Background())
		f := aio.FromContext(co, ctx)
		cancel(errBoom)
		cause, err := f.Await(co)
		want(t, "cause", cause, errBoom)
		wantErr(t, "Await", err, nil)
		cause, err = aio.FromContext(co, ctx).Await(co)
		want(t, "cause of a context that has ended", cause, errBoom)
		wantErr(t, "Await", err, nil)
		_, err = aio.FromContext(co, context.Background()).Await(cancelled(co, errBoom))
		wantErr(t, "cancelled Await", err, errBoom)
	})
}

func TestToChan(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		gate := make(chan struct{})
		f := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, gate); return 2, errBoom })
		ch, second := aio.ToChan(f), aio.ToChan(f)
		close(gate)
		want(t, "result", aio.Recv(co, ch), aio.Result[int]{Value: 2, Err: errBoom})
		want(t, "second channel", aio.Recv(co, second), aio.Result[int]{Value: 2, Err: errBoom})
		want(t, "of a completed future", aio.Recv(co, aio.ToChan(f)), aio.Result[int]{Value: 2, Err: errBoom})
	})
}

// A select of plain code over the result of a task is the use of ToChan.
func TestToChanInSelect(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		var f *aio.Future[int]
		_ = loop.Do(context.Background(), func(co aio.Context) error {
			f = aio.Go(co, func(aio.Context) (int, error) { return 1, nil })
			return nil
		})
		select {
		case r := <-aio.ToChan(f):
			want(t, "value", r.Value, 1)
		case <-time.After(time.Minute):
			t.Error("no result")
		}
	})
}

// Given other sides that never act, when the Run ends, then no goroutine is left.
func TestBridgesLeaveNothing(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		before := runtime.NumGoroutine()
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		wantErr(t, "Run", run(func(co aio.Context) error {
			for range 20 {
				aio.FromChan(co, make(chan int))
				aio.FromFunc(co, func(func(int, error)) func() { return nil })
				aio.FromContext(co, ctx)
				f, _ := aio.NewFuture[int]()
				aio.ToChan(f)
				f.AfterFunc(co, func(aio.Context) {})
				aio.After(co, time.Hour, func(aio.Context) {})
			}
			return nil
		}), nil)
		for runtime.NumGoroutine() > before {
			runtime.Gosched()
		}
	})
}
