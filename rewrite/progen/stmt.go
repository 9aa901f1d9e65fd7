package progen

import "fmt"

// maker writes a statement or a few.
type maker struct {
	weight int
	small  bool // it holds no further statements
	waits  bool
	since  int // the release of the language that it needs
	make   func(*gen, *env)
}

var makers []maker

func init() {
	makers = []maker{
		{6, true, false, 0, (*gen).note},
		{5, true, false, 0, (*gen).newVar},
		{4, true, false, 0, (*gen).assign},
		{3, true, false, 0, (*gen).noteContext},
		{2, true, false, 0, (*gen).deferred},
		{4, false, false, 0, (*gen).branch},
		{3, false, false, 0, (*gen).loop},
		{2, false, false, 0, (*gen).nested},
		{2, false, false, 0, (*gen).recovered},
		{9, false, false, 0, (*gen).callStmt},
		{4, false, false, 0, (*gen).closure},
		{5, false, false, 0, (*gen).derive},
		{2, true, false, 0, (*gen).jump},
		{4, true, true, 0, (*gen).sleep},
		{5, true, true, 0, (*gen).receives},
		{3, false, true, 0, (*gen).selectOne},
		{9, false, true, 0, (*gen).spawnGroup},
		{6, false, true, 0, (*gen).spawnResult},
		{6, true, true, 0, (*gen).startEarly},
		{3, false, true, 0, (*gen).pipeline},
		{3, false, true, 0, (*gen).fanOut},
		{3, false, true, 0, (*gen).merge},
		{2, true, true, 0, (*gen).pingPong},
		{3, false, true, 0, (*gen).lockHeld},
		{2, true, true, 0, (*gen).condQueue},
		{3, false, true, 0, (*gen).onceSlow},
		{4, false, true, 0, (*gen).cancelled},
		{2, true, true, 0, (*gen).semaphore},
		{2, true, true, 0, (*gen).callbacks},
		{2, true, true, 23, (*gen).iterator},
		{2, true, true, 0, (*gen).polling},
		{6, false, true, 0, (*gen).completion},
		{4, true, true, 0, (*gen).computing},
		{5, false, true, 24, (*gen).errGroup},
		{4, false, true, 0, (*gen).timerFunc},
		{3, true, true, 0, (*gen).ticking},
		{3, false, true, 0, (*gen).workers},
		{3, true, true, 0, (*gen).gate},
		{4, false, true, 0, (*gen).goBack},
		{3, true, true, 0, (*gen).goForward},
		{3, false, true, 0, (*gen).labelled},
		{4, true, true, 0, (*gen).innocent},
		{3, true, true, 18, (*gen).generic},
		{3, true, true, 0, (*gen).embedded},
		{3, true, true, 0, (*gen).actor},
		{3, true, true, 0, (*gen).piped},
		{2, true, true, 0, (*gen).recursive},
	}
}

// statement writes one of the kinds that may stand here.
func (g *gen) statement(e *env) {
	g.charge(e, 1)
	fits := func(m maker) bool {
		return (m.small || !g.tight(e)) && (!m.waits || !e.quiet) && (m.since == 0 || g.since(m.since))
	}
	sum := 0
	for _, m := range makers {
		if fits(m) {
			sum += m.weight
		}
	}
	n := g.r.IntN(sum)
	for _, m := range makers {
		if fits(m) {
			if n -= m.weight; n < 0 {
				m.make(g, e)
				return
			}
		}
	}
}

// expr returns an int expression whose evaluation may be traced.
func (g *gen) expr(e *env) string {
	switch n := g.r.IntN(7); {
	case n < 2 || len(e.rw)+len(e.ro) == 0:
		return fmt.Sprint(g.r.IntN(50))
	case n < 4:
		return g.variable(e)
	case n == 4:
		return fmt.Sprintf("%s.V(%q, %s)", e.t, g.fresh("v"), g.variable(e))
	case n == 5:
		return fmt.Sprintf("%s*%d%%101", g.variable(e), 1+g.r.IntN(9))
	default:
		return fmt.Sprintf("%s + %s", g.variable(e), g.expr(e))
	}
}

func (g *gen) variable(e *env) string {
	all := append(append([]string{"7"}, e.rw...), e.ro...)
	return all[g.r.IntN(len(all))]
}

// traced returns an expression whose evaluation is traced.
func (g *gen) traced(e *env) string {
	return fmt.Sprintf("%s.V(%q, %s)", e.t, g.fresh("v"), g.expr(e))
}

func (g *gen) cond(e *env) string {
	return fmt.Sprintf("(%s)%%%d == %d", g.expr(e), 2+g.r.IntN(2), g.r.IntN(2))
}

func (g *gen) note(e *env) { g.p("%s.P(%q, %s)", e.t, g.fresh("n"), g.expr(e)) }

func (g *gen) newVar(e *env) {
	name := g.unusual("x")
	g.p("%s := %s", name, g.expr(e))
	g.p("%s.P(%q, %s)", e.t, name, name)
	e.rw = append(e.rw, name)
}

func (g *gen) assign(e *env) {
	if len(e.rw) == 0 {
		g.newVar(e)
		return
	}
	x := e.rw[g.r.IntN(len(e.rw))]
	switch g.r.IntN(3) {
	case 0:
		g.p("%s++", x)
	case 1:
		g.p("%s = (%s + %s) %% 1009", x, g.traced(e), g.expr(e))
	default:
		g.p("%s += %s", x, g.expr(e))
	}
}

func (g *gen) deferred(e *env) {
	if e.last {
		g.note(e)
		return
	}
	if g.chance(2) || len(e.rw) == 0 {
		g.p("defer %s.P(%q, %s)", e.t, g.fresh("d"), g.expr(e))
		return
	}
	wait := ""
	if !e.quiet && g.chance(2) {
		wait = g.pause() + "; "
	}
	g.p("defer func() { %s%s.P(%q, %s) }()", wait, e.t, g.fresh("late"), g.expr(e))
}

func (g *gen) sleep(e *env) { g.p("%s", g.pause()) }
