package clean

import "sync"

// A lock that is handed to a function which unlocks it at its end.
type evictor struct {
	mu    sync.Mutex
	dirty bool
	n     int
}

func (e *evictor) maintainAndUnlock() {
	defer e.mu.Unlock()
	e.n++
}

func (e *evictor) maintainAndUnlockIfOwn(own bool) {
	defer func() {
		if own {
			e.mu.Unlock()
		}
	}()
	e.n++
}

func (e *evictor) cleanUp() {
	e.mu.Lock()
	e.maintainAndUnlock()
	if e.dirty {
		e.n = 0
	}
}

func (e *evictor) cleanUpTwice() {
	e.cleanUp()
	e.cleanUp()
	e.mu.Lock()
	e.maintainAndUnlockIfOwn(true)
	e.cleanUp()
}
