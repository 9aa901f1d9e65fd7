// Package leaks leaves goroutines behind.
package leaks

import (
	"context"
	"errors"
	"time"
)

func work() int { return 1 }

var errTimeout = errors.New("timeout")

func onTimeout(d time.Duration) (int, error) {
	ch := make(chan int)
	go func() {
		ch <- work() // want `goroutine may wait for ever in this send on ch: nobody is left who could receive`
	}()
	select {
	case v := <-ch:
		return v, nil
	case <-time.After(d):
		return 0, errTimeout
	}
}

func onCancel(ctx context.Context) (int, error) {
	type result struct {
		v   int
		err error
	}
	ch := make(chan result)
	go func() {
		v := work()
		ch <- result{v, nil} // want `goroutine may wait for ever in this send on ch: .*`
	}()
	select {
	case <-ctx.Done():
	case r := <-ch:
		return r.v, r.err
	}
	return 0, ctx.Err()
}

func onEarlyReturn(fail bool) (int, error) {
	ch := make(chan int, 0)
	go func() { ch <- work() }() // want `goroutine may wait for ever in this send on ch: .*`
	if fail {
		return 0, errTimeout
	}
	return <-ch, nil
}

func inLoop(ctx context.Context, n int) error {
	ch := make(chan int)
	for i := 0; i < n; i++ {
		go func() { ch <- work() }() // want `goroutine may wait for ever in this send on ch: .*`
	}
	for i := 0; i < n; i++ {
		select {
		case <-ch:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func consumerGivesUp(n int) error {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range n {
			ch <- i // want `goroutine may wait for ever in this send on ch: .*`
		}
	}()
	for v := range ch {
		if v == 3 {
			return errTimeout
		}
	}
	return nil
}

func receiver(fail bool) error {
	stop := make(chan struct{})
	go func() {
		<-stop // want `goroutine may wait for ever in this receive from stop: nobody is left who could send or close`
		println("stopped")
	}()
	if fail {
		return errTimeout
	}
	close(stop)
	return nil
}

func forgottenClose(items []int) {
	ch := make(chan int, 10)
	go func() {
		for v := range ch { // want `goroutine may wait for ever in this range over ch: nobody is left who could send or close`
			println(v)
		}
	}()
	for _, it := range items {
		ch <- it
	}
}

func closedTooLate(items []int, fail bool) error {
	ch := make(chan int)
	go func() {
		for v := range ch { // want `goroutine may wait for ever in this range over ch: .*`
			println(v)
		}
	}()
	if fail {
		return errTimeout
	}
	for _, it := range items {
		ch <- it
	}
	close(ch)
	return nil
}

// The goroutine leaves at the first zero.
func leavesEarly(items []int) {
	ch := make(chan int)
	go func() {
		for v := range ch {
			if v == 0 {
				return
			}
		}
	}()
	for _, it := range items {
		ch <- it // want `goroutine may wait for ever in this send on ch: nobody is left who could receive`
	}
	ch <- 0 // want `goroutine may wait for ever in this send on ch: .*`
}

// There is one receive for n senders.
func first(n int) int {
	ch := make(chan int)
	for range n {
		go func() { ch <- work() }() // want `goroutine may wait for ever in this send on ch: nobody is left who could receive`
	}
	return <-ch
}

func sender(ch chan int) {
	ch <- work() // want `goroutine may wait for ever in this send on ch: nobody is left who could receive`
}

func passedOn(fail bool) int {
	ch := make(chan int)
	go sender(ch)
	if fail {
		return 0
	}
	return <-ch
}
