package aio_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// A closed queue gives what is left in it, and then ErrClosed.
func ExampleQueue() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		jobs := aio.NewQueue[string](10)
		done := aio.Go(co, func(co aio.Context) (int, error) {
			for n := 0; ; n++ {
				job, err := jobs.Get(co)
				if errors.Is(err, aio.ErrClosed) {
					return n, nil
				}
				if err != nil {
					return n, err
				}
				fmt.Println(job)
			}
		})
		for _, job := range []string{"wash", "dry"} {
			if err := jobs.Put(co, job); err != nil {
				return err
			}
		}
		jobs.Close()
		fmt.Println(done.Await(co))
		return nil
	})
	// Output:
	// wash
	// dry
	// 2 <nil>
}

// Join waits until every item was dealt with, and not only taken.
func ExampleQueue_Join() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		jobs := aio.NewQueue[int](0)
		sum := 0
		worker := aio.Go(co, func(co aio.Context) (struct{}, error) {
			for {
				n, err := jobs.Get(co)
				if err != nil {
					return struct{}{}, err
				}
				sum += n
				jobs.TaskDone()
			}
		})
		for i := range 5 {
			if err := jobs.Put(co, i); err != nil {
				return err
			}
		}
		if err := jobs.Join(co); err != nil {
			return err
		}
		fmt.Println(sum)
		worker.Cancel(nil)
		return nil
	})
	// Output: 10
}
