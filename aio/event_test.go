package aio_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

var ctx = context.Background()

func TestEvent(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var e aio.Event
		want(t, "set at first", e.IsSet(), false)
		var g aio.WaitGroup
		for range 20 {
			g.Go(co, func(co aio.Context) {
				wantErr(t, "Wait", e.Wait(co), nil)
				want(t, "set after Wait", e.IsSet(), true)
			})
		}
		aio.Yield(co)
		go e.Set() // from outside too
		g.Wait(co)
		e.Set()
		e.Clear()
		want(t, "set after Clear", e.IsSet(), false)
		e.Clear()
	})
}

// Given waiters, when the event is set and cleared in the same turn, then they go on all the same, in the order in which
// they came; and who waits again waits for the next Set.
func TestEventSetAndClearedRule207(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var e aio.Event
		var order []int
		var g aio.WaitGroup
		for i := range 3 {
			g.Go(co, func(co aio.Context) {
				wantErr(t, "first Wait", e.Wait(co), nil)
				order = append(order, i)
				wantErr(t, "second Wait", e.Wait(co), nil)
				order = append(order, i+10)
			})
		}
		aio.Yield(co)
		e.Set()
		e.Clear()
		aio.Yield(co)
		aio.Yield(co)
		wantList(t, "after one Set", order, []int{0, 1, 2})
		e.Set()
		g.Wait(co)
		wantList(t, "after two", order, []int{0, 1, 2, 10, 11, 12})
	})
}

// Given an event that has happened, then Wait succeeds on a cancelled Context and lets nobody run; also when the
// cancellation came between Set and the turn of the waiter.
func TestEventWinsOverCancellationRule208(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var e aio.Event
		f := aio.Go(co, func(co aio.Context) (int, error) { return 1, e.Wait(co) })
		aio.Yield(co)
		e.Set()
		f.Cancel(errBoom)
		_, err := f.Await(co)
		wantErr(t, "Wait of a woken task", err, nil)

		ran := false
		aio.Spawn(co, func(aio.Context) { ran = true })
		wantErr(t, "Wait", e.Wait(cancelled(co, errBoom)), nil)
		want(t, "another task ran", ran, false)
	})
}

func TestEventWaiterCancelledRule062(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var e aio.Event
		wantErr(t, "Wait", e.Wait(cancelled(co, errBoom)), errBoom)
		victim := aio.Go(co, func(co aio.Context) (int, error) { return 0, e.Wait(co) })
		other := aio.Go(co, func(co aio.Context) (int, error) { return 0, e.Wait(co) })
		aio.Yield(co)
		victim.Cancel(errBoom)
		_, err := victim.Await(co)
		wantErr(t, "cancelled", err, errBoom)
		e.Set()
		_, err = other.Await(co)
		wantErr(t, "other", err, nil)
	})
}

func TestEventDeadlockRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			var e aio.Event
			return e.Wait(co)
		}, p, aio.Sealed())
		want(t, "message names the wait", strings.Contains(dead.Error(), "an Event"), true)
	})
}

// An Event tells any number of tasks that they may begin.
func ExampleEvent() {
	_ = aio.Run(ctx, func(co aio.Context) error {
		var ready aio.Event
		greeting := ""
		f := aio.Go(co, func(co aio.Context) (string, error) {
			if err := ready.Wait(co); err != nil {
				return "", err
			}
			return greeting, nil
		})
		greeting = "hello"
		ready.Set()
		v, err := f.Await(co)
		fmt.Println(v)
		return err
	})
	// Output: hello
}
