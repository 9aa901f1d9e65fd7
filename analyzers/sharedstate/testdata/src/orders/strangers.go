package orders

import (
	"os"
	"os/signal"
)

type client struct {
	id   int
	jobs chan int
	stop chan struct{}
}

func (c *client) loop() {
	for {
		select {
		case n := <-c.jobs:
			println(c.id, n)
		case <-c.stop:
			return
		}
	}
}

func newClient() *client {
	c := &client{jobs: make(chan int, 3), stop: make(chan struct{})}
	go c.loop()
	return c
}

// Nobody sends a job before the function has come to its end.
func nobodySends() {
	c := newClient()
	c.id = 1
	close(c.stop)
}

func somebodySends() {
	c := newClient()
	c.jobs <- 1
	c.id = 2 // want `c.id is written while another goroutine reads it, without a common lock`
}

// Whoever gets the client sends jobs after that only.
func givenAway(use func(*client)) {
	c := newClient()
	c.id = 3
	use(c)
}

// What stands behind a receive that nobody answers gives nothing away.
func givenAwayNever(use func(*client)) {
	c := &client{jobs: make(chan int)}
	go func() {
		for range c.jobs {
			println(c.id)
			use(c)
		}
	}()
	c.id = 3
}

func givenAwayEarly(use func(chan int)) {
	c := &client{jobs: make(chan int)}
	use(c.jobs)
	go func() {
		for range c.jobs {
			c.id++ // want `c.id is written by two goroutines at once without a common lock`
		}
	}()
	c.id = 4
}

func signals() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	stopped := false
	go func() {
		<-c
		stopped = true // want `stopped is written while another goroutine reads it, without a common lock`
	}()
	for !stopped {
	}
}

// What was there before may be sent on by anybody at any time.
func onceMore(c *client) {
	go func() {
		<-c.jobs
		c.id = 5 // want `c.id is written by two goroutines at once without a common lock`
	}()
	c.id = 6
}

// The body of a range does not run for a close.
func closedOnly() {
	c := make(chan int)
	n := 0
	go func() {
		for range c {
			n++
		}
	}()
	n = 1
	close(c)
}

func closedBehind() {
	c := make(chan int)
	n := 0
	go func() {
		for range c {
		}
		n++ // want `n is written by two goroutines at once without a common lock`
	}()
	close(c)
	n = 1
}

// Workers of one channel meet whoever sends.
func workers() *client {
	c := &client{jobs: make(chan int)}
	for range 3 {
		go func() {
			for range c.jobs {
				c.id++ // want `c.id is written by several instances of one goroutine at once without a lock`
			}
		}()
	}
	return c
}

// A return of a named result itself sets nothing.
func itself() (got chan int, n int) {
	got = make(chan int, 1)
	go func() { got <- 1 }()
	return got, 2
}

func another(other chan int) (got chan int, n int) {
	got = make(chan int, 1)
	go func() { got <- 1 }()
	return other, 2 // want `other is written while another goroutine reads it, without a common lock`
}
