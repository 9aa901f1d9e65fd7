package aio_test

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestCallReleasesTheLoopRule081(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		inCall, release, ended := make(chan struct{}), make(chan struct{}), false
		f := aio.Go(co, func(co aio.Context) (int, error) {
			aio.Call(co, func() { close(inCall); <-release; ended = true })
			return 0, aio.SleepContext(co, 0)
		})
		aio.Recv(co, inCall) // others run while the call blocks
		f.Cancel(errBoom)
		aio.Spawn(co, func(aio.Context) { close(release) })
		_, err := f.Await(co)
		want(t, "the call ended before its task", ended, true)
		wantErr(t, "next await", err, errBoom)
	})
}

func TestCallResults(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		want(t, "Call1", aio.Call1(co, func() int { return 1 }), 1)
		a, b := aio.Call2(co, func() (int, string) { return 1, "x" })
		want(t, "first of Call2", a, 1)
		want(t, "second of Call2", b, "x")
		x, y, z := aio.Call3(co, func() (int, string, error) { return 1, "x", errBoom })
		want(t, "first of Call3", x, 1)
		want(t, "second of Call3", y, "x")
		want(t, "third of Call3", z, errBoom)
	})
}

func TestPanicInCallKeepsTheTurn(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		for _, call := range []func(){
			func() { aio.Call(co, func() { panic(errBoom) }) },
			func() { aio.Call1(co, func() int { panic(errBoom) }) },
			func() { aio.Call2(co, func() (int, int) { panic(errBoom) }) },
			func() { aio.Call3(co, func() (int, int, int) { panic(errBoom) }) },
		} {
			func() {
				defer func() { want[any](t, "recovered", recover(), errBoom) }()
				call()
			}()
			var entered atomic.Bool
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_, leave := aio.Enter(co)
				entered.Store(true)
				leave()
			}()
			for range 1000 {
				runtime.Gosched()
			}
			want(t, "somebody else had the turn too", entered.Load(), false)
			aio.Recv(co, ended)
		}
		inside := 0
		step := func() {
			inside++
			want(t, "tasks between two marks", inside, 1)
			inside--
		}
		var wg aio.WaitGroup
		for range 10 {
			wg.Go(co, func(co aio.Context) {
				for range 50 {
					func() {
						defer func() { want[any](t, "recovered", recover(), errBoom); step() }()
						aio.Call(co, func() { panic(errBoom) })
					}()
				}
			})
		}
		wg.Wait(co)
	})
}

// Inside a Call the task has left the loop: marks on its Context are the plain operations.
func TestMarksInsideCall(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex
		m.Lock(co)
		other := aio.Go(co, func(co aio.Context) (int, error) { aio.Sleep(co, 1000); m.Unlock(); return 1, nil })
		ch := make(chan int, 1)
		aio.Call(co, func() {
			aio.Call(co, func() {})
			aio.Send(co, ch, 1)
			want(t, "received", aio.Recv(co, ch), 1)
			aio.Sleep(co, 1)
			m.Lock(co)
			v, err := other.Await(co)
			want(t, "value", v, 1)
			wantErr(t, "Await", err, nil)
			aio.Yield(co)
		})
		want(t, "the loop goes on", aio.GoValue(co, func(aio.Context) int { return 1 }).Value(co), 1)
	})
}

// A call that ends after its loop has ended harms nothing.
func TestLateCallRule081(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		inCall, release, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
		_ = run(func(co aio.Context) error {
			aio.Spawn(co, func(co aio.Context) {
				defer close(ended)
				aio.Call(co, func() { close(inCall); <-release })
				aio.Yield(co)
			})
			aio.Recv(co, inCall)
			return nil
		})
		close(release)
		<-ended
	})
}

func TestDerivedContextsFindTheTask(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		type key struct{}
		ctx, cancel := context.WithCancelCause(context.WithValue(co, key{}, 1))
		sub := aio.With(co, ctx)
		want[any](t, "value", sub.Value(key{}), 1)
		cancel(errBoom)
		_, err := untilCancelled(sub)
		wantErr(t, "await", err, errBoom)
		inner, leave := aio.Enter(ctx)
		defer leave()
		wantErr(t, "Context of Enter", context.Cause(inner), errBoom)
	})
}
