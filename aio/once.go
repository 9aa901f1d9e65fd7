package aio

import "sync/atomic"

// Once is a sync.Once whose Do lets others run while it waits for a call that another task makes. The zero value is ready
// to use. It must not be copied after first use.
type Once struct {
	done atomic.Bool
	m    Mutex
}

// Do calls fn if it is the first call of Do on o, and otherwise waits until that call has returned. It is not
// interrupted. A panic of fn counts as a return.
func (o *Once) Do(co Context, fn func()) {
	if o.done.Load() {
		return
	}
	o.m.Lock(co)
	defer o.m.Unlock()
	if !o.done.Load() {
		defer o.done.Store(true)
		fn()
	}
}
