// Package mended sends results that nobody may want, and can be mended.
package mended

import (
	"errors"
	"time"
)

type reading struct{ value int }

var errTimeout = errors.New("timeout")

func read() (reading, error) { return reading{}, nil }

func limited(timeout time.Duration) (reading, error) {
	ch := make(chan reading)
	go func() {
		r, _ := read()
		ch <- r // want `goroutine may wait for ever in this send on ch: .*`
	}()
	select {
	case r := <-ch:
		return r, nil
	case <-time.After(timeout):
		return reading{}, errTimeout
	}
}

// Each round has a channel of its own, and the goroutine sends once on one of its ways.
func rounds(n int, stop <-chan bool) {
	for range n {
		var result = make(chan error)
		go func() {
			defer close(result)
			_, err := read()
			switch {
			case err != nil:
				result <- err
			default:
				result <- nil // want `goroutine may wait for ever in this send on result: .*`
			}
		}()
		select {
		case <-result:
		case <-stop:
			return
		}
	}
}

func early(ok bool) (int, error) {
	ch := make(chan int)
	go func() {
		for i := range 10 {
			if i*i == 9 {
				ch <- i // want `goroutine may wait for ever in this send on ch: .*`
				close(ch)
				return
			}
		}
	}()
	if !ok {
		return 0, errTimeout
	}
	return <-ch, nil
}
