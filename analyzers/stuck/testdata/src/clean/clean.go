// Package clean leaves no goroutine behind.
package clean

import (
	"context"
	"crypto/rand"
	"errors"
	"time"
)

func work() int { return 1 }

var errTimeout = errors.New("timeout")

func buffered(d time.Duration) (int, error) {
	ch := make(chan int, 1)
	go func() { ch <- work() }()
	select {
	case v := <-ch:
		return v, nil
	case <-time.After(d):
		return 0, errTimeout
	}
}

func selectedSend(ctx context.Context) (int, error) {
	ch := make(chan int)
	go func() {
		select {
		case ch <- work():
		case <-ctx.Done():
		}
	}()
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func drained(d time.Duration) (int, error) {
	ch := make(chan int)
	go func() { ch <- work() }()
	select {
	case v := <-ch:
		return v, nil
	case <-time.After(d):
		go func() { <-ch }()
		return 0, errTimeout
	}
}

func drainedHere(d time.Duration) (int, error) {
	ch := make(chan int)
	go func() { ch <- work() }()
	select {
	case v := <-ch:
		return v, nil
	case <-time.After(d):
		<-ch
		return 0, errTimeout
	}
}

func keepsWaiting(d time.Duration) int {
	ch := make(chan int)
	go func() { ch <- work() }()
	for {
		select {
		case v := <-ch:
			return v
		case <-time.After(d):
			println("still waiting")
		}
	}
}

func escapes(d time.Duration) (<-chan int, error) {
	ch := make(chan int)
	go func() { ch <- work() }()
	select {
	case <-ch:
	case <-time.After(d):
		return ch, errTimeout
	}
	return nil, nil
}

func all(items []int) int {
	ch := make(chan int)
	for range items {
		go func() { ch <- work() }()
	}
	sum := 0
	for range items {
		sum += <-ch
	}
	return sum
}

func pipeline(n int) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range n {
			ch <- i
		}
	}()
	for v := range ch {
		println(v)
	}
}

func deferredClose(fail bool) error {
	stop := make(chan struct{})
	defer close(stop)
	go func() { <-stop }()
	if fail {
		return errTimeout
	}
	return nil
}

func conditional(async bool) int {
	ch := make(chan int)
	if async {
		go func() { ch <- work() }()
	}
	if !async {
		return work()
	}
	return <-ch
}

type item struct {
	v    int
	last bool
}

func leavesByItself(items []int) {
	ch := make(chan item)
	go func() {
		for it := range ch {
			if it.last {
				return
			}
		}
	}()
	for _, v := range items {
		ch <- item{v: v}
	}
	ch <- item{last: true}
}

func closesAfterStart(items []int) {
	ch := make(chan int)
	go func() {
		for v := range ch {
			println(v)
		}
	}()
	defer close(ch)
	for _, it := range items {
		ch <- it
	}
}

func panics(fail bool) int {
	ch := make(chan int)
	go func() { ch <- work() }()
	if fail {
		panic("fail")
	}
	return <-ch
}

type request struct{ answer chan error }

// What was done with one element does not matter to the next.
func answers(list []*request, send func(*request)) {
	sent := make(chan int, len(list))
	go func() {
		for i, r := range list {
			send(r)
			sent <- i
		}
		close(sent)
	}()
	for i := range sent {
		<-list[i].answer
		list[i].answer = nil
	}
}

type service struct{ done chan struct{} }

// Reading random bytes cannot fail.
func serve() {
	s := &service{done: make(chan struct{})}
	s.start()
	<-s.done
}

func (s *service) start() {
	key := make([]byte, 16)
	if _, err := rand.Read(key); err != nil {
		return
	}
	go func() { close(s.done) }()
}

// An error that is declared by any call is one.
var errDown = wrapped("down")

func wrapped(text string) error {
	if text == "" {
		return nil
	}
	return errors.New(text)
}

type flusher struct{ down bool }

func (f *flusher) begin() (<-chan struct{}, error) {
	if f.down {
		return nil, errDown
	}
	done := make(chan struct{})
	close(done)
	return done, nil
}

func (f *flusher) flush() error {
	done, err := f.begin()
	if err != nil {
		return err
	}
	<-done
	return nil
}
