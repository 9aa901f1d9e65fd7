package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strconv"
)

// rounds is how often a loop is run. In the second round there is another
// instance of every goroutine that the first one started, and of every variable.
const rounds = 2

// loop runs a for statement.
func (r *activation) loop(s *ast.ForStmt, label string) {
	outer := r.env
	defer func() { r.env = outer }()
	r.env = newEnv(outer)
	if s.Init != nil {
		r.stmt(s.Init)
	}
	own := r.t.prog.ownCopies(s)
	var left []*state
	t := &target{label: label, loop: true}
	for i := range rounds {
		if r.s == nil {
			break
		}
		if s.Cond != nil {
			yes, no := r.cond(s.Cond)
			left = append(left, no)
			r.s = yes
		}
		if r.s == nil {
			break
		}
		head := r.emit()
		r.aim(t, func() { r.block(s.Body.List) })
		r.s = r.t.join(append(t.continues, r.s)...)
		t.continues = nil
		if i == rounds-1 && r.s != nil {
			// There may be more rounds, which go on from the beginning of this one.
			for _, n := range r.s.at {
				r.t.graph.again(n, head)
			}
		}
		if own {
			r.renew()
		}
		if s.Post != nil && r.s != nil {
			r.stmt(s.Post)
		}
		if i == rounds-1 && r.s != nil && s.Cond != nil {
			// There may be more rounds, or the condition says that there are not.
			_, no := r.cond(s.Cond)
			if no == nil {
				no = r.s
			}
			left = append(left, no)
			r.s = nil
		}
	}
	if s.Cond == nil {
		r.s = nil // left by break only
	}
	r.s = r.t.join(append(append(left, t.breaks...), r.s)...)
}

// renew gives the variables of a loop clause new places, as every round has its
// own since Go 1.22.
func (r *activation) renew() {
	if r.s == nil {
		return
	}
	vars := r.env.vars
	r.env = newEnv(r.env.outer)
	for _, v := range sortedVars(vars) {
		old := loc{obj: vars[v], last: v}
		val := r.get(old, v.Type())
		o := r.declare(v)
		r.put(loc{obj: o, last: v}, v.Type(), val)
	}
}

// ranges runs a range statement.
func (r *activation) ranges(s *ast.RangeStmt, label string) {
	typ := r.typeOf(s.X)
	if typ == nil {
		return
	}
	if _, ok := typ.Underlying().(*types.Signature); ok {
		r.rangeFunc(s, label)
		return
	}
	over, whole := r.rangeOperand(s)
	outer := r.env
	defer func() { r.env = outer }()
	if !r.t.prog.perRound(s) && r.s != nil && s.Tok.String() == ":=" {
		r.env = newEnv(outer)
		for _, e := range []ast.Expr{s.Key, s.Value} {
			if id, ok := e.(*ast.Ident); ok && id.Name != "_" {
				if v, ok := r.t.prog.info.Defs[id].(*types.Var); ok {
					r.declare(v)
				}
			}
		}
	}
	shared := r.env
	var left []*state
	t := &target{label: label, loop: true}
	for i := range rounds {
		if r.s == nil {
			break
		}
		if n, ok := r.rangeLength(s, over); ok && n <= i {
			break
		}
		var item value
		if isChan(typ) {
			item = r.receive(over, s.X, elemOf(typ))
		} else if isMap(typ) {
			r.contents(over, s.X, read)
		}
		if r.s == nil {
			break // nobody sends on a nil channel
		}
		left = append(left, r.s.clone())
		if isChan(typ) && over.to.obj != nil {
			r.t.ops[len(r.t.ops)-1].body = r.emit()
		}
		if n, ok := (value{con: guessOf(over).con}).index(); ok && n <= i {
			r.expects(r.s, over.guess)
		}
		r.env = newEnv(shared)
		r.rangeVars(s, over, whole, item, i)
		r.aim(t, func() { r.block(s.Body.List) })
		r.env = shared
		r.s = r.t.join(append(t.continues, r.s)...)
		t.continues = nil
	}
	if isChan(typ) && r.s != nil {
		r.receive(over, s.X, elemOf(typ))
	}
	r.s = r.t.join(append(append(left, t.breaks...), r.s)...)
}

// rangeLength returns how many rounds a range over an integer or a slice makes, if that is
// known. What a variable holds that others can get at may grow meanwhile.
func (r *activation) rangeLength(s *ast.RangeStmt, over value) (int, bool) {
	if over.con != nil {
		return over.index()
	}
	if _, ok := r.typeOf(s.X).Underlying().(*types.Slice); !ok || over.n < 0 || over.to.obj == nil {
		return 0, false
	}
	for _, l := range over.via {
		if !r.t.prog.settled(l) {
			return 0, false
		}
	}
	return over.n, true
}

func isChan(typ types.Type) bool {
	_, ok := typ.Underlying().(*types.Chan)
	return ok
}

// rangeOperand evaluates what a loop ranges over. An array is copied if its
// elements are used.
func (r *activation) rangeOperand(s *ast.RangeStmt) (over value, array bool) {
	arr, isArray := r.typeOf(s.X).Underlying().(*types.Array)
	if !isArray {
		return r.eval(s.X), false
	}
	if isBlank(s.Value) {
		return value{n: int(arr.Len()), room: -1}, true
	}
	return r.eval(s.X), true
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return e == nil || ok && id.Name == "_"
}

// rangeVars gives the variables of a range clause their values for a round.
func (r *activation) rangeVars(s *ast.RangeStmt, over value, array bool, item value, round int) {
	typ := r.typeOf(s.X).Underlying()
	first := value{con: constant.MakeInt64(int64(round)), n: -1, room: -1}
	second := value{n: -1, room: -1}
	switch u := typ.(type) {
	case *types.Chan:
		first = item
	case *types.Map:
		first, second = r.t.unknown(), r.t.fresh(u.Elem())
	case *types.Slice, *types.Array, *types.Pointer:
		if isBlank(s.Value) {
			break
		}
		elem := r.typeOf(s.Value)
		if elem == nil {
			if id, ok := s.Value.(*ast.Ident); ok && r.t.prog.info.Defs[id] != nil {
				elem = r.t.prog.info.Defs[id].Type()
			}
		}
		if over.to.obj == nil || elem == nil {
			second = r.t.unknown()
			break
		}
		at := over.to.part("[" + strconv.Itoa(over.off+round) + "]")
		if !array {
			all := over.to // all of its elements are read, sooner or later
			all.last = lastOf(r.t.prog, s.X)
			if round == 0 && !over.part {
				if a := r.access(all, s.X, read, over.via); a != nil && a.what == "" {
					a.what = elementsOf
				}
			} else if over.part {
				r.access(at, s.X, read, over.via)
			}
		}
		second = r.get(at, elem)
		second.via = append(over.via[:len(over.via):len(over.via)], at)
	}
	for i, e := range []ast.Expr{s.Key, s.Value} {
		if e == nil || isBlank(e) {
			continue
		}
		v := first
		if i == 1 {
			v = second
		}
		id, isIdent := e.(*ast.Ident)
		if isIdent && r.t.prog.info.Defs[id] != nil {
			obj := r.t.prog.info.Defs[id].(*types.Var)
			o := r.env.find(obj)
			if o == nil || r.t.prog.perRound(s) {
				o = r.declare(obj)
			} else {
				r.access(loc{obj: o, last: obj}, e, write, nil)
			}
			r.put(loc{obj: o, last: obj}, obj.Type(), v)
			continue
		}
		l, via, ok := r.target(e)
		r.store(e, l, via, ok, v, nil, write)
	}
}

// elementsOf says that an access is to the elements of a slice.
const elementsOf = " (its elements)"

// rangeFunc runs a range over a function: the loop's body is a function that it
// is given.
func (r *activation) rangeFunc(s *ast.RangeStmt, label string) {
	f := r.eval(s.X)
	t := &target{label: label, loop: true}
	body := &closure{does: func(in *activation) {
		outer, env, targets := r.s, r.env, r.targets
		r.s, r.env = in.s, newEnv(env)
		for _, e := range []ast.Expr{s.Key, s.Value} {
			if e == nil || isBlank(e) {
				continue
			}
			v := r.t.fresh(r.typeOf(e))
			if r.defines(e) {
				r.define(e.(*ast.Ident), v, nil)
			} else {
				l, via, ok := r.target(e)
				r.store(e, l, via, ok, v, nil, write)
			}
		}
		r.targets = append(targets[:len(targets):len(targets)], t)
		r.block(s.Body.List)
		// After a break the iterator goes on too, until it returns.
		in.s = r.t.join(append(append(t.continues, t.breaks...), r.s)...)
		t.continues, t.breaks = nil, nil
		r.s, r.env, r.targets = outer, env, targets
	}}
	if r.s == nil {
		return
	}
	skip := r.s.clone()
	p := &pending{target: f, args: []value{{fn: body, n: -1, room: -1}}, pos: s.X.Pos()}
	if f.fn == nil {
		for range rounds {
			in := &activation{t: r.t, s: r.s}
			body.does(in)
			r.s = in.s
		}
	} else {
		r.perform(p)
	}
	r.s = r.t.join(skip, r.s)
}
