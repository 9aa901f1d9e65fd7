package aio

import "sync"

// bubbles holds the serial loops that take the place of the process's in bubbles of testing/synctest, by the number of
// the bubble.
var bubbles struct {
	mu    sync.Mutex
	loops map[uint64]*Loop
}

// bubbleLoop returns the serial loop of a bubble. Nobody in a bubble may wait for somebody outside of it, so that there
// cannot be turns for both. Nothing tells when a bubble has ended: what stays of it is an idle loop, a few hundred bytes.
func bubbleLoop(bubble uint64) *loop {
	bubbles.mu.Lock()
	defer bubbles.mu.Unlock()
	h := bubbles.loops[bubble]
	if h == nil {
		if bubbles.loops == nil {
			bubbles.loops = map[uint64]*Loop{}
		}
		h = &Loop{l: newPrivateLoop(Serial)}
		bubbles.loops[bubble] = h
	}
	h.reopen()
	return h.l
}
