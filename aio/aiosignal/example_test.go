//go:build unix

package aiosignal_test

import (
	"context"
	"fmt"
	"syscall"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiosignal"
)

// A program that works until it is asked to end, and cleans up then. Here it asks itself.
func Example() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		work, stop := aiosignal.NotifyContext(co, syscall.SIGTERM, syscall.SIGUSR1)
		defer stop()
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGUSR1); err != nil {
			return err
		}
		_, _, err := aio.RecvContext(work, make(chan int)) // the work
		fmt.Println("cleaning up:", co.Err() == nil)
		return err
	})
	fmt.Println(err)
	// Output:
	// cleaning up: true
	// user defined signal 1 signal received
}
