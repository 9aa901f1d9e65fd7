package racy

import "time"

// What the goroutine does is what it finds to do from the start.
type roll struct {
	left  int
	timer *time.Timer
}

func newRoll() *roll {
	r := &roll{left: 3}
	r.timer = time.AfterFunc(time.Second, r.next) // want `r.timer is written while another goroutine reads it, without a common lock`
	return r
}

func (r *roll) next() {
	if r.left > 0 {
		r.timer.Reset(time.Second)
	}
}

// Somebody else gets the value before it is complete.
type registry struct {
	names []string
	timer *time.Timer
}

var registries = map[string]*registry{}

func newRegistry(name string) *registry {
	r := &registry{}
	registries[name] = r
	r.timer = time.AfterFunc(time.Second, r.expire) // want `r.timer is written while another goroutine reads it, without a common lock`
	return r
}

func (r *registry) expire() {
	if len(r.names) != 0 {
		r.timer.Reset(time.Second)
	}
}

// The constructor itself brings about what the goroutine waits for.
type feed struct {
	ready bool
	last  int
}

func newFeed() *feed {
	f := &feed{}
	go f.run()
	f.ready = true // want `f.ready is written while another goroutine reads it, without a common lock`
	f.last = 1
	return f
}

func (f *feed) run() {
	for {
		if f.ready {
			f.last = 2 // want `f.last is written by two goroutines at once without a common lock`
		}
	}
}

// What is zero at first is not after some rounds.
type meterLoop struct {
	rounds int
	full   bool
}

func newMeterLoop() *meterLoop {
	m := &meterLoop{}
	go func() {
		for {
			m.rounds++
			if m.rounds > 10 {
				m.full = true // want `m.full is written by two goroutines at once without a common lock`
			}
		}
	}()
	m.full = false
	return m
}

// Two elements are two goroutines.
func twoPeers() bool {
	sent := false
	broadcast(func() []string { return []string{"a", "b"} }, func(string) { sent = true }) // want `sent is written by several instances of one goroutine at once without a lock`
	return sent
}

func broadcast(peers func() []string, send func(string)) {
	for _, p := range peers() {
		go send(p)
	}
}
