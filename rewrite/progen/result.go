package progen

import "fmt"

// spawnResult starts a goroutine that delivers a result, and takes it.
func (g *gen) spawnResult(e *env) {
	c, child := g.fresh("res"), g.fresh("t")
	buffer := g.pick("", ", 1", ", 1", ", 2")
	elem := g.pick("int", "int", "error", "pair")
	typ := elem
	if elem == "pair" {
		typ = "outcome"
		g.need("outcome", "type outcome struct { N int; Err error }\n")
	}
	g.p("%s := make(chan %s%s)", c, typ, buffer)
	g.p("%s := %s.Fork(%q)", child, e.t, child)
	in := e.fork(child)
	in.last = true
	g.p("go func() {")
	g.note(in)
	if g.chance(4) {
		g.p("defer close(%s)", c)
		in.quiet = true
	}
	if elem != "int" && g.chance(3) {
		value := fmt.Sprintf("fmt.Errorf(\"panic: %%v\", r)")
		if elem == "pair" {
			value = "outcome{1, " + value + "}"
		}
		g.p("defer func() { if r := recover(); r != nil { %s <- %s } }()", c, value)
		g.body(in, 1)
		g.p("if %s { panic(%q) }", g.cond(in), g.fresh("p"))
	}
	g.body(in, g.r.IntN(3))
	send := func() { g.p("%s <- %s", c, g.element(in, elem)) }
	if g.chance(3) {
		g.p("if %s {", g.cond(in))
		send()
		g.p("return\n}")
	}
	send()
	g.p("}()")
	g.body(e.pending(), g.r.IntN(2))
	g.take(e, c)
}

// element returns a value to be sent.
func (g *gen) element(e *env, elem string) string {
	switch elem {
	case "error":
		return g.pick("nil", fmt.Sprintf("errors.New(%q)", g.fresh("err")), fmt.Sprintf("fmt.Errorf(\"n %%d\", %s)", g.expr(e)))
	case "pair":
		return fmt.Sprintf("outcome{%s, %s}", g.traced(e), g.pick("nil", "errors.ErrUnsupported"))
	}
	return g.traced(e)
}

// take receives once, in one of many ways.
func (g *gen) take(e *env, c string) {
	v := g.fresh("v")
	switch g.r.IntN(7) {
	case 0:
		g.p("%s := <-%s", v, c)
		g.p("%s.P(\"took\", %s)", e.t, v)
	case 1:
		g.p("%s.P(\"took\", %s, <-%s, %s)", e.t, g.traced(e), c, g.traced(e))
	case 2:
		g.p("select {\ncase %s := <-%s:\n%s.P(\"case\", %s)", v, c, e.t, v)
		g.body(e.inner(), g.r.IntN(2))
		g.p("case <-time.After(time.Minute):\n%s.P(\"late\")\n}", e.t)
	case 3:
		g.p("if %s, ok := <-%s; ok {\n%s.P(\"ok\", %s)\n}", v, c, e.t, v)
	case 4:
		g.p("var never%s chan int", v)
		g.p("select {\ncase %s, ok := <-%s:\n%s.P(\"case\", %s, ok)\ncase <-never%s:\n}", v, c, e.t, v, v)
	case 5:
		g.p("func() {\ndefer func() { %s.P(\"deferred\", <-%s) }()\n", e.t, c)
		g.note(e.literal(""))
		g.p("}()")
	default:
		g.p("switch %s := any(<-%s).(type) {\ncase int:\n%s.P(\"int\", %s)\ncase error:\n%s.P(\"err\", %s.Error())\ndefault:\n%s.P(\"other\", %s)\n}", v, c, e.t, v, e.t, v, e.t, v)
	}
}

// receives writes operations on a channel that only this goroutine uses.
func (g *gen) receives(e *env) {
	c := g.fresh("c")
	g.p("%s := make(chan int, 4)", c)
	for range 4 {
		g.p("%s <- %s", c, g.traced(e))
	}
	t := e.t
	n := g.r.IntN(10)
	if e.last && (n == 6 || n == 7) {
		n = 0
	}
	switch n {
	case 0:
		g.p("%s.P(\"sum\", <-%s+<-%s*2, <-%s)", t, c, c, c)
	case 1:
		v := g.fresh("arr")
		g.p("%s := make([]int, 3)", v)
		g.p("%s[%s.V(\"index\", 1)] = <-%s", v, t, c)
		g.p("%s[0], %s[2] = <-%s, <-%s", v, v, c, c)
		g.p("%s.P(\"arr\", %s)", t, v)
	case 2:
		v := g.fresh("m")
		g.p("%s := map[int]int{<-%s: <-%s}", v, c, c)
		g.p("%s[<-%s] += <-%s", v, c, c)
		g.p("%s.P(\"map\", %s)", t, v)
	case 3:
		g.p("close(%s)", c)
		g.p("for v := range %s {", c)
		in := e.inner()
		in.ro, in.mult, in.loop, in.label = append(in.ro, "v"), e.mult*4, true, ""
		g.p("%s.P(\"v\", v)", e.t)
		g.jump(in)
		g.p("}")
	case 4:
		g.p("for v := <-%s; v >= 0 && len(%s) > 0; v = <-%s { %s.P(\"v\", v) }", c, c, c, t)
	case 5:
		g.p("switch <-%s %% 2 {\ncase <-%s %% 2: %s.P(\"same\")\ndefault: %s.P(\"other\")\n}", c, c, t, t)
	case 6:
		g.p("defer %s.P(\"deferred\", <-%s)", t, c)
	case 7:
		g.p("%s <- <-%s + 1", c, c)
		g.p("close(%s)", c)
		g.p("for v := range %s { defer %s.P(\"rest\", v) }", c, t)
	case 8:
		g.p("if a, b := <-%s, <-%s; a < b && <-%s > 3 || <-%s > 5 { %s.P(\"less\", a, b) }", c, c, c, c, t)
		g.p("%s.P(\"left\", len(%s))", t, c)
	default:
		v := g.fresh("s")
		g.p("%s := struct{ a, b int }{b: <-%s, a: <-%s}", v, c, c)
		g.p("p%s := &%s.a", v, v)
		g.p("*p%s += <-%s", v, c)
		g.p("_, ok%s := <-%s", v, c)
		g.p("%s.P(\"struct\", %s, ok%s)", t, v, v)
	}
}
