package aio_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// All gives the values in the order of the arguments, or the first error.
func ExampleAll() {
	length := func(word string) *aio.Future[int] {
		f, r := aio.NewFuture[int]()
		if word == "" {
			_ = r.Reject(errors.New("empty word"))
		} else {
			_ = r.Resolve(len(word))
		}
		return f
	}
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		fmt.Println(aio.All(co, length("one"), length("three")))
		fmt.Println(aio.All(co, length("one"), length("")))
		return nil
	})
	// Output:
	// [3 5] <nil>
	// [] empty word
}

// The first answer counts. The other tasks are cancelled, and have ended when Race returns.
func ExampleRace() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		mirror := func(answers bool) *aio.Future[string] {
			return aio.Go(co, func(co aio.Context) (string, error) {
				if answers {
					return "the file", nil
				}
				_, _, err := aio.RecvContext(co, make(chan int)) // a mirror that is down
				return "", err
			})
		}
		fmt.Println(aio.Race(co, mirror(false), mirror(true)))
		return nil
	})
	// Output: the file <nil>
}

// A plain goroutine waits for a task with a context of its own.
func ExampleFuture_Wait() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		answer := aio.GoValue(co, func(aio.Context) int { return 42 })
		shown := make(chan struct{})
		go func() { // no task
			defer close(shown)
			fmt.Println(answer.Wait(context.Background()))
		}()
		aio.Recv(co, shown)
		return nil
	})
	// Output: 42 <nil>
}

// The end of a context that somebody else has made, as a case of a Select.
func ExampleFromContext() {
	shutdown, stop := context.WithCancelCause(context.Background())
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		over, jobs := aio.OnFuture(aio.FromContext(co, shutdown)), aio.OnRecv(make(chan string))
		stop(errors.New("maintenance"))
		switch aio.Select(co, over, jobs) {
		case over:
			fmt.Println("no more jobs:", over.Value())
		case jobs:
			fmt.Println(jobs.Value())
		}
		return nil
	})
	// Output: no more jobs: maintenance
}
