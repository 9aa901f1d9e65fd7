package aio_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// chatty is a value whose String comes back into the loop, which fmt does not know.
type chatty struct {
	ctx context.Context
	run func(co aio.Context)
}

func (c chatty) String() string {
	co, leave := aio.Enter(c.ctx)
	defer leave()
	c.run(co)
	return "said"
}

// A task that comes back into its own loop through unmarked code goes on as itself.
func TestEnterIsReentrant(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		in := func(co aio.Context) {
			speak := chatty{co, func(co aio.Context) {
				want(t, "value", aio.GoValue(co, func(aio.Context) int { return 2 }).Value(co), 2)
				aio.Yield(co)
			}}
			for range 3 {
				want(t, "String", fmt.Sprint(speak), "said")
			}
			want(t, "String inside String", fmt.Sprint(chatty{co, func(aio.Context) { _ = fmt.Sprint(speak) }}), "said")
		}
		in(co) // the main task
		aio.GoValue(co, func(co aio.Context) int { in(co); return 0 }).Value(co)
		var wg aio.WaitGroup
		for range 20 {
			wg.Go(co, in)
		}
		wg.Wait(co)
	})
}

// A task inside a Call has left the loop, so that it enters like any other goroutine.
func TestEnterInsideCall(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var wg aio.WaitGroup
		for range 10 {
			wg.Go(co, func(co aio.Context) {
				aio.Call(co, func() {
					co, leave := aio.Enter(co)
					defer leave()
					speak := chatty{co, func(co aio.Context) { aio.Yield(co) }}
					want(t, "String", fmt.Sprint(speak), "said")
					aio.Call(co, func() { want(t, "String in a Call", fmt.Sprint(speak), "said") })
				})
				aio.Yield(co)
			})
		}
		wg.Wait(co)
	})
}

func TestGoroutinesEnterAndLeave(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		inside, total := 0, 0
		done := make(chan struct{})
		for range 20 {
			go func() {
				defer func() { done <- struct{}{} }()
				for range 20 {
					co, leave := aio.Enter(co)
					inside++
					want(t, "goroutines inside", inside, 1)
					total++
					inside--
					aio.Yield(co)
					leave()
					leave()
				}
			}()
		}
		for range 20 {
			aio.Recv(co, done)
		}
		want(t, "entries", total, 400)
	})
}

func TestEnterTheProcessLoop(t *testing.T) {
	co, leave := aio.Enter(context.Background())
	defer leave()
	f := aio.Go(co, func(co aio.Context) (string, error) {
		return fmt.Sprint(chatty{context.Background(), aio.Yield}), nil
	})
	v, err := f.Await(co)
	want(t, "value", v, "said")
	wantErr(t, "Await", err, nil)
	want(t, "String", fmt.Sprint(chatty{context.Background(), aio.Yield}), "said")
	wantErr(t, "Run", aio.Run(co, func(co aio.Context) error {
		aio.Yield(co)
		want(t, "String", fmt.Sprint(chatty{context.Background(), aio.Yield}), "said")
		return nil
	}), nil)
}

// leave gives the turn back while a panic passes, as HTTP handlers need it.
func TestLeaveDuringPanic(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		aio.Call(co, func() {
			defer func() { want[any](t, "recovered", recover(), errBoom) }()
			co, leave := aio.Enter(co)
			defer leave()
			aio.Yield(co)
			panic(errBoom)
		})
		want(t, "the loop goes on", aio.GoValue(co, func(aio.Context) int { return 1 }).Value(co), 1)
	})
}

// Tasks that were started below Enter go on after leave.
func TestLeaveDoesNotWait(t *testing.T) {
	release := make(chan struct{})
	co, leave := aio.Enter(context.Background())
	f := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 4, nil })
	leave()
	close(release)
	v, err := f.Wait(context.Background())
	want(t, "value", v, 4)
	wantErr(t, "Wait", err, nil)
}

// A test that comes from the loop of another policy does not disturb either.
func TestManyPrivateLoops(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var wg aio.WaitGroup
		for range 12 { // more than there are seats
			wg.Go(co, func(co aio.Context) {
				err := aio.Run(co, func(co aio.Context) error {
					var wg aio.WaitGroup
					for range 5 {
						wg.Go(co, func(co aio.Context) {
							want(t, "String", fmt.Sprint(chatty{co, aio.Yield}), "said")
							aio.Sleep(co, 1000)
						})
					}
					wg.Wait(co)
					return nil
				}, aio.WithPolicy(aio.Serial))
				wantErr(t, "Run", err, nil)
			})
		}
		wg.Wait(co)
	})
}

// A goroutine that kept a Context may enter a loop that has ended, and start tasks in it.
func TestEnterAnEndedLoop(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		var kept context.Context
		_ = run(func(co aio.Context) error { kept = context.WithoutCancel(co); return nil })
		err := run(func(other aio.Context) error { // takes the place of the ended loop
			aio.Call(other, func() {
				co, leave := aio.Enter(kept)
				defer leave()
				speak := chatty{kept, aio.Yield}
				f := aio.GoValue(co, func(co aio.Context) string { return fmt.Sprint(speak) })
				want(t, "String", f.Value(co), "said")
				want(t, "String", fmt.Sprint(speak), "said")
			})
			want(t, "String", fmt.Sprint(chatty{other, aio.Yield}), "said")
			f := aio.GoValue(other, func(co aio.Context) string { return fmt.Sprint(chatty{kept, aio.Yield}) })
			want(t, "String of the other loop", f.Value(other), "said")
			return nil
		})
		wantErr(t, "Run", err, nil)
	})
}

// A function that was given a nil context and does not look at it works behind a facade as it did alone; one that looks
// at it panics as it did.
func TestEnterNilContext(t *testing.T) {
	var none context.Context
	co, leave := aio.Enter(none)
	defer leave()
	ch := make(chan int)
	aio.Spawn(co, func(co aio.Context) { aio.Send(co, ch, 1) })
	var wg aio.WaitGroup
	wg.Go(co, func(co aio.Context) { want(t, "value", aio.Recv(co, ch), 1) })
	wg.Wait(co)
	again, leaveAgain := aio.Enter(co)
	leaveAgain()
	for _, co := range []aio.Context{co, again} {
		func() {
			defer func() { want(t, "Done panicked", recover() != nil, true) }()
			co.Done()
		}()
	}
}
