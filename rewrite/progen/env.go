package progen

import "slices"

// env is what a statement may use where it stands.
type env struct {
	t, ctx string   // variables: the trace, and the context or ""
	rw, ro []string // int variables that may be set, or only read
	ret    string   // results of the function: "", "int", "pair", "named", "error"
	loop   bool     // in a loop of this function
	label  string   // of a loop around, or ""
	depth  int      // of nesting
	mult   int      // how often this is executed, about
	open   bool     // goroutines are waited for later: no jump out of here
	quiet  bool     // nothing that waits
	last   bool     // what is deferred would run after others were told of the end
	fixed  bool     // the context variable must not be set: others may read it
}

// inner returns the environment of a block.
func (e *env) inner() *env {
	c := *e
	c.rw, c.ro = slices.Clone(e.rw), slices.Clone(e.ro)
	c.depth++
	return &c
}

// literal returns that of a function literal that the same goroutine runs.
func (e *env) literal(ret string) *env {
	c := e.inner()
	c.ret, c.loop, c.label, c.open, c.last = ret, false, "", false, false
	return c
}

// fork returns that of another goroutine, which has a trace of its own and must
// not change anything.
func (e *env) fork(t string) *env {
	c := e.literal("")
	c.t, c.fixed = t, true
	c.ro, c.rw = append(c.ro, c.rw...), nil
	return c
}

// pending returns that of the statements between a start and its join.
func (e *env) pending() *env {
	c := e.inner()
	c.ro, c.rw, c.open = append(c.ro, c.rw...), nil, true
	c.fixed = true
	return c
}

// body writes about n statements.
func (g *gen) body(e *env, n int) {
	for range n {
		g.statement(e)
	}
}

// block writes statements between a head and a tail.
func (g *gen) block(head string, e *env, n int, tail string) {
	g.p("%s", head)
	g.body(e, n)
	g.p("%s", tail)
}

// charge accounts for what is executed.
func (g *gen) charge(e *env, n int) {
	g.cost += n * e.mult
	g.limit -= n * e.mult
}

// tight reports whether nothing big should come any more.
func (g *gen) tight(e *env) bool {
	return e.depth > 6 || g.limit < 100*e.mult || e.mult > 30 || g.names > 160
}
