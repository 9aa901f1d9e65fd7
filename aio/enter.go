package aio

import "context"

// Enter makes the calling goroutine a task until leave is called. It is for functions whose signature is fixed: main,
// tests, HTTP handlers, callbacks, and facades of explicit functions.
//
//	func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
//		co, leave := aio.Enter(r.Context())
//		defer leave()
//		s.serve(co, w, r)
//	}
//
// The loop is that of the task whose Context ctx is or derives from; without one it is the loop of the process, which
// under Serial is a loop of its own for each bubble of testing/synctest. The
// context part of co is ctx. It may be nil; only what looks at it panics then, as it would without a task. leave does not
// wait for tasks that were started; calling it again does nothing.
//
// Under Goroutines Enter waits for nothing. Under Serial it waits for its turn. A goroutine whose task already has its
// turn goes on as that task, and leave does nothing then: this is the case when code that does not know of tasks was
// called from a task and calls back.
func Enter(ctx context.Context) (co Context, leave func()) {
	c := carried(ctx)
	l, s, id := home(c)
	site := callSite(1)
	if !l.serial {
		t := visit(c, site)
		t.arrive(l, part(ctx), s.open())
		l.admit(t)
		t.arrived()
		return &t.co, t.leave
	}
	t, again := l.takeBaton(c, ctx, s, site, id)
	if again {
		return &taskContext{Context: part(ctx), t: t, s: s.open()}, func() {}
	}
	t.arrived()
	return &t.co, t.leave
}

// home returns the loop and scope for a goroutine that enters with the Context c, which may be nil. id is the number of
// the calling goroutine if the loop is serial.
func home(c *taskContext) (l *loop, s *scope, id uint64) {
	if c == nil {
		l = processLoop()
	} else {
		l, s = c.t.loop, c.s
	}
	if !l.serial {
		return l, s, 0
	}
	id, bubble := goroutineAndBubble()
	if c == nil && bubble != 0 {
		l = bubbleLoop(bubble)
	}
	return l, s, id
}

// caller returns the number of the calling goroutine if the loop is serial.
func (l *loop) caller() uint64 {
	if !l.serial {
		return 0
	}
	return goroutineID()
}

// visit returns a task for the calling goroutine.
func visit(c *taskContext, site uintptr) *task {
	t := &task{rare: &rare{site: site}}
	if c != nil {
		t.parent = c.t
	}
	return t
}

// takeBaton waits until the calling goroutine has the baton of l, as a new task. When it has it already, takeBaton
// returns the task it is, and true. id is the number of the goroutine.
func (l *loop) takeBaton(c *taskContext, ctx context.Context, s *scope, site uintptr, id uint64) (*task, bool) {
	if holder := l.holderOn(id); holder != nil {
		return holder, true
	}
	t := visit(c, site)
	t.arrive(l, part(ctx), s.open())
	t.sem = make(chan struct{}, 1)
	t.rare.goid = id
	l.mu.Lock()
	l.register(t)
	now := l.enqueue(t)
	l.mu.Unlock()
	if now == nil {
		<-t.sem
	}
	return t, false
}

// holderOn returns the holder of the baton if its goroutine is the calling one, whose number is id, else nil. The answer
// cannot change while it is that task.
func (l *loop) holderOn(id uint64) *task {
	l.mu.Lock()
	t := l.holder
	known := uint64(0)
	if t != nil {
		known = t.goroutine()
	}
	l.mu.Unlock()
	switch {
	case t == nil || known != 0 && known != id:
		return nil
	case known == id, !t.visitor && l.seated():
		return t
	}
	return nil
}

// mine returns the task that has the baton of l if that is the calling goroutine, else nil.
func (l *loop) mine() *task {
	if !l.serial {
		return nil
	}
	return l.holderOn(goroutineID())
}

// leave ends the visit of t, once.
func (t *task) leave() {
	if !t.left {
		t.left = true
		t.unlabel()
		t.retire()
	}
}
