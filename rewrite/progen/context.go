package progen

import "fmt"

func (g *gen) noteContext(e *env) {
	if e.ctx == "" {
		g.note(e)
		return
	}
	g.p("%s.Ctx(%q, %s)", e.t, g.fresh("ctx"), e.ctx)
}

// parent returns the context to derive from.
func (g *gen) parent(e *env) string {
	if e.ctx == "" {
		return "context.Background()"
	}
	return e.ctx
}

// derive writes a context derived from another, in a variable of the same or
// another name, or that is set again.
func (g *gen) derive(e *env) {
	in := e.inner()
	parent := g.parent(e)
	value := fmt.Sprintf("context.WithValue(%s, trace.Key(%q), %q)", parent, g.pick("a", "b"), g.fresh("val"))
	name := g.fresh("ctx")
	if e.ctx != "" && g.chance(2) {
		name = e.ctx
	}
	switch n := g.r.IntN(7); {
	case n == 0 && e.ctx != "" && !e.fixed:
		g.p("{\nold := %s\n%s = %s", e.ctx, e.ctx, value)
		g.body(in, 2)
		g.p("%s = old\n}", e.ctx)
		return
	case n == 1:
		g.p("{\nvar %s context.Context = %s", name, value)
	case n == 2:
		g.p("{\n%s, cancel := context.WithCancel(%s)\ndefer cancel()", name, parent)
	case n == 3:
		g.p("{\n%s, cancel := context.WithTimeout(%s, time.Hour)\ndefer cancel()", name, parent)
	case n == 4:
		g.p("{\n%s, cancel := context.WithCancelCause(%s)\ndefer cancel(nil)", name, parent)
		in.ctx, in.fixed = name, false
		g.body(in, 1)
		g.p("cancel(errors.New(%q))", g.fresh("cause"))
	case n == 5:
		h := g.fresh("holder")
		g.p("{\n%s := struct{ ctx context.Context }{%s}\n%s := %s.ctx", h, value, name, h)
	default:
		g.p("{\n%s := %s", name, value)
	}
	in.ctx, in.fixed = name, false
	g.p("%s.Ctx(%q, %s)", e.t, g.fresh("sub"), name)
	g.body(in, 1+g.r.IntN(3))
	g.p("}")
	g.noteContext(e)
}

// cancelled writes a goroutine that ends when its context does.
func (g *gen) cancelled(e *env) {
	child, c := g.fresh("t"), g.fresh("done")
	ctx, cancel := g.fresh("ctx"), g.fresh("cancel")
	if e.ctx != "" && g.chance(2) {
		ctx = e.ctx
	}
	timeout := g.chance(2)
	parent := "context.WithoutCancel(" + g.parent(e) + ")"
	if g.chance(3) {
		parent = "context.Background()"
	} else if g.chance(2) {
		g.p("if %s.Err() == nil {", g.parent(e))
		defer g.p("}")
		parent = g.parent(e)
	}
	g.p("func() {")
	if timeout {
		g.p("%s, %s := context.WithTimeout(%s, 300 * time.Microsecond)\ndefer %s()", ctx, cancel, parent, cancel)
	} else {
		g.p("%s, %s := context.WithCancel(%s)\ndefer %s()", ctx, cancel, parent, cancel)
	}
	g.p("%s, %s := make(chan error), %s.Fork(%q)", c, child, e.t, child)
	in := e.fork(child)
	in.ctx, in.last = ctx, true
	g.p("go func() {")
	switch g.r.IntN(4) {
	case 0:
		g.p("<-%s.Done()", ctx)
	case 1:
		loop := g.fresh("loop")
		g.p("%s:\nfor {\nselect {\ncase <-%s.Done():\n%s.Ctx(\"seen\", %s)\nbreak %s\ncase <-time.After(%s):\n}\n}", loop, ctx, child, ctx, loop, g.pick("time.Hour", "100*time.Microsecond"))
	case 2:
		g.p("select {\ncase <-time.After(time.Hour):\ncase <-%s.Done():\n}", ctx)
	default:
		g.need("await", `func await(ctx context.Context, t *trace.T, c <-chan int) error {
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		t.Ctx("await", ctx)
		return ctx.Err()
	}
}
`)
		g.p("%s.P(\"awaited\", await(%s, %s, nil))", child, g.pick(ctx, "context.WithValue("+ctx+", trace.Key(\"b\"), 1)"), child)
	}
	g.p("%s.Ctx(\"ended\", %s)", child, ctx)
	g.body(in, g.r.IntN(2))
	g.p("%s <- %s\n}()", c, g.pick(ctx+".Err()", "context.Cause("+ctx+")", "fmt.Errorf(\"ended: %w\", "+ctx+".Err())"))
	if !timeout {
		pend := e.literal("").pending()
		g.body(pend, g.r.IntN(2))
		g.p("%s()", cancel)
	}
	g.p("err := <-%s\n%s.P(\"err\", err, errors.Is(err, context.Canceled))", c, e.t)
	g.p("}()")
}
