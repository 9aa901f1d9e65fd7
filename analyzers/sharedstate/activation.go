package sharedstate

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// activation is one call of a function in a trace.
type activation struct {
	t      *tracer
	body   ast.Node
	env    *env
	thread *thread
	s      *state // nil where control does not get
	stack  []hop
	depth  int
	active map[ast.Node]bool
	// asking is true while a condition is evaluated.
	asking bool

	results  []*object
	returned []value
	ways     *outcome
	own      []*object // the variables declared
	defers   []func()
	exits    []exit
	recovers bool
	targets  []*target
	label    string // of the statement that comes next
	test     *test  // that the call is part of
}

// exit is a way out of a function.
type exit struct {
	*state
	defers int // how many calls were deferred on the way at most
}

// target is what break and continue may refer to.
type target struct {
	label        string
	loop         bool
	breaks       []*state
	continues    []*state
	fallsThrough *state
}

// function runs the body with its deferred calls. The state afterwards is that
// of the caller.
func (r *activation) function() {
	hidden, assumed := r.s.hidden, r.s.assumed
	if r.t.prog.namelessLock(r.body) {
		r.s.hidden = true
	}
	r.recovers = r.t.prog.recovers(r.body)
	switch body := r.body.(type) {
	case *ast.FuncDecl:
		r.block(body.Body.List)
	case *ast.FuncLit:
		r.block(body.Body.List)
	}
	ways := r.outcomes()
	r.finish()
	if ways != nil && r.s != nil {
		ways.all = slices.Clone(r.s.at)
		r.ways = ways
	}
	if r.s != nil {
		r.s.hidden, r.s.assumed = r.s.hidden && hidden, assumed
	}
}

// wayOut notes that the function may be left in a state.
func (r *activation) wayOut(s *state) {
	if s != nil {
		r.exits = append(r.exits, exit{s, len(r.defers)})
	}
}

// finish joins the ways out of the function, and runs the deferred calls on those
// that come after the defer statement.
func (r *activation) finish() {
	r.wayOut(r.s)
	r.s = nil
	for n := len(r.defers); n >= 0; n-- {
		ends := []*state{r.s}
		for _, e := range r.exits {
			if e.defers == n {
				ends = append(ends, e.state)
			}
		}
		if r.s = r.t.join(ends...); r.s != nil && n > 0 {
			r.defers[n-1]()
		}
	}
}

// parameters makes the variables of receiver, parameters and results. Without
// values they hold what the frame was given.
func (r *activation) parameters(body ast.Node, args []value) {
	sig := signature(r.t.prog.info, body)
	if sig == nil {
		return
	}
	var params []*types.Var
	if sig.Recv() != nil {
		params = append(params, sig.Recv())
	}
	for i := range sig.Params().Len() {
		params = append(params, sig.Params().At(i))
	}
	for i, v := range params {
		o := r.declare(v)
		if i < len(args) && args[i].known() {
			r.put(loc{obj: o, last: v}, v.Type(), args[i])
		}
	}
	for i := range sig.Results().Len() {
		v := sig.Results().At(i)
		o := r.declare(v)
		r.put(loc{obj: o, last: v}, v.Type(), zero(v.Type()))
		r.results = append(r.results, o)
	}
}

// declare makes a variable.
func (r *activation) declare(v *types.Var) *object {
	o := r.t.newObject(v)
	r.env.vars[v] = o
	r.own = append(r.own, o)
	return o
}

// variable returns the object of a variable.
func (r *activation) variable(v *types.Var) *object {
	if o := r.env.find(v); o != nil {
		return o
	}
	o := r.t.outside[v]
	if o == nil {
		o = r.t.newObject(v)
		o.leaked = true
		r.t.outside[v] = o
	}
	return o
}

// emit adds a node to the graph and goes on from there.
func (r *activation) emit() int32 {
	n := r.t.graph.add()
	for _, m := range r.s.at {
		r.t.graph.edge(m, n)
	}
	r.s.at = append(r.s.at[:0:0], n)
	return n
}

// drop forgets the variables of a call that has returned.
func (r *activation) drop() {
	for _, o := range r.own {
		o.dead = !o.leaked && !slices.Contains(r.results, o)
	}
}

// put gives a variable a value without an access.
func (r *activation) put(l loc, typ types.Type, v value) {
	if r.s == nil || l.obj == nil {
		return
	}
	if isLarge(typ) {
		r.copyParts(l, v.to, typ, 0)
		return
	}
	v.via = nil
	r.t.keep(r.s, l.key(), v)
}

// keep stores a value and remembers where.
func (t *tracer) keep(s *state, k key, v value) {
	id := s.store.names.of(k)
	s.store.names.list(id)
	t.holds(k.obj, v, s)
	s.store.put(id, &v)
}

// under returns the keys of values that are part of l.
func (r *activation) under(l loc) []key {
	var keys []key
	if l.obj == nil {
		return nil
	}
	for _, k := range l.obj.parts {
		if within(k.path, l.path) {
			keys = append(keys, k)
		}
	}
	return keys
}

// maxCopy bounds how deep struct values are copied.
const maxCopy = 2

// maxFields bounds of how many fields a struct is to be copied.
const maxFields = 24

// copyParts copies what is known of the fields of a struct.
func (r *activation) copyParts(to, from loc, typ types.Type, depth int) {
	u, ok := typ.Underlying().(*types.Struct)
	if depth > maxCopy || ok && u.NumFields() > maxFields {
		from, ok = loc{}, false
		to.obj.blurred = true
	}
	if !ok {
		for _, k := range r.under(to) {
			r.s.store.set(k, r.t.unknown())
		}
		if from.obj == nil {
			return
		}
		for _, k := range r.under(from) {
			if v, ok := r.s.store.find(k); ok {
				r.t.keep(r.s, key{to.obj, to.path + k.path[len(from.path):]}, v)
			}
		}
		return
	}
	for i := range u.NumFields() {
		f := u.Field(i)
		switch {
		case isLarge(f.Type()):
			var part loc
			if from.obj != nil {
				part = from.field(f)
			}
			r.copyParts(to.field(f), part, f.Type(), depth+1)
		case from.obj != nil:
			v := r.get(from.field(f), f.Type())
			v.via = nil
			r.t.keep(r.s, to.field(f).key(), v)
		default:
			r.t.keep(r.s, to.field(f).key(), r.t.fresh(f.Type()))
		}
	}
}

// get returns the value of a variable without an access.
func (r *activation) get(l loc, typ types.Type) value {
	if l.obj == nil || r.s == nil {
		return r.t.unknown()
	}
	if isLarge(typ) {
		return value{to: l, n: -1, room: -1}
	}
	id := r.s.store.names.of(l.key())
	stored := r.s.store.at(id)
	if stored == nil {
		stored = r.initial(id, l, typ)
	}
	v := *stored
	v.guess = v.guess.at(l)
	if v.con != nil && l.obj.leaked && (len(r.t.threads) > 0 || v.isNil()) && !r.t.prog.settled(l) {
		v = r.t.guessed(typ, v, l) // others may have changed it
	}
	return v
}

// initial returns the value that a variable had before the trace began, which is made
// up when it is asked for first.
func (r *activation) initial(id int, l loc, typ types.Type) *value {
	names := r.s.store.names
	if v := names.known[id].initial; v != nil {
		return v
	}
	v := r.t.fresh(typ)
	if v.to.obj != nil {
		v.to.obj.vague, v.to.obj.old = l.obj.vague, true
	}
	v.guess = r.t.made(l, typ)
	names.list(id)
	names.known[id].initial = &v
	return &v
}

// forget makes what is stored in an object unknown: it was given away.
func (r *activation) forget(v value) {
	if v.to.obj == nil || r.s == nil {
		return
	}
	for _, k := range r.under(loc{obj: v.to.obj, path: v.to.path}) {
		switch old := r.t.stored(r.s.store, k); {
		case old.to.obj != nil:
			r.s.store.set(k, r.t.fresh(old.to.obj.typ))
		case old.con != nil:
			r.s.store.set(k, r.t.unknown())
		}
	}
}

// access notes that the variable at l is used, if others may see it.
func (r *activation) access(l loc, e ast.Expr, how role, via []loc) *seen {
	if r.s == nil || l.obj == nil || r.t.spent() {
		return nil
	}
	if how.writes() {
		r.wrote(l)
	} else if r.asking {
		r.ask(l)
	}
	if !l.obj.leaked || how == read && l.last != nil && selfGuarded(l.last.Type()) {
		return nil
	}
	a := &seen{
		loc: l, expr: e, role: how, node: r.emit(), thread: r.thread, held: slices.Clip(r.s.held),
		claims: r.s.claims, changes: r.s.changes, foreign: r.s.foreign, stack: r.stack, via: via,
	}
	if mu, ok := r.t.prog.assumedLock(l); ok {
		a.held = append(a.held, mu)
	}
	if !how.writes() && r.asking {
		for _, sec := range r.s.sections {
			sec.asked[l.key()] = append(sec.asked[l.key()], a.node)
		}
	}
	if !r.s.hidden && r.s.assumed.about(l.key()) {
		r.t.seen = append(r.t.seen, a)
	} else {
		a.held = nil
		r.t.seen = append(r.t.seen, a)
		a.what = hiddenMark
	}
	return a
}

// hiddenMark marks accesses that something unknown may protect or exclude: they only
// tell that a variable changes.
const hiddenMark = "?"

// ask notes that a condition asks for a variable.
func (r *activation) ask(l loc) {
	if r.thread.asked == nil {
		r.thread.asked = make(map[key]bool)
	}
	r.thread.asked[l.key()] = true
	r.t.asked = append(r.t.asked, l.key())
}

// wrote notes that a variable is set.
func (r *activation) wrote(l loc) {
	for _, sec := range r.s.sections {
		sec.wrote[l.key()] = true
	}
	if r.thread.asked[l.key()] {
		r.s.claim(l.key())
	}
}

// pathLoc finds the variable that a path of the locks' analyzer names.
func (r *activation) pathLoc(q lockset.Path) (loc, bool) {
	l := loc{obj: r.variable(q.Root), last: q.Root}
	typ := q.Root.Type()
	for rest := q.Rest; rest != ""; {
		name, more, ok := cutField(rest)
		if !ok {
			return loc{}, false
		}
		rest = more
		if p, ok := typ.Underlying().(*types.Pointer); ok {
			l, typ = r.get(l, typ).to, p.Elem()
		}
		obj, index, _ := types.LookupFieldOrMethod(typ, true, q.Root.Pkg(), name)
		f, ok := obj.(*types.Var)
		if !ok || len(index) != 1 {
			return loc{}, false
		}
		l, typ = l.field(f), f.Type()
	}
	if p, ok := typ.Underlying().(*types.Pointer); ok {
		l = r.get(l, p).to
	}
	return l, l.obj != nil
}

// cutField cuts the first field off a path like ".a.b".
func cutField(rest string) (name, more string, ok bool) {
	if rest[0] != '.' {
		return "", "", false
	}
	i := 1
	for i < len(rest) && rest[i] != '.' && rest[i] != '[' {
		i++
	}
	return rest[1:i], rest[i:], true
}

// holdPath holds a lock that the function was called with.
func (r *activation) holdPath(q lockset.Path) {
	if l, ok := r.pathLoc(q); ok {
		r.s.held = append(r.s.held, lock{loc: l})
	} else {
		r.s.hidden = true
	}
}
