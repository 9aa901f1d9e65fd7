package aio

// listener is a waiter without a task.
type listener interface{ notify() }

// listen puts w, the place of a listener, into the line of f. It reports false when f is completed.
func (f *future) listen(w *waiter, before func()) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.done.Load() {
		return false
	}
	if before != nil {
		before()
	}
	f.line.push(w)
	return true
}

// leave takes w out of the line of f, if it is still there.
func (f *future) leave(w *waiter) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.line.remove(w)
}
