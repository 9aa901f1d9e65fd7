package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// Limits that keep a trace small. What lies beyond them is not reported.
const (
	maxNodes = 2000   // nodes of the graph
	maxSteps = 1500   // statements run
	maxWork  = 20_000 // values compared where paths come together
)

// reaches says how far calls are followed. A trace that gets too large is made again with
// the next.
var reaches = []struct {
	depth  int // calls below the frame, those up to a start included
	before int // calls from the frame to a start, or to its own accesses
}{{8, 3}, {4, 1}}

// tracer runs one function, its frame, and the goroutines that it starts
// through the calls whose bodies are in the package, all paths at once. Loops are
// run twice, so that what two rounds do to each other is seen and every value has its
// own place.
type tracer struct {
	prog    *program
	frame   ast.Node
	graph   *graph
	main    *thread
	threads []*thread
	seen    []*seen
	written map[*object][]*seen
	ops     []op
	// outside holds the variables of the package and of functions around the
	// frame.
	outside       map[*types.Var]*object
	sections      []*section
	strangers     strangers
	finals        []final
	once          map[ast.Node]bool // starts that do not happen again
	asked         []key             // what conditions have read so far
	calledLocked  bool              // callers of the frame may hold locks that it has no name for
	canceled      *object           // stands for every context
	flow          *graph            // as it is without the operations
	objects       int
	syms          int
	steps         int // statements run
	work          int // values compared where paths come together
	depth, before int // how far calls are followed
}

// thread is the frame itself or a goroutine that it starts, as the trace saw it.
type thread struct {
	start  *start // nil for the frame
	parent *thread
	chain  []hop // the calls from the frame to the start, and the start
	from   int32 // the node of the start
	first  int32 // the nodes at which it begins and ends
	last   int32
	asked  map[key]bool // the variables that its conditions asked for
	multi  bool         // there is another instance of it
}

// hop is a step from the frame, or the start of a goroutine, to an access.
type hop struct {
	pos  token.Pos
	what string
}

// role says what an access does with the variable.
type role uint8

const (
	read   role = iota // the value is used
	write              // the value is set
	update             // the value is used and set
)

func (r role) writes() bool { return r != read }

func (r role) String() string {
	switch r {
	case write:
		return "write"
	case update:
		return "update"
	}
	return "read"
}

// seen is one access with what is known about it.
type seen struct {
	loc
	expr   ast.Expr
	role   role
	what   string // what of the expression's value is used, as " (a map)"
	atomic bool
	node   int32
	thread *thread
	held   []lock
	claims []key
	// foreign is true behind something that a lock of the frame's caller may have kept from happening.
	foreign bool
	// changes are those that must have been made before.
	changes []*change
	stack   []hop
	via     []loc
	moved   steadiness
}

// trace runs a function as far as it can be and takes what that costs from the
// budget.
func (p *program) trace(frame ast.Node, left *int) *tracer {
	var t *tracer
	for _, far := range reaches {
		t = traceTo(p, frame, far.depth, far.before)
		*left -= t.cost()
		if !t.spent() || *left <= 0 {
			break
		}
	}
	return t
}

func traceTo(p *program, frame ast.Node, depth, before int) *tracer {
	t := &tracer{
		prog: p, frame: frame, graph: &graph{}, depth: depth, before: before,
		outside: make(map[*types.Var]*object), once: make(map[ast.Node]bool),
		strangers: strangers{holders: make(map[*object][]holder)},
	}
	t.main = &thread{first: t.graph.add()}
	s := newState()
	s.at = []int32{t.main.first}
	r := &activation{t: t, body: frame, env: newEnv(nil), thread: t.main, s: s, active: map[ast.Node]bool{frame: true}}
	r.test = &test{body: r}
	r.parameters(frame, nil)
	var held []lockset.Path
	held, t.calledLocked = p.heldAtEntry(frame)
	for _, q := range append(held, p.locks.Handed(frame)...) {
		r.holdPath(q)
	}
	r.function()
	t.strangers.results = r.results
	return t
}

// spent reports whether the trace has become too large to go on.
func (t *tracer) spent() bool {
	return len(t.graph.succs) > maxNodes || t.steps > maxSteps || t.work > maxWork
}

// isOwn reports whether an object was made in the trace.
func (t *tracer) isOwn(o *object) bool {
	return !o.old && !o.vague && (o.name == nil || t.outside[o.name] != o)
}

func (t *tracer) newObject(name *types.Var) *object {
	t.objects++
	return &object{id: t.objects, name: name, room: -1, leaked: name == nil}
}

// unknown returns a value that is equal to itself only.
func (t *tracer) unknown() value {
	t.syms++
	return value{sym: t.syms, n: -1, room: -1}
}

// fresh returns an unknown value of a type; one that refers to something
// refers to an object of its own.
func (t *tracer) fresh(typ types.Type) value {
	if typ == nil {
		return t.unknown()
	}
	switch u := typ.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Chan, *types.Slice:
		o := t.newObject(nil)
		o.vague, o.typ = true, typ
		return value{to: loc{obj: o}, n: -1, room: -1}
	case *types.Struct, *types.Array:
		o := t.newObject(nil)
		return value{to: loc{obj: o}, n: -1, room: -1}
	case *types.Interface:
		if _, param := types.Unalias(typ).(*types.TypeParam); param || u.NumMethods() == 0 {
			return t.unknown()
		}
		o := t.newObject(nil)
		o.vague, o.typ = true, typ
		return value{to: loc{obj: o}, n: -1, room: -1}
	}
	return t.unknown()
}

// zero returns the zero value of a type, as far as it is of use.
func zero(typ types.Type) value {
	v := value{n: -1, room: -1}
	b, ok := typ.Underlying().(*types.Basic)
	switch {
	case !ok && isNilable(typ):
		v.con = null
	case !ok:
	case b.Info()&types.IsInteger != 0:
		v.con = constant.MakeInt64(0)
	case b.Kind() == types.UntypedNil:
		v.con = null
	case b.Info()&types.IsBoolean != 0:
		v.con = constant.MakeBool(false)
	}
	return v
}

// null stands for nil among the constants; no string of a program is like it.
var null = constant.MakeString("\x00nil")

func (v value) isNil() bool {
	return v.con != nil && v.con.Kind() == constant.String && constant.Compare(v.con, token.EQL, null)
}

// isNilable reports whether nil is a value of the type that can be told from
// others.
func isNilable(typ types.Type) bool {
	switch typ.Underlying().(type) {
	case *types.Pointer, *types.Chan, *types.Signature:
		return true
	case *types.Interface:
		_, param := types.Unalias(typ).(*types.TypeParam)
		return !param
	}
	return false
}

// isLarge reports whether values of the type are kept by where they are stored.
func isLarge(typ types.Type) bool {
	if typ == nil {
		return false
	}
	switch typ.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

func (v value) index() (int, bool) {
	if v.con == nil || v.con.Kind() != constant.Int {
		return 0, false
	}
	i, ok := constant.Int64Val(v.con)
	return int(i), ok && i >= 0 && i < 1<<30
}

// step names an element.
func (v value) step(off int) string {
	if i, ok := v.index(); ok {
		return "[" + strconv.Itoa(i+off) + "]"
	}
	if v.sym != 0 && off == 0 {
		return "[s" + strconv.Itoa(v.sym) + "]"
	}
	return ""
}

func push(stack []hop, h hop) []hop { return append(stack[:len(stack):len(stack)], h) }

func with(active map[ast.Node]bool, body ast.Node) map[ast.Node]bool {
	next := cloneMap(active)
	next[body] = true
	return next
}
