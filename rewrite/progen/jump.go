package progen

// goBack writes a loop made by goto.
func (g *gen) goBack(e *env) {
	again, n, c := g.fresh("again"), g.fresh("n"), g.fresh("c")
	g.p("%s, %s := 0, make(chan int, 1)\n%s:\n%s++\n%s <- %s", n, c, again, n, c, n)
	in := e.inner()
	in.mult, in.loop, in.label = e.mult*3, false, ""
	in.ro = append(in.ro, n)
	g.p("if v := <-%s; v < 3 {", c)
	g.body(in, 1)
	g.p("goto %s\n}\n%s.P(\"went back\", %s)", again, e.t, n)
}

// goForward writes statements that a goto leaves out; none may declare a
// variable beside the label.
func (g *gen) goForward(e *env) {
	end, c, v := g.fresh("end"), g.fresh("c"), g.fresh("v")
	g.p("{\n%s := make(chan int, 8)\nfor i := range 8 { %s <- i }\n%s := 0", c, c, v)
	g.p("if %s { goto %s }", g.cond(e), end)
	for range 1 + g.r.IntN(3) {
		switch g.r.IntN(6) {
		case 0:
			g.p("%s = %s.V(\"in\", <-%s) + %s", v, e.t, c, g.traced(e))
		case 1:
			g.p("select {\ncase %s = <-%s:\ncase <-time.After(time.Minute):\n}", v, c)
		case 2:
			g.p("go func(n int) { %s; %s <- n }(<-%s + %s)", g.pause(), c, c, v)
			g.p("if <-%s < 0 { goto %s }", c, end)
		case 3:
			g.p("%s, %s = <-%s, %s", v, "_", c, g.traced(e))
		case 4:
			g.p("%s", g.pause())
		default:
			g.p("switch <-%s %% 2 {\ncase 0:\n%s.P(\"even\")\nfallthrough\ncase 1:\n%s += <-%s\n}", c, e.t, v, c)
		}
	}
	g.p("%s:\n%s.P(\"end\", %s)\n}", end, e.t, v)
}

// labelled writes loops over channels that are left through labels, and that
// defer.
func (g *gen) labelled(e *env) {
	outer, c, d := g.fresh("outer"), g.fresh("c"), g.fresh("d")
	g.p("func() {\n%s, %s := make(chan int), make(chan int, 3)", c, d)
	g.p("go func() {\ndefer close(%s)\nfor i := range 4 { %s <- i }\n}()", c, c)
	in := e.literal("")
	in.ro, in.mult, in.open = append(in.ro, "v"), e.mult*4, true
	g.p("%s:\nfor v := range %s {", outer, c)
	switch g.r.IntN(4) {
	case 0:
		g.p("select {\ncase %s <- v:\nif v %% 2 == 0 { continue %s }\ncase <-time.After(time.Minute):\nbreak %s\n}", d, outer, outer)
		g.body(in, 1)
		g.p("<-%s", d)
	case 1:
		g.p("defer func() { %s.P(\"deferred\", v, <-%s) }()\n%s <- v", e.t, d, d)
		g.p("if v == 2 { %s <- 9 }\nif v > 1 { for range %s { }; break %s }\n%s <- 5", d, c, outer, d)
		g.p("<-%s", d)
	case 2:
		g.p("%s <- v\nswitch w := <-%s; {\ncase w == 1:\ncontinue %s\ncase w > 9:\nbreak %s\ndefault:", d, d, outer, outer)
		g.body(in, 1)
		g.p("if w == 3 { break }\n%s.P(\"w\", w)\n}", e.t)
	default:
		g.p("for i := range 3 {\n%s <- i\nif <-%s == v { continue %s }", d, d, outer)
		in.loop = false
		g.body(in, 1)
		g.p("}")
	}
	g.p("%s.P(\"v\", v)\n}\n}()", e.t)
}

// recursive writes a function that starts itself.
func (g *gen) recursive(e *env) {
	g.need("tree", `func tree(t *trace.T, n int) int {
	if n < 2 {
		t.P("leaf", n)
		return 1
	}
	left, right := make(chan int, 1), make(chan int)
	a, b := t.Fork("left"), t.Fork("right")
	go func() { left <- tree(a, n-1) }()
	go func() {
		defer close(right)
		right <- tree(b, n-2)
	}()
	sum := <-left
	for v := range right {
		sum += v
	}
	return sum
}
`)
	g.p("%s.P(\"tree\", tree(%s, %d))", e.t, e.t, 2+g.r.IntN(3))
}
