package aio_test

import (
	"context"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// Two tasks of Go run beside the caller, and each gives a value or an error.
func ExampleGo() {
	size := func(co aio.Context, page string) (int, error) {
		if page == "" {
			return 0, fmt.Errorf("no page")
		}
		return len(page), nil
	}
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		home := aio.Go(co, func(co aio.Context) (int, error) { return size(co, "home") })
		none := aio.Go(co, func(co aio.Context) (int, error) { return size(co, "") })
		fmt.Println(home.Await(co))
		fmt.Println(none.Await(co))
		return nil
	})
	// Output:
	// 4 <nil>
	// 0 no page
}

// A goroutine that sends one value to a channel becomes a task of GoValue.
func ExampleGoValue() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		sum := aio.GoValue(co, func(co aio.Context) int { return 40 + 2 })
		fmt.Println(sum.Value(co))
		return nil
	})
	// Output: 42
}

// Spawn is the go statement: nobody gets a result, and Run does not wait.
func ExampleSpawn() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		saved := make(chan string)
		aio.Spawn(co, func(co aio.Context) { aio.Send(co, saved, "saved") })
		fmt.Println(aio.Recv(co, saved))
		return nil
	})
	// Output: saved
}

func ExampleWaitGroup() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		squares := make([]int, 4)
		var wg aio.WaitGroup
		for i := range squares {
			wg.Go(co, func(co aio.Context) { squares[i] = i * i })
		}
		wg.Wait(co)
		fmt.Println(squares)
		return nil
	})
	// Output: [0 1 4 9]
}

// Cancel asks a task to end; the task sees the cause, and says how it ended.
func ExampleFuture_Cancel() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		begun := make(chan struct{})
		job := aio.Go(co, func(co aio.Context) (string, error) {
			close(begun)
			_, _, err := aio.RecvContext(co, make(chan int)) // until it is cancelled
			return "half of it", fmt.Errorf("stopped: %w", err)
		})
		aio.Recv(co, begun)
		job.Cancel(fmt.Errorf("no longer wanted"))
		_, err := job.Await(co)
		fmt.Println(err)
		return nil
	})
	// Output: stopped: no longer wanted
}

// Under Serial tasks run in the order in which they were started, and change at marks only.
func ExampleYield() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		var wg aio.WaitGroup
		for _, name := range []string{"a", "b"} {
			wg.Go(co, func(co aio.Context) {
				fmt.Print(name, "1 ")
				fmt.Print(name, "2 ") // no mark between, so nobody else
				aio.Yield(co)
				fmt.Print(name, "3 ")
			})
		}
		wg.Wait(co)
		return nil
	}, aio.WithPolicy(aio.Serial))
	// Output: a1 a2 b1 b2 a3 b3
}
