package aio_test

import (
	"context"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// A callback of another library hands its work to the loop, where the state needs no lock.
func ExampleLoop_Post() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		loop, seen, all := aio.LoopOf(co), 0, make(chan struct{})
		go func() { // no task
			for range 3 {
				loop.Post(func(aio.Context) {
					if seen++; seen == 3 {
						close(all)
					}
				})
			}
		}()
		aio.Recv(co, all)
		fmt.Println(seen)
		return nil
	}, aio.WithPolicy(aio.Serial))
	// Output: 3
}

// A Run that nothing outside can help also reports a wait for an item that nobody will put.
func ExampleSealed() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		_, err := aio.NewQueue[int](0).Get(co)
		return err
	}, aio.Sealed(), aio.WithName("main"))
	printWithoutPlaces(err.Error())
	// Output:
	// aio: deadlock
	// 	task 1 main waits for an item of a Queue
}
