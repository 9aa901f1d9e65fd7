package progen

import "fmt"

// callee returns an expression that can be called, and writes what it needs.
func (g *gen) callee(e *env, f *function) string {
	fun := f.name
	if f.typed {
		if g.chance(2) {
			fun += "[int]"
		}
	}
	if f.recv != nil {
		fun = g.receiver(e, f) + "." + f.name
	}
	if f.typed && fun == f.name {
		return fun
	}
	switch g.r.IntN(6) {
	case 0:
		h := g.unusual("h")
		g.p("%s := %s", h, fun)
		return h
	case 1:
		h := g.fresh("table")
		g.p("%s := map[string]any{\"n\": 1}", h)
		g.p("%s.P(\"len\", len(%s))", e.t, h)
	}
	return fun
}

// receiver returns an expression for the receiver of a method.
func (g *gen) receiver(e *env, f *function) string {
	id := g.expr(e)
	name, typ := g.unusual("s"), f.recv.name
	if f.iface != "" && g.chance(2) {
		amp := ""
		if f.recv.pointer {
			amp = "&"
		}
		g.p("var %s %s = plain%s{}", name, f.iface, f.name)
		g.p("if %s { %s = %s%s{%s} }", g.cond(e), name, amp, typ, id)
		return name
	}
	if f.recv.outer != "" && g.chance(2) {
		typ = f.recv.outer
		id = fmt.Sprintf("%s{%s}, 2", f.recv.name, id)
	}
	if f.recv.pointer && g.chance(2) || g.chance(4) {
		typ = "&" + typ
	}
	g.p("%s := %s{%s}", name, typ, id)
	if g.chance(5) {
		g.p("%s.id++", name)
	}
	return name
}

// args returns the arguments of a call, for the trace t.
func (g *gen) args(e *env, f *function, t string) string {
	n := g.traced(e)
	if f.typed && g.chance(2) {
		n = fmt.Sprintf("int(number(%s))", n)
	}
	list := []string{t, n}
	if f.ctx >= 0 {
		list = append(list[:f.ctx], append([]string{g.context(e)}, list[f.ctx:]...)...)
	}
	text := list[0]
	for _, a := range list[1:] {
		text += ", " + a
	}
	return text
}

// context returns a context to hand over.
func (g *gen) context(e *env) string {
	switch n := g.r.IntN(10); {
	case e.ctx == "":
		return g.pick("context.Background()", fmt.Sprintf("context.WithValue(context.TODO(), trace.Key(%q), %q)", g.pick("a", "b"), g.fresh("val")))
	case n == 0:
		return "context.Background()"
	case n == 1:
		return fmt.Sprintf("context.WithoutCancel(%s)", e.ctx)
	case n < 4:
		return fmt.Sprintf("context.WithValue(%s, trace.Key(%q), %q)", e.ctx, g.pick("a", "b"), g.fresh("val"))
	}
	return e.ctx
}

// callStmt writes a call and uses its results.
func (g *gen) callStmt(e *env) {
	f := g.someFunction(e)
	if f == nil {
		g.note(e)
		return
	}
	g.charge(e, f.cost)
	fun := g.callee(e, f)
	call := fmt.Sprintf("%s(%s)", fun, g.args(e, f, e.t))
	switch f.ret {
	case "":
		if !e.last && g.chance(5) {
			call = "defer " + call
		}
		g.p("%s", call)
	case "int":
		if e.depth < 6 && g.chance(3) {
			g.p("%s.P(\"got\", %s, %s, %s)", e.t, g.traced(e), call, g.traced(e))
			return
		}
		if len(e.rw) > 0 && g.chance(2) {
			g.p("%s = %s %% 1013", e.rw[g.r.IntN(len(e.rw))], call)
			return
		}
		g.p("if v := %s; v%%2 == 0 { %s.P(\"even\", v) }", call, e.t)
	default:
		v, err := g.fresh("v"), g.fresh("err")
		g.p("%s, %s := %s", v, err, call)
		g.p("%s.P(\"pair\", %s, %s)", e.t, v, err)
		e.rw = append(e.rw, v)
		if e.ret == "pair" && !e.open && g.chance(2) {
			g.p("if %s != nil { return %s, fmt.Errorf(\"wrapped: %%w\", %s) }", err, v, err)
		}
	}
}
