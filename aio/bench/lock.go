package bench

import (
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// lockRows take locks that are free, but for the last one.
func lockRows() []Row {
	return []Row{
		{Name: "mark/Mutex", Base: plain("sync.Mutex", plainMutex), Ours: mark(Free(5), markMutex), Headline: true},
		{Name: "mark/RWMutex/Lock", Base: plain("sync.RWMutex", plainWrite), Ours: mark(Free(5), markWrite)},
		{Name: "mark/RWMutex/RLock", Base: plain("sync.RWMutex", plainRead), Ours: mark(Free(5), markRead)},
		{Name: "mark/Once", Base: plain("sync.Once", plainOnce), Ours: mark(Free(5), markOnce)},
		{Name: "mark/Mutex/8 tasks", Base: plain("sync.Mutex", plainContended), Ours: mark(Limit{}, markContended)},
	}
}

func plainMutex(b *testing.B) error {
	var m sync.Mutex
	n := 0
	for range b.N {
		m.Lock()
		n++
		m.Unlock()
	}
	return check(n, b.N)
}

func markMutex(b *testing.B, co aio.Context) error {
	var m aio.Mutex
	n := 0
	for range b.N {
		m.Lock(co)
		n++
		m.Unlock()
	}
	return check(n, b.N)
}

func plainWrite(b *testing.B) error {
	var m sync.RWMutex
	n := 0
	for range b.N {
		m.Lock()
		n++
		m.Unlock()
	}
	return check(n, b.N)
}

func markWrite(b *testing.B, co aio.Context) error {
	var m aio.RWMutex
	n := 0
	for range b.N {
		m.Lock(co)
		n++
		m.Unlock()
	}
	return check(n, b.N)
}

func plainRead(b *testing.B) error {
	var m sync.RWMutex
	n := 0
	for range b.N {
		m.RLock()
		n++
		m.RUnlock()
	}
	return check(n, b.N)
}

func markRead(b *testing.B, co aio.Context) error {
	var m aio.RWMutex
	n := 0
	for range b.N {
		m.RLock(co)
		n++
		m.RUnlock()
	}
	return check(n, b.N)
}

func plainOnce(b *testing.B) error {
	var o sync.Once
	n := 0
	for range b.N {
		o.Do(func() { n++ })
	}
	return check(n, 1)
}

func markOnce(b *testing.B, co aio.Context) error {
	var o aio.Once
	n := 0
	for range b.N {
		o.Do(co, func() { n++ })
	}
	return check(n, 1)
}

// rivals is the number of tasks that want the same lock.
const rivals = 8

func plainContended(b *testing.B) error {
	var m sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for i := range rivals {
		wg.Go(func() {
			for range share(b.N, rivals, i) {
				m.Lock()
				n++
				m.Unlock()
			}
		})
	}
	wg.Wait()
	return check(n, b.N)
}

func markContended(b *testing.B, co aio.Context) error {
	var m aio.Mutex
	var wg aio.WaitGroup
	n := 0
	for i := range rivals {
		wg.Go(co, func(co aio.Context) {
			for range share(b.N, rivals, i) {
				m.Lock(co)
				n++
				m.Unlock()
			}
		})
	}
	wg.Wait(co)
	return check(n, b.N)
}

// share is what the i-th of k has to do of n.
func share(n, k, i int) int { return (n + k - 1 - i) / k }
