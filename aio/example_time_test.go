package aio_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// What is done with the limited Context fails when the time is over. The task itself goes on.
func ExampleWithTimeout() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		limited, cancel := aio.WithTimeout(co, time.Millisecond)
		defer cancel()
		err := aio.SleepContext(limited, time.Hour)
		fmt.Println(errors.Is(err, context.DeadlineExceeded))
		fmt.Println(aio.SleepContext(co, time.Millisecond))
		return nil
	})
	// Output:
	// true
	// <nil>
}

// Sleep is time.Sleep: a cancellation does not end it. SleepContext returns the cause.
func ExampleSleepContext() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		co, cancel := aio.WithCancelCause(co)
		cancel(errors.New("closing time"))
		aio.Sleep(co, time.Millisecond)
		fmt.Println(aio.SleepContext(co, time.Hour))
		return nil
	})
	// Output: closing time
}
