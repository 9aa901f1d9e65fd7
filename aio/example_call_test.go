package aio_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// While a task is in a Call, the others of its serial loop go on: here they end it.
func ExampleCall() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		done := make(chan struct{})
		aio.Spawn(co, func(aio.Context) { close(done) })
		aio.Call(co, func() { <-done }) // blocks, and knows nothing of tasks
		fmt.Println("called")
		return nil
	}, aio.WithPolicy(aio.Serial))
	// Output: called
}

// The results of the function are those of the call.
func ExampleCall2() {
	lookUp := func(name string) (int, error) { return len(name), nil } // blocks
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		n, err := aio.Call2(co, func() (int, error) { return lookUp("host") })
		fmt.Println(n, err)
		return nil
	})
	// Output: 4 <nil>
}

// A call that nothing can interrupt is left to itself when its task gives up.
func ExampleAbandon() {
	stuck := make(chan struct{})
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		begun := make(chan struct{})
		answer := aio.Offload(co, aio.Abandon(aio.Unbounded), func(context.Context) (int, error) {
			close(begun)
			<-stuck
			return 0, nil
		})
		aio.Recv(co, begun)
		answer.Cancel(errors.New("took too long"))
		_, err := answer.Await(co)
		fmt.Println(err)
		return nil
	})
	close(stuck)
	// Output: took too long
}
