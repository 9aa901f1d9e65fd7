package progen

// lockHeld writes goroutines that hold a lock while they wait.
func (g *gen) lockHeld(e *env) {
	typ, s, wg := g.fresh("guarded"), g.fresh("g"), g.fresh("wg")
	kind := g.pick("sync.Mutex", "sync.Mutex", "sync.RWMutex")
	field := "mu " + kind
	if g.chance(8) {
		field = kind
	}
	g.decls = append(g.decls, "type "+typ+" struct {\n"+field+"\nn int\nlog []int\n}\n")
	mu := s + ".mu"
	if field == kind {
		mu = s
	}
	g.p("%s := &%s{}", s, typ)
	g.p("var %s sync.WaitGroup", wg)
	g.p("for i := range 3 {")
	g.own("i")
	g.p("%s.Add(1)\ngo func() {\ndefer %s.Done()", wg, wg)
	g.p("%s.Lock()", mu)
	unlock := g.chance(2)
	if unlock {
		g.p("defer %s.Unlock()", mu)
	}
	g.p("n := %s.n\n%s\n%s.n = n + 1 + i", s, g.pause(), s)
	if !unlock {
		g.p("%s.Unlock()", mu)
	}
	g.p("}()\n}")
	if kind == "sync.RWMutex" {
		g.p("%s.RLock()\n%s\nif %s.n < 0 { panic(\"negative\") }\n%s.RUnlock()", mu, g.pause(), s, mu)
	}
	g.p("%s.Wait()\n%s.Lock()\n%s.P(\"guarded\", %s.n)\n%s.Unlock()", wg, mu, e.t, s, mu)
}

// condQueue writes a producer and a consumer around a condition.
func (g *gen) condQueue(e *env) {
	g.need("queue", `type queue struct {
	mu sync.Mutex
	cond *sync.Cond
	items []int
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	return q
}

func (q *queue) put(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, n)
	q.cond.Signal()
}

func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.cond.Broadcast()
}

func (q *queue) get() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed {
		q.cond.Wait()
	}
	if len(q.items) == 0 {
		return 0, false
	}
	n := q.items[0]
	q.items = q.items[1:]
	return n, true
}
`)
	q := g.fresh("q")
	g.p("%s := newQueue()", q)
	g.p("go func() {\ndefer %s.close()\nfor i := range 4 {\n%s.put(i * i)", q, q)
	if g.chance(2) {
		g.p("%s", g.pause())
	}
	g.p("}\n}()")
	g.p("for {\nn, ok := %s.get()\nif !ok { break }\n%s.P(\"item\", n)\n}", q, e.t)
}

// onceSlow writes a Once whose function waits, done by many.
func (g *gen) onceSlow(e *env) {
	once, n, c := g.fresh("once"), g.fresh("n"), g.fresh("done")
	g.p("var %s sync.Once\n%s, %s := 0, make(chan int)", once, n, c)
	run := g.fresh("load")
	g.p("%s := func() {\n%s.Do(func() {\n%s\n%s++\n})\n}", run, once, g.pause(), n)
	g.p("for i := range 3 {")
	g.own("i")
	g.p("go func() {\n%s()\n%s <- %s + i\n}()\n}", run, c, n)
	g.p("%s()\n%s.P(\"sum\", <-%s + <-%s + <-%s)", run, e.t, c, c, c)
}

// semaphore writes a channel that limits how many work at once.
func (g *gen) semaphore(e *env) {
	sem, most, now, wg := g.fresh("sem"), g.fresh("most"), g.fresh("now"), g.fresh("wg")
	g.p("%s := make(chan struct{}, 2)\nvar %s, %s atomic.Int64\nvar %s sync.WaitGroup", sem, most, now, wg)
	g.p("for range 5 {\n%s <- struct{}{}\n%s.Add(1)\ngo func() {\ndefer %s.Done()\ndefer func() { <-%s }()", sem, wg, wg, sem)
	g.p("if n := %s.Add(1); n > 2 { %s.Store(n) }\n%s\n%s.Add(-1)\n}()\n}\n%s.Wait()", now, most, g.pause(), now, wg)
	g.p("%s.P(\"too many\", %s.Load(), len(%s))", e.t, most, sem)
}

// polling writes a loop that looks again and again, without waiting long.
func (g *gen) polling(e *env) {
	c := g.fresh("poll")
	g.p("%s := make(chan int%s)", c, g.pick("", ", 1"))
	g.p("go func() { %s; %s <- 5 }()", g.pause(), c)
	loop := g.fresh("loop")
	g.p("%s:\nfor {\nselect {\ncase v := <-%s:\n%s.P(\"polled\", v)\nbreak %s\ndefault:\n%s\n}\n}", loop, c, e.t, loop, g.pause())
}

// callbacks writes functions that a timer or the end of a context calls.
func (g *gen) callbacks(e *env) {
	c, child := g.fresh("fired"), g.fresh("t")
	g.p("%s := make(chan int)", c)
	g.p("%s := %s.Fork(%q)", child, e.t, child)
	fire := "%s.P(\"fired\")\n" + g.pause() + "\n%s <- 1"
	switch g.r.IntN(3) {
	case 0:
		g.p("time.AfterFunc(50 * time.Microsecond, func() {\n"+fire+"\n})\n%s.P(\"got\", <-%s)", child, c, e.t, c)
	case 1:
		g.p("c%s, cancel%s := context.WithCancel(context.Background())", c, c)
		g.p("context.AfterFunc(c%s, func() {\n"+fire+"\n})\ncancel%s()\n%s.P(\"got\", <-%s)", c, child, c, c, e.t, c)
	default:
		g.p("tick%s := time.NewTicker(100 * time.Microsecond)\nfor range 2 { <-tick%s.C }\ntick%s.Stop()", c, c, c)
		g.p("go func() {\n"+fire+"\n}()\n%s.P(\"got\", <-%s)", child, c, e.t, c)
	}
}

// iterator writes a range over a function that waits between the values.
func (g *gen) iterator(e *env) {
	g.need("count", `func count(t *trace.T, n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer t.P("iterator ends")
		c := make(chan int)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			for i := range n {
				select {
				case c <- i:
				case <-stop:
					return
				}
			}
			close(c)
		}()
		for v := range c {
			if !yield(v) {
				return
			}
		}
	}
}
`)
	g.p("for v := range count(%s, 4) {", e.t)
	in := e.inner()
	in.ro, in.loop, in.label = append(in.ro, "v"), true, ""
	g.p("%s.P(\"v\", v)", e.t)
	g.sleep(in)
	g.jump(in)
	g.p("}")
}
