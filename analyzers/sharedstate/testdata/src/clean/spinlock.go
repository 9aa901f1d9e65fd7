package clean

import (
	"runtime"
	"sync/atomic"
)

type counters struct {
	lock int32
	n    int
	spin spinLock
	m    int
}

// A lock that is an atomic variable.
func (c *counters) add() {
	for !atomic.CompareAndSwapInt32(&c.lock, 0, 1) {
		runtime.Gosched()
	}
	c.n++
	atomic.StoreInt32(&c.lock, 0)
}

type spinLock uint32

func (l *spinLock) Lock() {
	for {
		if atomic.CompareAndSwapUint32((*uint32)(l), 0, 1) {
			return
		}
		runtime.Gosched()
	}
}

func (l *spinLock) Unlock() { atomic.StoreUint32((*uint32)(l), 0) }

func (c *counters) addMore() {
	c.spin.Lock()
	defer c.spin.Unlock()
	c.m++
}

func count(c *counters) {
	for range 10 {
		go c.add()
		go c.addMore()
	}
}

// Who takes it and who reads are kept apart, too.
func readMore(c *counters) int {
	go c.addMore()
	c.spin.Lock()
	n := c.m
	c.spin.Unlock()
	return n
}
