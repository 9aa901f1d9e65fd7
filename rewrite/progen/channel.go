package progen

// selectOne writes a select with one case that can be taken.
func (g *gen) selectOne(e *env) {
	ready, empty := g.fresh("ready"), g.fresh("empty")
	g.p("%s, %s := make(chan int, 1), make(chan int)", ready, empty)
	send := g.chance(2)
	if !send {
		g.p("go func() { %s; %s <- 4 }()", g.pause(), ready)
	}
	label := ""
	if g.chance(3) {
		label = g.fresh("sel")
		g.p("%s:", label)
	}
	g.p("select {")
	if send {
		g.p("case trace.Ch(%s, \"channel\", %s) <- %s:", e.t, ready, g.traced(e))
		g.body(e.inner(), 1)
	} else {
		g.p("case v := <-trace.Ch(%s, \"channel\", %s):", e.t, ready)
		in := e.inner()
		in.ro = append(in.ro, "v")
		g.body(in, 1)
		g.p("%s.P(\"v\", v)", e.t)
	}
	if label != "" {
		g.p("if %s { break %s }", g.cond(e), label)
	}
	g.p("case <-trace.Ch(%s, \"other\", %s):", e.t, empty)
	g.note(e)
	if g.chance(2) {
		g.p("case %s <- %s:", "trace.Ch("+e.t+", \"nil\", (chan int)(nil))", g.traced(e))
	}
	if e.ctx != "" && g.chance(2) {
		g.p("case <-context.WithoutCancel(%s).Done():", e.ctx)
	}
	g.p("}")
	g.note(e)
}

// pipeline writes stages, each a goroutine, and a sink.
func (g *gen) pipeline(e *env) {
	buffer := g.pick("", "", ", 2")
	n := 2 + g.r.IntN(3)
	prev := g.fresh("src")
	child := g.fresh("t")
	g.p("%s := make(chan int%s)", prev, buffer)
	g.p("%s := %s.Fork(%q)", child, e.t, child)
	g.p("go func() {\ndefer close(%s)\nfor i := range %d {", prev, n)
	in := e.fork(child)
	in.ro, in.mult, in.loop = []string{"i"}, e.mult*n, false
	g.p("%s.P(\"i\", i)", child)
	g.body(in, 1)
	g.p("%s <- %s\n}\n}()", prev, g.traced(in))
	for range g.r.IntN(3) {
		prev = g.stage(e, prev, n, buffer)
	}
	g.p("for v := range %s {", prev)
	in = e.pending()
	in.ro, in.mult, in.loop = append(in.ro, "v"), e.mult*n, false
	g.body(in, 1)
	g.p("%s.P(\"sink\", v)\n}", e.t)
}

func (g *gen) stage(e *env, prev string, n int, buffer string) string {
	next, child := g.fresh("stage"), g.fresh("t")
	in := e.fork(child)
	in.ro, in.mult = []string{"v"}, e.mult*n
	if g.chance(2) {
		f := g.fresh("filter")
		g.declare(func() {
			g.p("func %s(t *trace.T, in <-chan int) <-chan int {\nout := make(chan int%s)\ngo func() {\ndefer close(out)\nfor v := range in {", f, buffer)
			inner := &env{t: "t", ro: []string{"v"}, mult: n, depth: 5, open: true}
			g.p("t.P(\"v\", v)")
			g.body(inner, 1)
			g.p("out <- %s\n}\n}()\nreturn out\n}", g.expr(inner))
		})
		g.charge(e, n*5)
		g.p("%s := %s(%s.Fork(%q), %s)", next, f, e.t, child, prev)
		return next
	}
	g.p("%s := %s.Fork(%q)", child, e.t, child)
	g.p("%s := make(chan int%s)", next, buffer)
	g.p("go func() {\ndefer close(%s)\nfor v := range %s {", next, prev)
	in.open = true
	g.p("%s.P(\"v\", v)", child)
	g.body(in, 1)
	g.p("%s <- %s\n}\n}()", next, g.expr(in))
	return next
}

// fanOut writes workers that take jobs and deliver results, which are sorted.
func (g *gen) fanOut(e *env) {
	jobs, results, wg := g.fresh("jobs"), g.fresh("results"), g.fresh("wg")
	g.p("%s, %s := make(chan int%s), make(chan int%s)", jobs, results, g.pick("", ", 3"), g.pick("", ", 8"))
	g.p("var %s sync.WaitGroup", wg)
	workers, n := 2+g.r.IntN(2), 3+g.r.IntN(5)
	ahead := g.chance(3)
	if ahead {
		g.p("%s.Add(%d)", wg, workers)
	}
	g.p("for w := range %d {", workers)
	if !ahead {
		g.p("%s.Add(1)", wg)
	}
	g.p("go func(w int) {\ndefer %s.Done()\nfor job := range %s {\nif job %% 2 == w %% 2 { %s }\n%s <- job * 3\n}\n}(w)\n}", wg, jobs, g.pause(), results)
	g.p("go func() {\nfor i := range %d { %s <- i + %s }\nclose(%s)\n%s.Wait()\nclose(%s)\n}()", n, jobs, "1", jobs, wg, results)
	all := g.fresh("all")
	g.p("var %s []int", all)
	g.p("for r := range %s { %s = append(%s, r) }", results, all, all)
	g.p("slices.Sort(%s)\n%s.P(\"all\", %s)", all, e.t, all)
}

// merge writes a loop over a select that ends when both channels are closed.
func (g *gen) merge(e *env) {
	a, b, sum, loop := g.fresh("a"), g.fresh("b"), g.fresh("sum"), g.fresh("loop")
	g.p("%s, %s, %s := make(chan int), make(chan int, 1), 0", a, b, sum)
	for _, c := range []string{a, b} {
		g.p("go func() {\ndefer close(%s)\nfor i := range %d { %s <- i }\n}()", c, 1+g.r.IntN(4), c)
	}
	if g.chance(2) {
		g.p("for %s != nil || %s != nil {", a, b)
		loop = ""
	} else {
		g.p("%s:\nfor {", loop)
	}
	g.p("select {\ncase v, ok := <-%s:\nif !ok { %s = nil; break }\n%s += v", a, a, sum)
	g.p("case v, ok := <-%s:\nif !ok { %s = nil; continue }\nif v < 0 { return%s }\n%s += 10 * v", b, b, g.result(e)[len("return"):], sum)
	if g.chance(2) {
		g.p("case <-(chan int)(nil):\npanic(\"nil channel\")")
	}
	if loop != "" {
		g.p("case <-time.After(3 * time.Millisecond):\nif %s == nil && %s == nil { break %s }", a, b, loop)
	}
	g.p("}\n}\n%s.P(\"merged\", %s)", e.t, sum)
}

// pingPong writes two goroutines that take turns.
func (g *gen) pingPong(e *env) {
	ping, pong, child := g.fresh("ping"), g.fresh("pong"), g.fresh("t")
	g.p("%s, %s := make(chan int), make(chan int)", ping, pong)
	g.p("%s := %s.Fork(%q)", child, e.t, child)
	g.p("go func() {\ndefer close(%s)\nfor v := range %s {\n%s.P(\"ping\", v)\n", pong, ping, child)
	if g.chance(2) {
		g.p("%s", g.pause())
	}
	g.p("%s <- v * 2\n}\n}()", pong)
	g.p("for i := range 3 {\n%s <- %s.V(\"to\", i)\n%s.P(\"pong\", <-%s)\n}\nclose(%s)\n<-%s", ping, e.t, e.t, pong, ping, pong)
}
