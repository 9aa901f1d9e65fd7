package aio

import "sync/atomic"

// watch is the place of a watcher in the list of one future. The lock of the future guards next and prev, that of the
// watcher the rest.
type watch struct {
	by         *watcher
	of         AnyFuture
	at         int // place of the future among the arguments
	told       atomic.Bool
	next, prev *watch
}

// watchList is the ring of those who want to be told of the completion of a future, in the order in which they came. The
// lock of the future guards it.
type watchList struct{ head *watch }

func (l *watchList) push(w *watch) {
	if l.head == nil {
		l.head, w.next, w.prev = w, w, w
		return
	}
	w.next, w.prev = l.head, l.head.prev
	w.prev.next, w.next.prev = w, w
}

// each calls yield for those in the ring, in order.
func (l *watchList) each(yield func(*watch) bool) {
	for w := l.head; w != nil; {
		next := w.next
		if !yield(w) || next == l.head {
			return
		}
		w = next
	}
}

// remove takes w, which is in the list, out.
func (l *watchList) remove(w *watch) {
	if w.next == w {
		l.head = nil
	} else {
		w.prev.next, w.next.prev = w.next, w.prev
		if l.head == w {
			l.head = w.next
		}
	}
	w.next, w.prev = nil, nil
}

// tell empties the list and returns the waiters that the caller has to wake once it holds no lock. The future must not
// be seen as completed before: who then completes another one has to come second in the order of completion.
func (l *watchList) tell() *waiter {
	if l.head == nil {
		return nil
	}
	var woken leavers
	for w := l.head; w != nil; w = l.head {
		l.remove(w)
		w.by.tell(w, &woken)
	}
	return woken.first
}
