package clean

import "sync"

// Each listener has room for the one error that it gets.
type broadcaster struct {
	mu        sync.Mutex
	listeners []chan<- error
}

func (b *broadcaster) listen() <-chan error {
	ch := make(chan error, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.listeners = append(b.listeners, ch)
	return ch
}

func (b *broadcaster) broadcast(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	current := b.listeners
	b.listeners = nil
	for _, l := range current {
		l <- err
	}
}

type call[V any] struct {
	value V
	chans []chan V
}

type pending[V any] struct {
	mu    sync.Mutex
	calls map[string]*call[V]
	byKey map[string]chan V
	queue chan chan V
}

func (f *pending[V]) do(key string) <-chan V {
	ch := make(chan V, 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	if c, ok := f.calls[key]; ok {
		c.chans = append(c.chans, ch)
		return ch
	}
	f.calls[key] = &call[V]{chans: []chan V{ch}}
	f.byKey[key] = ch
	go func() { f.queue <- ch }()
	return ch
}

func (f *pending[V]) done(key string, c *call[V]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, ch := range c.chans {
		ch <- c.value
	}
	f.byKey[key] <- c.value
}

func (f *pending[V]) next(v V) {
	ch := <-f.queue
	f.mu.Lock()
	defer f.mu.Unlock()
	ch <- v
}
