// Package locks calls held where the test looks at the locks.
package locks

import "sync"

func held() {}

type s struct {
	mu     sync.Mutex
	rw     sync.RWMutex
	shards [4]shard
}

type shard struct{ sync.Mutex }

func straight(x *s) {
	held() // want `^\[\]$`
	x.mu.Lock()
	held() // want `^\[x.mu\]$`
	x.rw.RLock()
	held() // want `^\[x.mu x.rw:r\]$`
	x.mu.Unlock()
	held() // want `^\[x.rw:r\]$`
	x.rw.RUnlock()
	held() // want `^\[\]$`
}

func branches(x *s, c bool) {
	if c {
		x.mu.Lock()
		held() // want `^\[x.mu\]$`
	}
	held() // want `^\[x.mu\?\]$`
	if c {
		x.mu.Unlock()
		return
	}
	held() // want `^\[x.mu\?\]$`
}

func deferred(x *s) {
	x.mu.Lock()
	defer x.mu.Unlock()
	held() // want `^\[x.mu\]$`
}

func loops(x *s) {
	for range 3 {
		held() // want `^\[\]$`
		x.mu.Lock()
		held() // want `^\[x.mu\]$`
		x.mu.Unlock()
	}
	for i := range x.shards {
		x.shards[i].Lock()
		held() // want `^\[x.shards\[i\].Mutex\]$`
	}
	x.shards[0].Lock()
	held() // want `^\[x.shards\[i\].Mutex\? x.shards\[0\].Mutex\]$`
}

func try(x *s, c bool) {
	if x.mu.TryLock() {
		held() // want `^\[x.mu\]$`
		x.mu.Unlock()
	} else {
		held() // want `^\[\]$`
	}
	if c && !x.rw.TryRLock() {
		held() // want `^\[\]$`
	}
	if !c || !x.mu.TryLock() {
		return
	}
	held() // want `x.mu\]$`
	x.mu.Unlock()
}

func alias(x *s) {
	sh := &x.shards[1]
	mu := &sh.Mutex
	mu.Lock()
	held() // want `^\[x.shards\[1\].Mutex\]$`
	x.shards[1].Unlock()
	held() // want `^\[\]$`
}

func reassigned(x, y *s) {
	x.mu.Lock()
	x = y
	held() // want `^\[\]$`
}

func (x *s) lock()   { x.mu.Lock() }
func (x *s) unlock() { x.mu.Unlock() }

func (x *s) lockBoth() { x.lock(); x.rw.Lock() }

func lockIt(mu *sync.Mutex) { mu.Lock() }

func wrappers(x *s) {
	x.lockBoth()
	held() // want `^\[x.mu x.rw\]$`
	x.unlock()
	held() // want `^\[x.rw\]$`
	lockIt(&x.mu)
	held() // want `^\[x.rw x.mu\]$`
}

func (x *s) pause() {
	x.mu.Unlock()
	held() // want `^\[\]$`
	x.mu.Lock()
}

func paused(x *s) {
	x.mu.Lock()
	x.pause()
	held() // want `^\[x.mu\]$`
	x.mu.Unlock()
}

func elsewhere(x *s) func() {
	x.mu.Lock()
	held() // want `^\[x.mu\?\]$`
	return func() {
		held() // want `^\[\]$`
		x.mu.Unlock()
	}
}

func selects(x *s, a, b chan int) {
	x.mu.Lock()
	select {
	case <-a:
		x.mu.Unlock()
		held() // want `^\[\]$`
	case b <- 1:
		held() // want `^\[x.mu\]$`
	}
	held() // want `^\[x.mu\?\]$`
}
