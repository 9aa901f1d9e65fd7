package aio_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// A main function runs its tasks in a Run.
func ExampleRun() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		double := aio.Go(co, func(co aio.Context) (int, error) { return 2 * 21, nil })
		v, err := double.Await(co)
		fmt.Println(v)
		return err
	})
	fmt.Println(err)
	// Output:
	// 42
	// <nil>
}

// Code behind a fixed signature enters the loop and leaves it.
func ExampleEnter() {
	handler := func(ctx context.Context) string { // a signature that somebody else has fixed
		co, leave := aio.Enter(ctx)
		defer leave()
		return aio.GoValue(co, func(aio.Context) string { return "hello" }).Value(co)
	}
	fmt.Println(handler(context.Background()))
	// Output: hello
}

// A Group waits for its tasks, and the first failure cancels the others.
func ExampleGroup() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		g, gc := aio.NewGroup(co)
		g.Go(gc, func(co aio.Context) error { return errors.New("disk full") })
		g.Go(gc, func(co aio.Context) error { return aio.SleepContext(co, time.Hour) })
		fmt.Println(g.Wait(co))
		return nil
	})
	// Output: disk full
}

// A select statement becomes a switch over the case that Select chose.
func ExampleSelect() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		resultc := make(chan string)
		aio.Spawn(co, func(co aio.Context) { aio.Send(co, resultc, "done") })

		results, expired := aio.OnRecv(resultc), aio.OnRecv(time.After(time.Hour))
		switch aio.Select(co, results, expired) {
		case results:
			fmt.Println(results.Value())
		case expired:
			fmt.Println("too late")
		}
		return nil
	})
	// Output: done
}

// Under Serial nothing else of the loop runs between two marks, so that this counter needs no lock.
func ExampleWithPolicy() {
	n := 0
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		var wg aio.WaitGroup
		for range 1000 {
			wg.Go(co, func(co aio.Context) {
				before := n
				n = before + 1
				aio.Yield(co)
			})
		}
		wg.Wait(co)
		return nil
	}, aio.WithPolicy(aio.Serial))
	fmt.Println(n)
	// Output: 1000
}

// A callback completes a future through its resolver.
func ExampleNewFuture() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		f, r := aio.NewFuture[string]()
		time.AfterFunc(time.Millisecond, func() { _ = r.Resolve("called back") })
		v, err := f.Await(co)
		fmt.Println(v)
		return err
	})
	// Output: called back
}

// Clean-up that must be finished is shielded from the cancellation.
func ExampleShield() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		co, cancel := aio.WithCancel(co)
		cancel()
		fmt.Println(aio.SleepContext(co, time.Millisecond))
		fmt.Println(aio.SleepContext(aio.Shield(co), time.Millisecond))
		return nil
	})
	// Output:
	// context canceled
	// <nil>
}

// Run names the tasks that wait for each other.
func ExampleDeadlockError() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		var m aio.Mutex
		m.Lock(co)
		m.Lock(co)
		return nil
	})
	var dead *aio.DeadlockError
	if errors.As(err, &dead) {
		fmt.Println(len(dead.Tasks), "task is stuck, in a ring of", len(dead.Cycle))
	}
	// Output: 1 task is stuck, in a ring of 1
}
