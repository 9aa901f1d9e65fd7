package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// pending is a call whose function and arguments are evaluated.
type pending struct {
	call    *ast.CallExpr // nil for one that is not written as a call
	pos     token.Pos
	builtin string
	fn      *types.Func // the declared function or method, if one is named
	target  value       // the function
	recv    value
	args    []value
}

// call evaluates a call or conversion.
func (r *activation) call(e *ast.CallExpr) value {
	if tv := r.t.prog.info.Types[e.Fun]; tv.IsType() {
		return r.conversion(e)
	}
	p := r.prepare(e)
	if r.s == nil {
		return value{n: -1, room: -1}
	}
	return r.perform(p)
}

// conversion evaluates T(x). Bytes and runes are copied.
func (r *activation) conversion(e *ast.CallExpr) value {
	x := e.Args[0]
	v := r.eval(x)
	to, from := r.typeOf(e).Underlying(), r.typeOf(x).Underlying()
	_, fromSlice := from.(*types.Slice)
	if b, ok := to.(*types.Basic); ok && fromSlice && b.Info()&types.IsString != 0 {
		r.elements(v, x, read)
		return r.t.unknown()
	}
	if _, ok := to.(*types.Slice); ok && !fromSlice {
		return r.t.fresh(r.typeOf(e))
	}
	if v.con != nil {
		return r.t.unknown()
	}
	return r.convert(v, r.typeOf(x), r.typeOf(e))
}

// prepare evaluates the function and the arguments of a call.
func (r *activation) prepare(e *ast.CallExpr) *pending {
	p := &pending{call: e, pos: e.Pos()}
	fun := ast.Unparen(e.Fun)
	if id, ok := fun.(*ast.Ident); ok {
		if b, ok := r.t.prog.info.Uses[id].(*types.Builtin); ok {
			p.builtin = b.Name()
		}
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if b, ok := r.t.prog.info.Uses[sel.Sel].(*types.Builtin); ok {
			p.builtin = b.Name()
		}
	}
	if p.builtin != "" {
		if p.builtin != "new" && p.builtin != "make" {
			p.args = r.arguments(e, nil)
		} else if len(e.Args) > 1 {
			for _, a := range e.Args[1:] {
				p.args = append(p.args, r.eval(a))
			}
		}
		return p
	}
	p.fn = r.t.prog.callee(e)
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if s := r.t.prog.info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
			p.recv = r.receiver(sel, s)
			r.method(p, s)
			p.args = r.arguments(e, p.fn)
			return p
		}
	}
	p.target = r.eval(e.Fun)
	p.args = r.arguments(e, p.fn)
	return p
}

// method finds the body of a method.
func (r *activation) method(p *pending, s *types.Selection) {
	fn, ok := s.Obj().(*types.Func)
	if !ok {
		return
	}
	p.fn = fn
	if types.IsInterface(s.Recv()) {
		if p.recv.dyn == nil {
			return
		}
		if m := r.t.prog.method(p.recv.dyn, fn); m != nil {
			p.fn = m
			fn = m
		}
	}
	p.target = r.t.declared(fn)
}

// arguments evaluates the arguments of a call.
func (r *activation) arguments(e *ast.CallExpr, fn *types.Func) []value {
	asking := r.asking
	defer func() { r.asking = asking }()
	var args []value
	sig, _ := r.typeOf(e.Fun).(*types.Signature)
	if len(e.Args) == 1 && sig != nil && sig.Params().Len() > 1 {
		if _, ok := r.typeOf(e.Args[0]).(*types.Tuple); ok {
			return r.tuple(e.Args[0], sig.Params().Len())
		}
	}
	for i, a := range e.Args {
		v := r.eval(a)
		if r.s == nil {
			return args
		}
		if sig != nil && i < sig.Params().Len() {
			v = r.convert(v, r.typeOf(a), sig.Params().At(i).Type())
		}
		args = append(args, r.snapshot(v, r.typeOf(a), len(e.Args) > 1))
	}
	if sig != nil && sig.Variadic() && !e.Ellipsis.IsValid() && len(args) >= sig.Params().Len() {
		if fn == nil || r.t.prog.decls[fn.Origin()] != nil {
			args = r.pack(args, sig.Params().Len()-1)
		}
	}
	return args
}

// pack puts the last arguments into a slice.
func (r *activation) pack(args []value, from int) []value {
	o := r.t.newObject(nil)
	l := loc{obj: o}
	for i, a := range args[from:] {
		r.t.keep(r.s, l.part(index(i)).key(), a)
	}
	n := len(args) - from
	return append(args[:from:from], value{to: l, n: n, room: n})
}

// perform makes a prepared call.
func (r *activation) perform(p *pending) value {
	r.returned = nil
	if r.s == nil {
		return value{n: -1, room: -1}
	}
	if p.builtin != "" {
		return r.builtin(p)
	}
	if p.fn != nil && p.fn.Pkg() != nil {
		name := r.t.prog.funcName(p.fn)
		if act, ok := actions[name]; ok {
			return act(r, p)
		}
		if act := r.runtimeAction(p, name); act != nil {
			return act(r, p)
		}
		if st, ok := r.startOf(p, name); ok {
			return r.launchArg(st, p)
		}
	}
	if p.target.fn != nil && r.enterable(p.target.fn) {
		return r.inline(p)
	}
	if r.cancels(p) {
		r.cancel(r.emit(), r.thread)
		return value{n: -1, room: -1}
	}
	if p.target.fn != nil && p.call != nil && r.t.prog.isSpinLock(p.call) {
		r.s.hidden = true // what it keeps apart is not seen
	}
	return r.opaque(p)
}

// enterable reports whether a function's body can be run.
func (r *activation) enterable(c *closure) bool {
	if c.does != nil {
		return true
	}
	body, ok := c.body.(ast.Node)
	if r.thread == r.t.main && r.depth >= r.t.before {
		return false
	}
	return ok && !r.active[body] && !r.t.spent() && r.depth < r.t.depth
}

// inline runs the body of a function of this package.
func (r *activation) inline(p *pending) value {
	c := p.target.fn
	if c.does != nil {
		c.does(r)
		return value{n: -1, room: -1}
	}
	body := c.body.(ast.Node)
	in := &activation{
		t: r.t, body: body, env: newEnv(c.env), thread: r.thread, s: r.s, depth: r.depth + 1,
		active: with(r.active, body), asking: r.asking, test: r.test,
		stack: push(r.stack, hop{p.pos, "calls " + r.t.prog.name(body)}),
	}
	if in.test == nil {
		in.test = &test{body: in}
	}
	in.parameters(body, c.with(p, body))
	in.function()
	in.drop()
	r.s = in.s
	if r.s == nil {
		return value{n: -1, room: -1}
	}
	sig := signature(r.t.prog.info, body)
	for i, o := range in.results {
		v := sig.Results().At(i)
		w := r.get(loc{obj: o}, v.Type())
		if w.outcome = nil; i == len(in.results)-1 {
			w.outcome = in.ways
		}
		r.returned = append(r.returned, w)
	}
	if len(r.returned) > 0 {
		return r.returned[0]
	}
	return value{n: -1, room: -1}
}

// with returns the receiver, if the body has one, and the arguments.
func (c *closure) with(p *pending, body ast.Node) []value {
	if decl, ok := body.(*ast.FuncDecl); ok && decl.Recv != nil {
		recv := p.recv
		if c.bound {
			recv = c.recv
		}
		return append([]value{recv}, p.args...)
	}
	return p.args
}

// orderingKinds are the kinds of waits by which a call may hear of others or be heard
// of: bytes that go over a network, a pipe or a file tell what came before.
var orderingKinds = catalog.SetOf(catalog.Chan, catalog.Select, catalog.Wait, catalog.Await, catalog.Dyn,
	catalog.Net, catalog.DB, catalog.Process, catalog.File, catalog.IO)

// opaque makes a call whose body is not run: it may change what it is given, and
// wait for anything.
func (r *activation) opaque(p *pending) value {
	r.giveCall(p)
	r.forget(p.recv)
	for _, a := range p.args {
		r.forget(a)
	}
	if p.call != nil {
		may := r.t.prog.yields.Call(p.call).Kinds(false)
		if may.Intersects(orderingKinds) || r.tells(p) {
			r.t.ops = append(r.t.ops, op{kind: opUnknown, node: r.emit(), thread: r.thread})
		}
		if r.t.prog.noReturn(p.call) {
			r.exit()
			return value{n: -1, room: -1}
		}
		typ := r.typeOf(p.call)
		if tuple, ok := typ.(*types.Tuple); ok {
			for i := range tuple.Len() {
				r.returned = append(r.returned, r.t.fresh(tuple.At(i).Type()))
			}
			if len(r.returned) == 0 {
				return value{n: -1, room: -1}
			}
			return r.returned[0]
		}
		v := r.t.fresh(typ)
		r.returned = []value{v}
		return v
	}
	return r.t.unknown()
}

// deferred evaluates a deferred call, which is made when the function ends.
func (r *activation) deferred(d *ast.DeferStmt) {
	p := r.prepare(d.Call)
	if r.s == nil {
		return
	}
	r.defers = append(r.defers, func() { r.perform(p) })
}

// launch starts a goroutine that makes a prepared call.
func (r *activation) launch(st start, p *pending) *thread {
	if r.s == nil {
		return nil
	}
	c := p.target.fn
	if c == nil || c.does != nil || r.depth >= r.t.depth || r.t.spent() {
		r.giveCall(p)
		return nil
	}
	body := c.body.(ast.Node)
	if r.active[body] || (st.once && r.t.once[st.node]) {
		r.giveCall(p)
		return nil // a goroutine that starts itself anew
	}
	r.t.once[st.node] = true
	th := &thread{start: &st, parent: r.thread}
	for _, other := range r.t.threads {
		if other.start.node == st.node {
			th.multi, other.multi = true, true
		}
	}
	th.chain = push(r.stack, hop{st.node.Pos(), "starts " + r.t.prog.name(body)})
	from := r.emit()
	th.from, th.first = from, r.t.graph.add()
	r.t.graph.edge(from, th.first)
	r.t.threads = append(r.t.threads, th)
	s := r.s.clone()
	s.at, s.held, s.sections, s.hidden, s.foreign, s.assumed = []int32{th.first}, nil, nil, false, false, nil
	in := &activation{
		t: r.t, body: body, env: newEnv(c.env), thread: th, s: s, depth: r.depth + 1,
		active: with(r.active, body),
	}
	in.test = &test{body: in}
	if st.test {
		in.test.parent = r.test
	}
	in.parameters(body, c.with(p, body))
	for _, q := range r.t.prog.locks.Handed(body) {
		in.holdPath(q)
	}
	in.function()
	in.drop()
	if in.s != nil {
		th.end(in)
	}
	return th
}
