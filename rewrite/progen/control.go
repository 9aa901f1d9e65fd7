package progen

import "fmt"

// branch writes an if or a switch.
func (g *gen) branch(e *env) {
	if g.chance(3) {
		g.p("switch n := %s; n %% 3 {", g.traced(e))
		for i := range 2 {
			g.p("case %d:", i)
			g.body(e.inner(), 1+g.r.IntN(2))
			if g.chance(4) {
				g.p("if %s { break }", g.cond(e))
				g.note(e)
			}
		}
		g.p("default:")
		g.note(e)
		g.p("}")
		return
	}
	g.block("if "+g.cond(e)+" {", e.inner(), 1+g.r.IntN(2), "")
	if g.chance(2) {
		g.block("} else {", e.inner(), 1+g.r.IntN(2), "")
	}
	g.p("}")
}

// loop writes a loop, now and then with a label.
func (g *gen) loop(e *env) {
	n := 2 + g.r.IntN(2)
	in := e.inner()
	in.mult *= n
	in.loop = true
	i := g.fresh("i")
	if g.chance(3) {
		in.label = g.fresh("loop")
		g.p("%s:", in.label)
	} else {
		in.label = ""
	}
	switch g.r.IntN(3) {
	case 0:
		g.p("for %s := range %d {", i, n)
	case 1:
		g.p("for %s := 0; %s < %d; %s++ {", i, i, n, i)
	default:
		g.p("for _, %s := range []int{%s, %s} {", i, g.traced(e), g.expr(e))
	}
	in.ro = append(in.ro, i)
	g.body(in, 1+g.r.IntN(3))
	if in.label != "" {
		g.p("if %s { %s %s }", g.cond(in), g.pick("break", "continue"), in.label)
	}
	g.p("%s.P(\"loop\", %s)", e.t, i)
	g.p("}")
}

// nested writes a block in which a name means something else.
func (g *gen) nested(e *env) {
	g.p("{")
	in := e.inner()
	if len(e.rw) > 0 && g.chance(2) {
		x := e.rw[g.r.IntN(len(e.rw))]
		g.p("%s := %s + 1", x, x)
		g.p("%s.P(%q, %s)", e.t, "shadow", x)
	}
	g.body(in, 2)
	g.p("}")
}

// recovered writes a panic that is recovered.
func (g *gen) recovered(e *env) {
	g.p("func() {")
	in := e.literal("")
	g.p("defer func() {")
	g.p("if r := recover(); r != nil { %s.P(\"recovered\", r) }", e.t)
	g.p("}()")
	g.body(in, 1+g.r.IntN(2))
	g.p("if %s { panic(fmt.Sprint(%q, %s)) }", g.cond(in), g.fresh("boom"), g.expr(in))
	g.note(in)
	g.p("}()")
}

// jump writes an early end of the function or the loop.
func (g *gen) jump(e *env) {
	if e.open {
		g.note(e)
		return
	}
	switch {
	case e.loop && g.chance(2):
		jump := g.pick("break", "continue")
		if e.label != "" && g.chance(2) {
			jump += " " + e.label
		}
		g.p("if %s { %s }", g.cond(e), jump)
	case e.ret != "" && g.chance(2):
		g.p("if %s { %s }", g.cond(e), g.result(e))
	default:
		g.note(e)
	}
}

// result returns a return statement.
func (g *gen) result(e *env) string {
	switch e.ret {
	case "int":
		return "return " + g.expr(e)
	case "pair":
		return fmt.Sprintf("return %s, %s", g.expr(e), g.pick("nil", fmt.Sprintf("errors.New(%q)", g.fresh("err"))))
	case "error":
		return "return nil"
	case "named":
		return g.pick("return", "return "+g.expr(e)+", nil")
	}
	return "return"
}

// closure writes a literal in a variable and calls it.
func (g *gen) closure(e *env) {
	f := g.unusual("f")
	in := e.literal("int")
	a := g.fresh("a")
	in.rw = append(in.rw, a)
	in.mult *= 2
	g.p("%s := func(%s int) int {", f, a)
	g.body(in, 1+g.r.IntN(2))
	g.p("%s", g.result(in))
	g.p("}")
	switch g.r.IntN(4) {
	case 0:
		g.p("%s.P(%q, %s(%s), %s(%s))", e.t, "closure", f, g.traced(e), f, g.traced(e))
	case 1:
		g.p("for _, h := range []func(int) int{%s, %s} { %s.P(\"of\", h(%s)) }", f, f, e.t, g.traced(e))
	case 2:
		g.need("apply", "func apply(f func(int) int, n int) int {\nif n == 0 { return 0 }\nreturn f(n) + 1\n}\n")
		g.p("%s.P(\"applied\", apply(%s, %s))", e.t, f, g.traced(e))
	default:
		h := g.fresh("h")
		g.p("%s := struct{ run func(int) int }{%s}", h, f)
		g.p("%s.P(\"field\", %s.run(%s), %s.run(3))", e.t, h, g.traced(e), h)
	}
}

// need declares something once.
func (g *gen) need(name, text string) {
	if !g.taken[name] {
		g.taken[name] = true
		g.decls = append(g.decls, text)
	}
}
