package progen

import "fmt"

// spawnGroup starts goroutines, goes on, and waits for all of them.
func (g *gen) spawnGroup(e *env) {
	n := 1 + g.r.IntN(3)
	j := g.newJoin(e)
	j.begin(n)
	for range n {
		g.spawn(e, j)
		if g.chance(4) {
			g.assign(e) // what the goroutine was given must not change with it
		}
	}
	g.body(e.pending(), g.r.IntN(2))
	j.end(n)
	g.note(e)
}

// spawn starts one goroutine of a group.
func (g *gen) spawn(e *env, j *join) {
	j.add()
	child := g.fresh("t")
	fork := fmt.Sprintf("%s.Fork(%q)", e.t, child)
	quiet := g.chance(6) || e.quiet
	switch g.r.IntN(5) {
	case 0: // a literal that captures only what does not change
		g.p("%s := %s", child, fork)
		in := e.fork(child)
		in.last = true
		in.ro, in.quiet = e.ro, quiet
		g.p("go func() {")
		j.done(func() { g.note(in); g.body(in, 1+g.r.IntN(3)) })
		g.p("}()")
	case 1, 2: // arguments
		tname := g.pick("t", child, child)
		in := e.fork(tname)
		in.last = true
		name := g.pick("n", "n", g.unusual("n"))
		in.ro, in.quiet = nil, quiet
		in.rw = []string{name}
		ctxParam, ctxArg := "", ""
		if e.ctx != "" && g.chance(2) {
			in.ctx, in.fixed = g.pick("ctx", "c", "inner"), false
			ctxParam, ctxArg = ", "+in.ctx+" context.Context", ", "+g.context(e)
		}
		g.p("go func(%s *trace.T, %s int%s) {", tname, name, ctxParam)
		j.done(func() {
			g.p("%s.P(\"start\", %s)", tname, name)
			g.body(in, 1+g.r.IntN(3))
		})
		g.p("}(%s, %s%s)", fork, g.traced(e), ctxArg)
	default: // a function, in a wrapper that counts
		f := g.someFunction(e)
		if f == nil || j.kind != "wg" && j.kind != "field" {
			g.p("%s := %s", child, fork)
			in := e.fork(child)
			in.last = true
			in.ro = nil
			g.p("go func() {")
			j.done(func() { g.note(in) })
			g.p("}()")
			return
		}
		g.charge(e, f.cost)
		j.method(f, fork)
	}
}

// join is a way to wait for goroutines.
type join struct {
	g     *gen
	e     *env
	kind  string
	name  string
	ahead bool // all are counted before the first starts
}

func (g *gen) newJoin(e *env) *join {
	j := &join{g: g, e: e, kind: g.pick("wg", "wg", "field", "chan", "buffered", "cond", "atomic"), ahead: g.chance(3)}
	switch j.kind {
	case "wg":
		j.name = g.fresh("wg")
		g.p("var %s sync.WaitGroup", j.name)
	case "field":
		j.name = g.fresh("owner") + ".wg"
		typ := g.fresh("owning")
		g.decls = append(g.decls, fmt.Sprintf("type %s struct { id int; wg sync.WaitGroup }\n", typ))
		g.p("%s := &%s{id: %s}", j.name[:len(j.name)-3], typ, g.expr(e))
	case "chan", "buffered":
		j.name = g.fresh("done")
		g.p("%s := make(chan struct{}%s)", j.name, map[string]string{"chan": "", "buffered": ", 3"}[j.kind])
	case "cond":
		j.name = g.fresh("state")
		g.need("counter", "type counter struct { mu sync.Mutex; cond *sync.Cond; n int }\n")
		g.p("%s := &counter{}", j.name)
		g.p("%s.cond = sync.NewCond(&%s.mu)", j.name, j.name)
	case "atomic":
		j.name = g.fresh("left")
		g.p("var %s atomic.Int64", j.name)
	}
	return j
}

func (j *join) counted() bool { return j.kind == "wg" || j.kind == "field" }

func (j *join) begin(n int) {
	if j.kind == "atomic" {
		j.g.p("%s.Add(%d)", j.name, n)
	}
	if j.counted() && j.ahead {
		j.g.p("%s.Add(%d)", j.name, n)
	}
}

func (j *join) add() {
	if j.counted() && !j.ahead {
		j.g.p("%s.Add(1)", j.name)
	}
}

// done writes the goroutine's body with the note that it has ended.
func (j *join) done(body func()) {
	g := j.g
	switch {
	case j.counted() && g.chance(4):
		body()
		g.p("%s.Done()", j.name)
	case j.counted():
		g.p("defer %s.Done()", j.name)
		body()
	case j.kind == "cond":
		body()
		g.p("%s.mu.Lock()", j.name)
		g.p("%s.n++", j.name)
		g.p("%s.cond.%s()", j.name, g.pick("Signal", "Broadcast"))
		g.p("%s.mu.Unlock()", j.name)
	case j.kind == "atomic":
		g.p("defer %s.Add(-1)", j.name)
		body()
	case g.chance(2):
		g.p("defer func() { %s <- struct{}{} }()", j.name)
		body()
	default:
		body()
		g.p("%s <- struct{}{}", j.name)
	}
}

// method starts a declared function whose wrapper counts.
func (j *join) method(f *function, fork string) {
	g, e := j.g, j.e
	child := *e
	child.ctx = ""
	wrapper := g.fresh("run")
	params, args := "", ""
	if f.ctx >= 0 {
		params, args = ", ctx context.Context", ", "+g.context(e)
		child.ctx = "ctx"
	}
	wg, wgArg := "wg *sync.WaitGroup", "&"+j.name
	done := "wg.Done()"
	recv, target := "", wrapper
	if j.kind == "field" {
		typ := ""
		owner := j.name[:len(j.name)-3]
		typ = g.typeOf(owner)
		wg, wgArg = "extra int", g.traced(e)
		done = "o.wg.Done()"
		recv, target = fmt.Sprintf("(o *%s) ", typ), owner+"."+wrapper
	}
	g.declare(func() {
		g.p("func %s%s(t *trace.T, n int, %s%s) {", recv, wrapper, wg, params)
		g.p("defer %s", done)
		inner := &env{t: "t", ctx: child.ctx, rw: []string{"n"}, mult: 1, depth: 5}
		call := g.callee(inner, f) + "("
		g.p("%s%s)", call, g.args(inner, f, "t"))
		g.p("t.P(\"end\", n)")
		g.p("}")
	})
	g.p("go %s(%s, %s, %s%s)", target, fork, g.traced(e), wgArg, args)
}

// typeOf returns the type of an owner, which was declared just before it.
func (g *gen) typeOf(owner string) string {
	var n int
	fmt.Sscanf(owner, "owner%d", &n)
	return fmt.Sprintf("owning%d", n+1)
}

// end waits for all.
func (j *join) end(n int) {
	g := j.g
	switch j.kind {
	case "wg", "field":
		g.p("%s.Wait()", j.name)
	case "cond":
		g.p("%s.mu.Lock()", j.name)
		g.p("for %s.n < %d { %s.cond.Wait() }", j.name, n, j.name)
		g.p("%s.mu.Unlock()", j.name)
	case "atomic":
		g.p("for %s.Load() > 0 { time.Sleep(100 * time.Microsecond) }", j.name)
	default:
		if g.chance(2) {
			g.p("for range %d { <-%s }", n, j.name)
			return
		}
		g.p("for range %d {", n)
		g.p("select {\ncase <-%s:\ncase <-time.After(time.Minute):\npanic(\"late\")\n}\n}", j.name)
	}
}
