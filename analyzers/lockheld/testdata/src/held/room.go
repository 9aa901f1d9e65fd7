package held

import "sync"

// One of the listeners has no room.
type broadcaster struct {
	mu        sync.Mutex
	listeners []chan<- error
	others    map[string]chan int
}

func (b *broadcaster) listen(later bool) <-chan error {
	ch := make(chan error, 1)
	if later {
		ch = make(chan error)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.listeners = append(b.listeners, ch)
	b.others["a"] = make(chan int, 1)
	b.others["b"] = make(chan int)
	return ch
}

func (b *broadcaster) broadcast(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range b.listeners {
		l <- err // want `b.mu is held across a yield \(chan\): channel send`
	}
	b.others["a"] <- 1 // want `b.mu is held across a yield \(chan\): channel send`
}
