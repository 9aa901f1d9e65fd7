package aio

// beside prepares t as one that stands for a function with a goroutine of its own, beside the loop of c. To the loop it is
// a child of the task of c that is away in a call from beginning to end; it never waits for a turn.
func (t *task) beside(c *taskContext, end *audience, entry uintptr) {
	t.newborn(c, end, nil, entry)
	t.outside = inCall
	t.loop.admit(t)
}

// runBeside calls fn on the goroutine of such a task, and ended with its result: ErrGoexit if it did not return. After a
// panic, which ends the process, nothing is called.
func runBeside(fn func() error, ended func(err error)) {
	var err error
	returned := false
	defer func() {
		if !returned {
			if !goexiting() {
				return
			}
			err = ErrGoexit
		}
		ended(err)
	}()
	err = fn()
	returned = true
}

// OffloadValue starts fn beside the loop and returns the future of its value. It is the goroutine that computes one value
// and sends it to a channel: it begins at once, in parallel to the tasks, on a goroutine of its own; it always runs, and
// cannot be cancelled. The Run of co waits for it. A panic of fn ends the process.
//
// fn is no task: it must not touch what the tasks share. For work that should be bounded or cancelled see Offload.
func OffloadValue[T any](co Context, fn func() T) *Future[T] {
	j := &struct {
		f Future[T]
		t task
	}{}
	j.t.beside(co.self(), &j.f.f.audience, entryOf(fn))
	j.f.f.by = &j.t
	go runBeside(func() error { j.f.val = fn(); return nil }, func(err error) {
		if j.f.err = err; err != nil {
			j.t.co.s.fail(&j.f.f, err)
		}
		j.f.f.complete()
		j.t.finish(nil)
	})
	return &j.f
}

// Offload starts fn beside the loop and counts it until it returns: for functions that compute, which as tasks would keep
// the others waiting. It begins at once, in parallel to the tasks, and always runs; a panic of fn ends the process. It is
// no task, and must not touch what the tasks share.
func (wg *WaitGroup) Offload(co Context, fn func()) {
	t := &task{}
	t.beside(co.self(), &wg.crew.audience, entryOf(fn))
	wg.crew.add(1)
	go runBeside(func() error { fn(); return nil }, func(error) { t.finish(&wg.crew) })
}

// Offload is Go for a function that runs beside the loop: one that computes, which as a task would keep the others
// waiting. It waits for a free place as Go does. fn then begins at once, in parallel to the tasks; it is no task, and must
// not touch what the tasks share.
func (g *Group) Offload(co Context, fn func() error) {
	g.place(co)
	g.offload(co, fn)
}

// TryOffload is Offload if that does not have to wait. It reports whether the function was started.
func (g *Group) TryOffload(co Context, fn func() error) bool {
	g.mu.Lock()
	admitted := g.admit()
	g.mu.Unlock()
	if admitted {
		g.offload(co, fn)
	}
	return admitted
}

func (g *Group) offload(co Context, fn func() error) {
	t := &task{}
	t.beside(co.self(), &g.crew.audience, entryOf(fn))
	g.crew.add(1)
	go runBeside(fn, func(err error) {
		g.ended(t, err)
		g.vacate()
		t.finish(&g.crew)
	})
}
