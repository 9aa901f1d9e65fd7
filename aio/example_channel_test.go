package aio_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// A pipeline over ordinary channels.
func ExampleRange() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		numbers, squares := make(chan int), make(chan int)
		aio.Spawn(co, func(co aio.Context) {
			defer close(numbers)
			for i := range 4 {
				aio.Send(co, numbers, i)
			}
		})
		aio.Spawn(co, func(co aio.Context) {
			defer close(squares)
			for n := range aio.Range(co, numbers) {
				aio.Send(co, squares, n*n)
			}
		})
		for sq := range aio.Range(co, squares) {
			fmt.Println(sq)
		}
		return nil
	})
	// Output:
	// 0
	// 1
	// 4
	// 9
}

// A value that is there wins over a cancellation; after it comes the cause.
func ExampleRecvContext() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		co, cancel := aio.WithCancelCause(co)
		ch := make(chan string, 1)
		ch <- "the last one"
		cancel(errors.New("enough"))
		for range 2 {
			v, ok, err := aio.RecvContext(co, ch)
			fmt.Printf("%q %v %v\n", v, ok, err)
		}
		return nil
	})
	// Output:
	// "the last one" true <nil>
	// "" false enough
}
