package turns

import (
	"sync"
	"time"
)

// A test holds the lock to see who waits for it; what can never be granted is found.
func contention(mu *sync.Mutex) {
	mu.Lock()
	time.Sleep(time.Second)
	mu.Lock() // want `mu is locked again while it is held: it can never be granted`
	mu.Unlock()
}
