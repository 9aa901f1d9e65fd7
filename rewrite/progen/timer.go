package progen

// timerFunc writes timers that call a function: that fire, that are stopped,
// that are set again.
func (g *gen) timerFunc(e *env) {
	c, child, timer := g.fresh("fired"), g.fresh("t"), g.fresh("timer")
	g.p("%s, %s := make(chan int, %d), %s.Fork(%q)", c, child, g.r.IntN(2), e.t, child)
	soon := g.chance(2)
	delay := "time.Hour"
	if soon {
		delay = "50 * time.Microsecond"
	}
	in := e.fork(child)
	in.last, in.quiet = true, g.chance(4)
	g.p("func() {\n%s := time.AfterFunc(%s, func() {", timer, delay)
	g.p("%s.P(\"fired\")", child)
	g.body(in, g.r.IntN(3))
	g.p("%s <- %s\n})", c, g.traced(in))
	deferred := g.chance(2)
	if deferred {
		g.p("defer %s.Stop()", timer)
	}
	g.body(e.literal("").pending(), g.r.IntN(2))
	switch {
	case soon:
		g.p("%s.P(\"got\", <-%s)", e.t, c)
	case g.chance(2):
		g.p("%s.P(\"reset\", %s.Reset(10 * time.Microsecond))\n%s.P(\"got\", <-%s)", e.t, timer, e.t, c)
	default:
		g.p("%s.P(\"stop\", %s.Stop())\n%s.P(\"stop\", %s.Stop(), len(%s))", e.t, timer, e.t, timer, c)
	}
	if soon && (!deferred || g.chance(2)) {
		g.p("%s.P(\"too late\", %s.Stop())", e.t, timer)
	}
	g.p("}()")
}

// ticking writes loops over a ticker or a timer.
func (g *gen) ticking(e *env) {
	tick, n := g.fresh("tick"), g.fresh("n")
	g.p("{\n%s := time.NewTicker(100 * time.Microsecond)\n%s := 0", tick, n)
	switch g.r.IntN(5) {
	case 0:
		g.p("for range %s.C {\nif %s++; %s == 3 { break }\n}\n%s.Stop()", tick, n, n, tick)
	case 1:
		stop, child := g.fresh("stop"), g.fresh("t")
		g.p("%s, %s := make(chan struct{}), %s.Fork(%q)", stop, child, e.t, child)
		g.p("go func() {\ndefer close(%s)\ndefer %s.Stop()\nfor {\nselect {\ncase <-%s.C:\n%s++\nif %s == 2 { %s.P(\"ticked\"); return }\ncase <-time.After(time.Minute):\nreturn\n}\n}\n}()\n<-%s", stop, tick, tick, n, n, child, stop)
	case 2:
		quit, gone, loop := g.fresh("quit"), g.fresh("gone"), g.fresh("loop")
		g.p("%s, %s := make(chan struct{}), make(chan struct{})", quit, gone)
		g.p("go func() {\ndefer close(%s)\n%s:\nfor {\nselect {\ncase <-%s.C:\ncase <-%s:\nbreak %s\n}\n}\n}()", gone, loop, tick, quit, loop)
		g.p("%s\nclose(%s)\n<-%s\n%s.Stop()", g.pause(), quit, gone, tick)
	case 3:
		timer := g.fresh("timer")
		g.p("%s.Stop()\n%s := time.NewTimer(time.Hour)\nif !%s.Stop() { <-%s.C }\n%s.Reset(20 * time.Microsecond)\n<-%s.C\n%s++", tick, timer, timer, timer, timer, timer, n)
	default:
		g.p("%s.Stop()\nfor range time.Tick(50 * time.Microsecond) {\nif %s++; %s > 2 { break }\n}", tick, n, n)
	}
	g.p("%s.P(\"ticks\", %s)\n}", e.t, n)
}
