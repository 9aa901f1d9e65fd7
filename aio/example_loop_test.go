package aio_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// A loop that lives as long as the program, and a goroutine that knows nothing of tasks.
func ExampleLoop() {
	loop := aio.NewLoop(aio.WithPolicy(aio.Serial))
	balance := 0 // belongs to the loop: no lock
	deposit := func(co aio.Context) error {
		before := balance
		balance = before + 10
		return nil
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 3 {
			_ = loop.Do(context.Background(), deposit)
		}
	}()
	<-done
	_ = loop.Do(context.Background(), func(aio.Context) error {
		fmt.Println(balance)
		return nil
	})
	// Output: 30
}

// Stop ends the Runs of a loop, which can be run again.
func ExampleLoop_Stop() {
	loop := aio.NewLoop()
	serve := func(co aio.Context) error {
		_, _, err := aio.RecvContext(co, make(chan int))
		return err
	}
	loop.Post(func(aio.Context) { fmt.Println("posted") })
	err := loop.Run(context.Background(), func(co aio.Context) error {
		time.AfterFunc(time.Millisecond, loop.Stop)
		return serve(co)
	})
	fmt.Println(err)
	fmt.Println(errors.Is(err, aio.ErrStopped))
	// Output:
	// posted
	// aio: loop was stopped before completion
	// true
}

// A function that runs when a future is completed.
func ExampleFuture_AfterFunc() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		f, r := aio.NewFuture[string]()
		logged := make(chan struct{})
		f.AfterFunc(co, func(co aio.Context) {
			v, _ := f.Await(co) // it is there
			fmt.Println("got", v)
			close(logged)
		})
		_ = r.Resolve("news")
		fmt.Println("resolved")
		aio.Recv(co, logged)
		return nil
	}, aio.WithPolicy(aio.Serial))
	// Output:
	// resolved
	// got news
}

// Join waits for a task that others wait for too: giving up does not end it.
func ExampleFuture_Join() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		compiled := make(chan string)
		build := aio.Go(co, func(co aio.Context) (string, error) {
			return aio.Recv(co, compiled), nil
		})
		impatient, cancel := aio.WithTimeout(co, time.Millisecond)
		defer cancel()
		_, err := build.Join(impatient)
		fmt.Println(err)
		aio.Send(co, compiled, "built")
		v, err := build.Join(co)
		fmt.Println(v, err)
		return nil
	})
	// Output:
	// context deadline exceeded
	// built <nil>
}

func ExampleAfter() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		rang := make(chan struct{})
		alarm := aio.After(co, time.Hour, func(aio.Context) { fmt.Println("wake up"); close(rang) })
		alarm.Reset(time.Millisecond)
		aio.Recv(co, rang)
		fmt.Println(alarm.Stop())
		return nil
	})
	// Output:
	// wake up
	// false
}

func ExampleTick() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		n := 0
		for range aio.Tick(co, time.Millisecond) {
			if n++; n == 3 {
				break
			}
		}
		fmt.Println(n)
		return nil
	})
	// Output: 3
}

// The limit moves as long as there is progress.
func ExampleNewTimeout() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		t, tc := aio.NewTimeout(co, time.Minute)
		defer t.Stop()
		for range 3 {
			if err := aio.SleepContext(tc, time.Millisecond); err != nil {
				return err
			}
			_ = t.Reset(time.Minute) // there was progress
		}
		_ = t.Reset(time.Millisecond)
		fmt.Println(aio.SleepContext(tc, time.Hour), t.Expired())
		fmt.Println(t.Reset(time.Minute))
		return nil
	})
	// Output:
	// context deadline exceeded true
	// aio: timeout is over, its deadline cannot be moved: context deadline exceeded
}

// At most two blocking calls at a time; the loop goes on.
func ExampleOffload() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		pool := aio.NewPool(2, 10)
		var sums []*aio.Future[int]
		for i := range 4 {
			sums = append(sums, aio.Offload(co, pool, func(context.Context) (int, error) { return i * i, nil }))
		}
		values, err := aio.All(co, sums...)
		fmt.Println(values, err)
		return pool.Shutdown(co)
	})
	// Output: [0 1 4 9] <nil>
}

// A panic becomes the error of the task.
func ExampleCapture() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		_, err := aio.Go(co, aio.Capture(func(aio.Context) (int, error) {
			var none []int
			return none[3], nil
		})).Await(co)
		var p *aio.PanicError
		fmt.Println(errors.As(err, &p))
		fmt.Println(err)
		return nil
	})
	// Output:
	// true
	// aio: panic: runtime error: index out of range [3] with length 0
}

// A callback API becomes a future.
func ExampleFromFunc() {
	lookUp := func(name string, back func(addr string, err error)) *time.Timer { // somebody else's
		return time.AfterFunc(time.Millisecond, func() { back(name+":80", nil) })
	}
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		f := aio.FromFunc(co, func(done func(string, error)) func() {
			timer := lookUp("host", done)
			return func() { timer.Stop() }
		})
		fmt.Println(f.Await(co))
		return nil
	})
	// Output: host:80 <nil>
}

func ExampleFromChan() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		answers := make(chan int, 1)
		f := aio.FromChan(co, answers)
		answers <- 42
		fmt.Println(f.Await(co))
		return nil
	})
	// Output: 42 <nil>
}

func ExampleToChan() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		f := aio.Go(co, func(aio.Context) (string, error) { return "", errors.New("no luck") })
		r := aio.Recv(co, aio.ToChan(f))
		fmt.Println(r.Err)
		return nil
	})
	// Output: no luck
}
