package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// Limits that keep a trace small. What lies beyond them is not reported.
const (
	maxDepth  = 8   // calls below the frame, those up to a start included
	maxBefore = 3   // calls from the frame to a start, or to its own accesses
	maxBodies = 600 // bodies walked in one trace
)

// tracer follows one function, its frame, and the goroutines that it starts
// through the calls whose bodies are in the package.
type tracer struct {
	prog    *program
	frame   ast.Node
	flow    *flow
	main    *thread
	threads []*thread
	moved   map[pathKey]bool
	left    int // bodies that may still be walked
}

// thread is the frame itself or a goroutine that it starts, as the trace saw it.
type thread struct {
	start    *start // nil for the frame
	parent   *thread
	at       place    // where in the frame it is started
	chain    []hop    // the calls from the frame to the start, and the start
	multi    bool     // several instances may run at once
	once     bool     // a second start does not happen or replaces the first
	loop     ast.Stmt // the loop of the frame around the start, if any
	accesses []seen
	comms    []comm
	before   int // how many operations of the frame were seen when it started
}

// hop is a step from the frame, or the start of a goroutine, to an access.
type hop struct {
	pos  token.Pos
	what string
}

// seen is one access with what is known about it.
type seen struct {
	access
	path  lockset.Path
	held  []lockset.Path
	at    place // where in the frame; of no meaning in other threads
	stack []hop
	// heard is true when the thread has waited for others before.
	heard bool
}

// step is where a walk stands.
type step struct {
	thread *thread
	body   ast.Node
	env    *env
	held   []lockset.Path
	// hidden is true when something unknown may protect what follows.
	hidden bool
	at     place
	stack  []hop
	depth  int
	active map[ast.Node]bool
	// node is the node of the frame that is being run.
	node ast.Node
	// once is true when a flag sees to it that what follows runs once.
	once bool
}

func trace(p *program, frame ast.Node) *tracer {
	t := &tracer{prog: p, frame: frame, flow: newFlow(p, frame), left: maxBodies}
	t.main = &thread{}
	held, hidden := p.heldAtEntry(frame)
	held = append(held, p.locks.Handed(frame)...)
	t.walk(step{
		thread: t.main, body: frame, env: &env{}, at: nowhere, held: held, hidden: hidden,
		active: map[ast.Node]bool{frame: true},
	})
	return t
}

// walk visits a body with all it calls.
func (t *tracer) walk(s step) {
	if t.left == 0 || s.depth > maxDepth || s.thread == t.main && s.depth > maxBefore {
		return
	}
	t.left--
	s.hidden = s.hidden || t.prog.namelessLock(s.body)
	t.prog.locks.Walk(s.body, func(n ast.Node, state lockset.State) {
		here := s
		if s.body == t.frame && s.depth == 0 {
			here.node = n
			if at, ok := t.flow.places[n]; ok {
				here.at = at
			}
		}
		t.hold(&here, state)
		t.visit(n, here)
	})
}

// hold adds the locks of the current body to those held by its callers.
func (t *tracer) hold(s *step, state lockset.State) {
	if len(state) == 0 {
		return
	}
	held := append([]lockset.Path(nil), s.held...)
	for _, p := range state.Paths() {
		if q, ok := t.absolute(p, s.env); ok {
			held = append(held, q)
		} else {
			s.hidden = true // a lock of an object that has no name here
		}
	}
	s.held = held
}

func (t *tracer) visit(n ast.Node, s step) {
	if c, ok := t.prog.commOf(n); ok {
		t.communicate(c, s)
	}
	if st, ok := t.prog.startOf(n); ok {
		t.launch(st, s)
		return
	}
	for _, a := range t.prog.roles.at(n) {
		t.record(a, s)
	}
	switch n := n.(type) {
	case *ast.DeferStmt:
		t.deferred(n, s)
	case *ast.SelectStmt:
		for _, c := range t.prog.clauses(n) {
			at := s
			if s.thread == t.main && s.at != nowhere && s.depth == 0 {
				at.at = t.flow.clauses[c.clause]
			}
			t.communicate(c.comm, at)
		}
	case *ast.CallExpr:
		if c, ok := t.resolve(n.Fun, s.env); ok {
			t.call(n, c, s)
		} else {
			t.opaque(n, s)
		}
	}
}

// call walks the body of a function of this package.
func (t *tracer) call(call *ast.CallExpr, c closure, s step) {
	if s.active[c.body] {
		return
	}
	next := s
	next.hidden = s.hidden || t.prog.guarded(call, s.body)
	next.once = s.once || t.prog.startedOnce(call, s.body)
	next.env = t.enter(c, call, s.env)
	next.body = c.body
	next.depth++
	next.active = with(s.active, c.body)
	next.stack = push(s.stack, hop{call.Pos(), "calls " + t.prog.name(c.body)})
	t.walk(next)
}

// deferred walks a deferred call. It runs when the function returns: with the
// locks whose release was deferred before it; which of the others it cannot be
// said, so they count as held.
func (t *tracer) deferred(d *ast.DeferStmt, s step) {
	c, ok := t.resolve(d.Call.Fun, s.env)
	if !ok {
		return
	}
	s.at = nowhere
	if lit, ok := c.body.(*ast.FuncLit); ok {
		for _, p := range t.prog.locks.Released(lit) {
			if q, ok := t.absolute(p, s.env); ok {
				s.held = append(s.held[:len(s.held):len(s.held)], q)
			} else {
				s.hidden = true
			}
		}
	}
	t.call(d.Call, c, s)
}

// launch begins a thread and walks what it runs.
func (t *tracer) launch(st start, s step) {
	c, ok := t.resolve(st.fun, s.env)
	if !ok {
		if c, ok = t.handler(st.fun, s.env); !ok {
			return
		}
	}
	th := &thread{start: &st, parent: s.thread, at: s.at, before: len(t.main.comms)}
	th.chain = push(s.stack, hop{st.node.Pos(), "starts " + t.prog.name(c.body)})
	th.once = st.once || s.once || t.prog.startedOnce(st.node, s.body)
	th.multi = st.often || s.thread.multi && !th.once
	th.loop = t.prog.loopAround(s.node)
	if s.active[c.body] {
		return // a goroutine that starts itself anew
	}
	t.threads = append(t.threads, th)
	next := step{
		thread: th, body: c.body, env: t.enter(c, st.call, s.env), at: nowhere,
		active: with(s.active, c.body), depth: s.depth + 1,
	}
	t.handed(&next)
	t.walk(next)
}

// handed adds the locks that the goroutine releases without having taken them:
// they were handed to it.
func (t *tracer) handed(s *step) {
	for _, p := range t.prog.locks.Handed(s.body) {
		if q, ok := t.absolute(p, s.env); ok {
			s.held = append(s.held, q)
		} else {
			s.hidden = true
		}
	}
}

// record notes an access that others may see.
func (t *tracer) record(a access, s step) {
	if s.hidden || t.prog.guarded(a.expr, s.body) {
		return
	}
	p, ok := t.pathOf(a)
	if !ok {
		return
	}
	if _, param := s.env.paths[p.Root]; param && p.Rest == "" && !a.content {
		return // a parameter is a variable of its own
	}
	q, ok := t.absolute(p, s.env)
	if !ok || hasIndex(q) || t.prog.selfGuarded(q.Last) {
		return
	}
	if a.content {
		q.Rest += contentMark
	}
	s.thread.accesses = append(s.thread.accesses, seen{
		access: a, path: q, held: s.held, at: s.at, stack: s.stack, heard: s.thread.listens(),
	})
}

// contentMark ends the path of what a map holds.
const contentMark = "{}"

// pathOf returns the path of the accessed variable. An identifier stands for
// the variable itself, never for what it is an alias of.
func (t *tracer) pathOf(a access) (lockset.Path, bool) {
	switch e := ast.Unparen(a.expr).(type) {
	case *ast.Ident:
		if a.content {
			return t.prog.locks.Path(e)
		}
		v := t.prog.variable(e)
		return lockset.Path{Root: v, Last: v}, v != nil
	case *ast.StarExpr:
		return lockset.Path{}, false
	}
	return t.prog.locks.Path(a.expr)
}

func push(stack []hop, h hop) []hop { return append(stack[:len(stack):len(stack)], h) }

func with(active map[ast.Node]bool, body ast.Node) map[ast.Node]bool {
	next := make(map[ast.Node]bool, len(active)+1)
	for b := range active {
		next[b] = true
	}
	next[body] = true
	return next
}

func hasIndex(p lockset.Path) bool {
	for _, c := range p.Rest {
		if c == '[' {
			return true
		}
	}
	return false
}

// selfGuarded reports whether the variable is of a type that is made to be
// shared: of the packages sync and sync/atomic.
func (p *program) selfGuarded(v *types.Var) bool {
	t := v.Type()
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	path := named.Obj().Pkg().Path()
	return path == "sync" || path == "sync/atomic"
}
