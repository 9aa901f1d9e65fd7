package progen

import "fmt"

// busy returns statements that compute and wait for nobody.
func (g *gen) busy(result string) string {
	k := g.fresh("k")
	return fmt.Sprintf("for %s := 0; %s < %d; %s++ { %s = (%s*7 + %s) %% 1009 }", k, k, 50+g.r.IntN(3000), k, result, result, k)
}

// completion writes a goroutine that closes a channel when it ends, and
// those who wait for that.
func (g *gen) completion(e *env) {
	c, child := g.fresh("finished"), g.fresh("t")
	g.p("%s := make(chan %s%s)", c, g.pick("struct{}", "struct{}", "bool", "int"), g.pick("", "", ", 1"))
	g.p("%s := %s.Fork(%q)", child, e.t, child)
	in := e.fork(child)
	in.last, in.quiet = true, g.chance(3)
	g.p("go func() {")
	closes := ""
	switch g.r.IntN(6) {
	case 0:
		g.p("defer func() { _ = recover() }()\ndefer close(%s)", c)
		g.p("if %s { panic(1) }", g.cond(in))
	case 1:
		g.p("defer close(%s)", c)
		g.p("if %s { runtime.Goexit() }", g.cond(in))
	case 2:
		g.p("defer func() { %s.P(\"closing\"); close(%s) }()", child, c)
	case 3:
		closes = fmt.Sprintf("close(%s)", c)
	default:
		g.p("defer close(%s)", c)
		in.ret, in.open = "", false
		g.p("if %s { %s.P(\"early\"); return }", g.cond(in), child)
	}
	g.note(in)
	g.body(in, g.r.IntN(3))
	if in.quiet {
		sum := g.fresh("sum")
		g.p("%s := 1\n%s\n%s.P(\"sum\", %s)", sum, g.busy(sum), child, sum)
	}
	g.p("%s\n}()", closes)
	g.body(e.pending(), g.r.IntN(2))
	for range 1 + g.r.IntN(3) {
		g.awaitClosed(e, c)
	}
	g.p("<-%s\n%s.P(\"over\")", c, e.t)
}

// awaitClosed writes one of the ways to wait for a channel to be closed.
func (g *gen) awaitClosed(e *env, c string) {
	switch g.r.IntN(8) {
	case 0, 1:
		g.p("<-%s", c)
	case 2:
		g.p("select {\ncase <-%s:\n%s.P(\"closed\")\ncase <-time.After(time.Minute):\n}", c, e.t)
	case 3:
		g.p("if _, ok := <-%s; !ok { %s.P(\"not ok\") }", c, e.t)
	case 4:
		t, ack := g.fresh("t"), g.fresh("ack")
		g.p("%s, %s := make(chan int), %s.Fork(%q)", ack, t, e.t, t)
		g.p("go func() {\n<-%s\n%s.P(\"seen\")\n%s <- 1\n}()\n<-%s", c, t, ack, ack)
	case 5:
		g.p("func() {\ndefer func() { <-%s; %s.P(\"deferred\") }()", c, e.t)
		g.note(e.literal(""))
		g.p("}()")
	case 6:
		g.p("select {\ncase <-%s:\ncase <-context.Background().Done():\npanic(\"background\")\n}", c)
	default:
		g.p("for range %s {\n}", c)
	}
}

// computing writes goroutines that compute and deliver in different ways.
func (g *gen) computing(e *env) {
	sums, n := g.fresh("sums"), 2+g.r.IntN(3)
	g.p("%s := make([]int, %d)", sums, n)
	switch g.r.IntN(5) {
	case 0:
		wg := g.fresh("wg")
		g.p("var %s sync.WaitGroup\nfor i := range %d {", wg, n)
		g.own("i")
		g.p("%s.Add(1)\ngo func() {\ndefer %s.Done()\n%s\n}()\n}\n%s.Wait()", wg, wg, g.busy(sums+"[i]"), wg)
	case 1:
		wg := g.fresh("wg")
		g.p("var %s sync.WaitGroup\nfor i := range %d {", wg, n)
		g.own("i")
		g.p("%s.Go(func() {\n%s[i] = i\n%s\n})\n}\n%s.Wait()", wg, sums, g.busy(sums+"[i]"), wg)
	case 2:
		c := g.fresh("c")
		g.p("%s := make(chan int, 1)\ngo func() {\nsum := %d\n%s\n%s <- sum\n}()", c, g.r.IntN(9), g.busy("sum"), c)
		g.p("%s[0] = %s\n%s[1] = <-%s", sums, g.traced(e), sums, c)
	case 3: // one computes with what others computed
		a, b := g.fresh("a"), g.fresh("b")
		g.p("%s, %s := make(chan int, 1), make(chan int, 1)", a, b)
		g.p("go func() {\nsum := 3\n%s\n%s <- sum\n}()", g.busy("sum"), a)
		g.p("go func() {\nsum := <-%s\n%s\n%s <- sum\n}()", a, g.busy("sum"), b)
		g.p("%s[0] = <-%s", sums, b)
	default: // a function that nobody knows
		run, c := g.fresh("run"), g.fresh("c")
		g.p("%s, %s := make(chan struct{}), []func(int){\nfunc(i int) { %s },\nfunc(i int) { %s; %s[i] = i },\n}", c, run, g.busy(sums+"[i]"), g.pause(), sums)
		g.p("for i, f := range %s {", run)
		g.own("i")
		g.own("f")
		g.p("go func() {\nf(i)\n%s <- struct{}{}\n}()\n}\nfor range 2 { <-%s }", c, c)
	}
	g.p("%s.P(\"sums\", %s)", e.t, sums)
}

const errgroupPath = "golang.org/x/sync/errgroup"

// errGroup writes an errgroup with and without context and limit. One of its
// functions may fail; the others then do not look at the context.
func (g *gen) errGroup(e *env) {
	group, fails := g.fresh("group"), g.chance(2)
	g.p("func() {")
	ctx := ""
	if g.chance(2) {
		ctx = g.fresh("ctx")
		if e.ctx != "" && g.chance(2) {
			ctx = e.ctx
		}
		g.p("%s, %s := errgroup.WithContext(context.WithoutCancel(%s))", group, ctx, g.parent(e))
	} else {
		g.p("%s", g.pick("var "+group+" errgroup.Group", group+" := new(errgroup.Group)", group+" := &errgroup.Group{}"))
	}
	if g.chance(2) {
		g.p("%s.SetLimit(%d)", group, 1+g.r.IntN(3))
	}
	for i := range 2 + g.r.IntN(2) {
		child := g.fresh("t")
		g.p("%s := %s.Fork(%q)", child, e.t, child)
		in := e.fork(child)
		in.last, in.quiet = true, g.chance(3)
		in.ctx = ctx
		if fails {
			in.ctx = ""
		}
		fn := g.unusual("fn")
		in.ret, in.open = "error", true // it ends at its end
		g.p("%s := func() error {", fn)
		g.note(in)
		g.body(in, 1+g.r.IntN(2))
		if ctx != "" && fails && i != 1 && g.chance(2) {
			g.p("<-%s.Done()", ctx)
		}
		if fails && i == 1 {
			g.p("return errors.New(%q)\n}", child)
		} else {
			g.p("return nil\n}")
		}
		if ctx != "" && fails {
			g.p("%s.Go(%s)", group, fn)
			continue
		}
		switch g.r.IntN(4) {
		case 0:
			g.p("if !%s.TryGo(%s) {\nif err := %s(); err != nil { %s.Go(func() error { return err }) }\n}", group, fn, fn, group)
		case 1:
			g.p("for !%s.TryGo(%s) { %s }", group, fn, g.pause())
		default:
			g.p("%s.Go(%s)", group, fn)
		}
	}
	g.body(e.literal("").pending(), g.r.IntN(2))
	g.p("err := %s.Wait()\n%s.P(\"group\", err)", group, e.t)
	if ctx != "" {
		g.p("%s.Ctx(\"after the group\", %s)", e.t, ctx)
	}
	g.p("}()")
}
