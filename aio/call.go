package aio

// Call runs fn, which may block, on the goroutine of the task, while the other tasks of the loop go on. It returns
// when fn has returned and the task has its turn again. A panic of fn and runtime.Goexit pass through. Under Goroutines
// it just calls fn.
//
// fn runs beside the loop: it must not touch what the tasks of the loop share.
func Call(co Context, fn func()) {
	t := co.self().t
	if t.loop.plain.Load() || !t.release(inCall) {
		fn()
		return
	}
	defer t.acquire()
	fn()
}

// Call1 is Call for a function with one result.
func Call1[A any](co Context, fn func() A) A {
	t := co.self().t
	if t.loop.plain.Load() || !t.release(inCall) {
		return fn()
	}
	defer t.acquire()
	return fn()
}

// Call2 is Call for a function with two results.
func Call2[A, B any](co Context, fn func() (A, B)) (A, B) {
	t := co.self().t
	if t.loop.plain.Load() || !t.release(inCall) {
		return fn()
	}
	defer t.acquire()
	return fn()
}

// Call3 is Call for a function with three results.
func Call3[A, B, C any](co Context, fn func() (A, B, C)) (A, B, C) {
	t := co.self().t
	if t.loop.plain.Load() || !t.release(inCall) {
		return fn()
	}
	defer t.acquire()
	return fn()
}
