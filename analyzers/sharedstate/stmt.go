package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// block runs statements with variables of their own.
func (r *activation) block(list []ast.Stmt) {
	outer := r.env
	r.env = newEnv(outer)
	for _, s := range list {
		r.stmt(s)
	}
	r.env = outer
}

func (r *activation) stmt(s ast.Stmt) {
	if labeled, ok := s.(*ast.LabeledStmt); ok {
		r.label = labeled.Label.Name
		r.stmt(labeled.Stmt)
		return
	}
	label := r.label
	r.label = ""
	r.t.steps++
	if r.s == nil || s == nil || r.t.spent() {
		return
	}
	switch s := s.(type) {
	case *ast.BlockStmt:
		r.block(s.List)
	case *ast.ExprStmt:
		r.eval(s.X)
	case *ast.AssignStmt:
		r.assign(s)
	case *ast.IncDecStmt:
		l, via, ok := r.target(s.X)
		op := token.ADD
		if s.Tok == token.DEC {
			op = token.SUB
		}
		one := value{con: constant.MakeInt64(1)}
		old := r.current(l, ok, s.X)
		r.store(s.X, l, via, ok, r.fold(op, old, one), nil, update)
	case *ast.DeclStmt:
		r.declaration(s)
	case *ast.GoStmt:
		r.launch(start{node: s}, r.prepare(s.Call))
	case *ast.DeferStmt:
		r.deferred(s)
	case *ast.ReturnStmt:
		r.returns(s)
	case *ast.SendStmt:
		ch := r.eval(s.Chan)
		v := r.eval(s.Value)
		r.send(ch, s.Chan)
		v.hand()
		r.forget(v)
	case *ast.IfStmt:
		r.branch(s)
	case *ast.SwitchStmt, *ast.TypeSwitchStmt:
		r.multiway(s, label)
	case *ast.SelectStmt:
		r.selects(s, label)
	case *ast.ForStmt:
		r.loop(s, label)
	case *ast.RangeStmt:
		r.ranges(s, label)
	case *ast.BranchStmt:
		r.jump(s)
	}
}

// current returns the value that an assignment operation starts from.
func (r *activation) current(l loc, ok bool, e ast.Expr) value {
	if !ok {
		return r.t.unknown()
	}
	return r.get(l, r.typeOf(e))
}

// target evaluates the left side of an assignment up to the variable.
func (r *activation) target(e ast.Expr) (loc, []loc, bool) {
	e = ast.Unparen(e)
	if id, ok := e.(*ast.Ident); ok && id.Name == "_" {
		return loc{}, nil, false
	}
	if ix, ok := e.(*ast.IndexExpr); ok && isMap(r.typeOf(ix.X)) {
		m := r.eval(ix.X)
		k := r.eval(ix.Index)
		if m.to.obj == nil {
			return loc{}, nil, false
		}
		step := "{?}"
		if k.con != nil {
			step = "{" + k.con.ExactString() + "}"
		} else if k.sym != 0 {
			step = "{" + k.step(0) + "}"
		}
		return m.to.part(step), m.via, true
	}
	return r.place(e)
}

// store assigns a value to the variable at l, which the expression denotes.
func (r *activation) store(e ast.Expr, l loc, via []loc, ok bool, v value, from types.Type, how role) {
	if r.s == nil || !ok {
		return
	}
	typ := r.typeOf(e)
	if ix, isIndex := ast.Unparen(e).(*ast.IndexExpr); isIndex && isMap(r.typeOf(ix.X)) {
		m := value{to: l, via: via}
		m.to.path = l.path[:len(l.path)-len(lastStep(l.path))]
		r.contents(m, ix.X, how)
	} else {
		r.access(l, e, how, via)
	}
	r.put(l, typ, r.convert(v, from, typ))
}

// lastStep returns the last step of a path of a map's element.
func lastStep(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '{' {
			return path[i:]
		}
	}
	return ""
}

func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

func (r *activation) assign(s *ast.AssignStmt) {
	if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
		l, via, ok := r.target(s.Lhs[0])
		v := r.eval(s.Rhs[0])
		op := map[token.Token]token.Token{token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB}[s.Tok]
		r.store(s.Lhs[0], l, via, ok, r.fold(op, r.current(l, ok, s.Lhs[0]), v), nil, update)
		return
	}
	type dest struct {
		l   loc
		via []loc
		ok  bool
	}
	dests := make([]dest, len(s.Lhs))
	for i, e := range s.Lhs {
		if !r.defines(e) {
			dests[i].l, dests[i].via, dests[i].ok = r.target(e)
		}
	}
	var values []value
	if len(s.Rhs) == len(s.Lhs) {
		for _, e := range s.Rhs {
			values = append(values, r.snapshot(r.eval(e), r.typeOf(e), len(s.Rhs) > 1))
		}
	} else {
		values = r.tuple(s.Rhs[0], len(s.Lhs))
	}
	for i, e := range s.Lhs {
		var from types.Type
		if len(s.Rhs) == len(s.Lhs) {
			from = r.typeOf(s.Rhs[i])
		} else if tuple, ok := r.typeOf(s.Rhs[0]).(*types.Tuple); ok && i < tuple.Len() {
			from = tuple.At(i).Type()
		}
		if r.defines(e) {
			r.define(e.(*ast.Ident), values[i], from)
			continue
		}
		r.store(e, dests[i].l, dests[i].via, dests[i].ok, values[i], from, write)
	}
}

// snapshot copies a struct that is assigned together with others.
func (r *activation) snapshot(v value, typ types.Type, needed bool) value {
	if !needed || !isLarge(typ) || v.to.obj == nil || r.s == nil {
		return v
	}
	l := loc{obj: r.t.newObject(nil)}
	r.put(l, typ, v)
	v.to = l
	return v
}

// defines reports whether an expression of an assignment declares a variable.
func (r *activation) defines(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name != "_" && r.t.prog.info.Defs[id] != nil
}

// define declares a variable with a value.
func (r *activation) define(id *ast.Ident, v value, from types.Type) {
	obj, ok := r.t.prog.info.Defs[id].(*types.Var)
	if !ok || r.s == nil {
		return
	}
	o := r.declare(obj)
	r.put(loc{obj: o, last: obj}, obj.Type(), r.convert(v, from, obj.Type()))
}

// tuple evaluates an expression of several values.
func (r *activation) tuple(e ast.Expr, n int) []value {
	first := r.eval(e)
	values := make([]value, n)
	for i := range values {
		values[i] = r.t.unknown()
	}
	if _, ok := ast.Unparen(e).(*ast.CallExpr); ok && r.s != nil {
		for i := range values {
			if i < len(r.returned) {
				values[i] = r.returned[i]
			} else if t, ok := r.typeOf(e).(*types.Tuple); ok && i < t.Len() {
				values[i] = r.t.fresh(t.At(i).Type())
			}
		}
		return values
	}
	values[0] = first
	return values
}

func (r *activation) declaration(s *ast.DeclStmt) {
	decl, ok := s.Decl.(*ast.GenDecl)
	if !ok || decl.Tok != token.VAR {
		return
	}
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		var values []value
		switch {
		case len(spec.Values) == len(spec.Names):
			for _, e := range spec.Values {
				values = append(values, r.eval(e))
			}
		case len(spec.Values) == 1:
			values = r.tuple(spec.Values[0], len(spec.Names))
		}
		for i, id := range spec.Names {
			v, ok := r.t.prog.info.Defs[id].(*types.Var)
			if !ok || r.s == nil || id.Name == "_" {
				continue
			}
			var from types.Type
			val := zero(v.Type())
			if values != nil {
				val = values[i]
				if len(spec.Values) == len(spec.Names) {
					from = r.typeOf(spec.Values[i])
				}
			}
			o := r.declare(v)
			if val.known() {
				r.put(loc{obj: o, last: v}, v.Type(), r.convert(val, from, v.Type()))
			}
		}
	}
}

func (r *activation) returns(s *ast.ReturnStmt) {
	sig := signature(r.t.prog.info, r.body)
	var values []value
	switch {
	case sig == nil || len(s.Results) == 0:
	case len(s.Results) == len(r.results):
		for _, e := range s.Results {
			values = append(values, r.eval(e))
		}
	case len(s.Results) == 1:
		values = r.tuple(s.Results[0], len(r.results))
	}
	for i, v := range values {
		if r.s == nil {
			return
		}
		res := sig.Results().At(i)
		l := loc{obj: r.results[i], last: res}
		if e := s.Results[min(i, len(s.Results)-1)]; res.Name() != "" && res.Name() != "_" && r.t.prog.variable(ast.Unparen(e)) != res {
			r.access(l, e, write, nil)
		}
		var from types.Type
		if len(s.Results) == len(values) {
			from = r.typeOf(s.Results[i])
		}
		r.put(l, res.Type(), r.convert(v, from, res.Type()))
	}
	r.exit()
}

// exit ends the path at the function's deferred calls.
func (r *activation) exit() {
	if r.s != nil {
		r.wayOut(r.s)
		r.s = nil
	}
}

func (r *activation) branch(s *ast.IfStmt) {
	outer := r.env
	r.env = newEnv(outer)
	since := len(r.t.asked)
	if s.Init != nil {
		r.asking = true
		r.stmt(s.Init)
		r.asking = false
	}
	yes, no := r.cond(s.Cond)
	before, after := r.assumes(yes, no, since)
	r.s = yes
	if yes != nil {
		r.block(s.Body.List)
	}
	yes, r.s = r.s, no
	if s.Else != nil {
		r.stmt(s.Else)
	} else if no != nil {
		no.assumed = before
	}
	r.s = r.t.join(yes, r.s)
	if r.s != nil {
		r.s.assumed = before
		if yes == nil && isTypeTest(s) {
			r.s.assumed = after
		}
	}
	r.env = outer
}

func (r *activation) jump(s *ast.BranchStmt) {
	switch s.Tok {
	case token.GOTO:
		r.t.prog.jumps[r.body] = true
		r.exit() // not followed
		return
	case token.FALLTHROUGH:
		if n := len(r.targets); n > 0 {
			r.targets[n-1].fallsThrough = r.s
		}
		r.s = nil
		return
	}
	for i := len(r.targets) - 1; i >= 0; i-- {
		t := r.targets[i]
		if s.Label != nil && t.label != s.Label.Name || s.Tok == token.CONTINUE && !t.loop {
			continue
		}
		if s.Tok == token.CONTINUE {
			t.continues = append(t.continues, r.s)
		} else {
			t.breaks = append(t.breaks, r.s)
		}
		break
	}
	r.s = nil
}

// aim runs f with a target for break and continue around it.
func (r *activation) aim(t *target, f func()) {
	r.targets = append(r.targets, t)
	f()
	r.targets = r.targets[:len(r.targets)-1]
}
