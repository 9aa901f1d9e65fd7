package progen

// startEarly writes go statements whose function, receiver and arguments are
// set to something else before the goroutine can have begun.
func (g *gen) startEarly(e *env) {
	g.need("unit", `type unit struct{ id int }

func (u unit) byValue(t *trace.T, n int, done chan<- int) {
	t.P("by value", u.id, n)
	time.Sleep(50 * time.Microsecond)
	done <- u.id + n
}

func (u *unit) byPointer(t *trace.T, n int, done chan<- int) {
	t.P("by pointer", u.id, n)
	done <- u.id * n
}

func (u unit) quick(t *trace.T, n int, done chan<- int) {
	t.P("quick", u.id, n)
	done <- 1
}

type runner interface {
	byValue(t *trace.T, n int, done chan<- int)
}

type other string

func (o other) byValue(t *trace.T, n int, done chan<- int) {
	t.P("other", o, n)
	done <- len(o)
}

type wrapped struct {
	unit
	more int
}

type pointing struct {
	*unit
	run func(t *trace.T, n int, done chan<- int)
}

func single(t *trace.T, n int, done chan<- int) {
	t.P("single", n)
	time.Sleep(50 * time.Microsecond)
	done <- n
}

func choose(t *trace.T, u *unit) *unit {
	t.P("choose", u.id)
	return u
}

func several(t *trace.T, done chan<- int, list ...int) {
	t.P("several", list)
	for _, n := range list {
		done <- n
	}
	for i := len(list); i < 2; i++ {
		done <- 0
	}
}
`)
	u, c, n := g.unusual("u"), g.fresh("c"), g.fresh("n")
	g.p("%s, %s, %s := unit{%s}, %s, make(chan int%s)", u, n, c, g.expr(e), g.expr(e), g.pick("", ", 1", ", 8"))
	child := g.fresh("t")
	args := "(" + e.t + ".Fork(\"" + child + "\"), " + g.pick(n, n+" + 1", e.t+".V(\"arg\", "+n+")") + ", " + c + ")"
	v := g.fresh("w")
	results := 1
	switch g.r.IntN(14) {
	case 0:
		g.p("go %s.byValue%s\n%s.id++", u, args, u)
	case 1:
		g.p("%s := &%s\ngo %s.byPointer%s\n%s = &unit{1}\n_ = %s", v, u, v, args, v, v)
	case 2:
		g.p("%s := &unit{4}\ngo %s.byValue%s\n%s.id = 99", v, v, args, v)
	case 3:
		g.p("var %s runner = %s\ngo %s.byValue%s\n%s = other(\"late\")\n_ = %s", v, u, v, args, v, v)
	case 4:
		g.p("%s := %s.byValue\n%s.id++\ngo %s%s\n%s = single\n_ = %s", v, u, u, v, args, v, v)
	case 5:
		g.p("%s := []*unit{{1}, {2}, {3}}\ni%s := 0\ngo %s[i%s].byPointer%s\ni%s++\n%s[0] = nil", v, v, v, v, args, v, v)
	case 6:
		g.p("%s := wrapped{%s, 2}\ngo %s.byValue%s\n%s.unit = unit{77}", v, u, v, args, v)
	case 7:
		g.p("%s := pointing{&unit{5}, single}\ngo %s.%s%s\n%s.unit, %s.run = &unit{66}, nil", v, v, g.pick("byPointer", "byValue", "run"), args, v, v)
	case 8:
		g.p("go choose(%s, &unit{%s}).%s%s", e.t, n, g.pick("byPointer", "byValue"), args)
	case 9:
		g.p("%s := map[string]func(*trace.T, int, chan<- int){\"a\": single}\ngo %s[\"a\"]%s\ndelete(%s, \"a\")", v, v, args, v)
	case 10:
		g.p("%s := []int{%s, 2}\ngo several(%s.Fork(%q), %s, %s...)\n%s = nil", v, n, e.t, child, c, v, v)
		results = 2
	case 11:
		g.p("go several(%s.Fork(%q), %s, %s)\n", e.t, child, c, n)
		results = 2
	case 12:
		results = 2
		g.p("for i := 0; i < 4; i++ {\ngo %s(%s.Fork(\"loop\"), i, %s)\ni++\n}", g.pick("single", u+".byValue"), e.t, c)
	default:
		g.p("go %s%s", g.pick(u+".quick", "(&"+u+").byPointer", "(unit{3}).byValue"), args)
	}
	g.p("%s++", n)
	g.body(e.pending(), g.r.IntN(2))
	for range results {
		if results > 1 {
			g.p("%s += <-%s", n, c)
			continue
		}
		g.take(e, c)
	}
	g.p("%s.P(\"then\", %s, %s)", e.t, n, u)
}
