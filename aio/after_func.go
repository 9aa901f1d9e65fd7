package aio

// AfterFunc arranges for fn to run as a task of the loop of co when f is completed. It never runs inside the call that
// completes f, and not inside AfterFunc: it begins at a later turn, also when f is completed already. The functions that
// wait for one future run one after the other, in the order of the calls of AfterFunc. To get the result, fn awaits f,
// which does not wait then.
//
// fn runs whether or not co is cancelled, and uses the context of co as it is. When f is never completed, fn never runs,
// and no goroutine waits for it.
//
// stop keeps fn from running, also when f is completed already but fn has not begun. It reports whether it did. It does
// not wait for fn, and may be called by any goroutine.
func (f *Future[T]) AfterFunc(co Context, fn func(co Context)) (stop func() bool) {
	b := newCallback(co.self(), fn, 2)
	if !f.f.listen(&b.place, func() { b.prev = f.f.lastCallback() }) {
		b.notify()
	}
	return func() bool {
		if !b.drop() {
			return false
		}
		if f.f.leave(&b.place) {
			b.forget()
		}
		return true
	}
}
