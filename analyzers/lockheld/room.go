package lockheld

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/assign"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// A slot is what holds channels: a variable or field at depth 0, what is in the slice,
// map or channel that it holds at depth 1, and so on.
type slot struct {
	obj   types.Object
	depth int
}

// maxDepth bounds the containers in containers that are told apart.
const maxDepth = 2

// rooms finds the slots that only ever hold channels which the package makes with a
// buffer. A send on such a channel waits only when the buffer is full, so it is not
// certain to wait.
type rooms struct {
	info *types.Info
	// sources are what each slot gets its channels from: an expression whose value the
	// variable gets, or whose elements; nil where there is no expression for it.
	sources map[slot][]source
	room    map[slot]bool
}

type source struct {
	e     ast.Expr
	depth int
}

func findRooms(pass *analysis.Pass) *rooms {
	r := &rooms{pass.TypesInfo, make(map[slot][]source), make(map[slot]bool)}
	handed := make(map[types.Object]bool)
	eachHanded(pass, func(param *types.Var, arg ast.Expr) {
		handed[param] = true
		r.note(param, 0, arg, 0)
	})
	for _, file := range pass.Files {
		ranged := r.ranges(file)
		assign.Each(pass.TypesInfo, file, func(target, value ast.Expr) {
			if !ranged[target] {
				r.assign(target, value)
			}
		})
	}
	for s := range r.sources {
		r.room[s] = !settable(s.obj) && (handed[s.obj] || !isParam(s.obj))
	}
	for changed := true; changed; {
		changed = false
		for s, list := range r.sources {
			if r.room[s] && slices.ContainsFunc(list, func(src source) bool { return !r.has(src.e, src.depth) }) {
				r.room[s], changed = false, true
			}
		}
	}
	return r
}

// ranges notes what loops and sends put where, and returns the variables of loops.
func (r *rooms) ranges(file *ast.File) map[ast.Expr]bool {
	ranged := make(map[ast.Expr]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			element := n.Value
			if _, ok := r.info.TypeOf(n.X).Underlying().(*types.Chan); ok {
				element = n.Key
			}
			if element != nil {
				ranged[element] = true
				r.note(r.object(element), 0, n.X, 1)
			}
		case *ast.SendStmt:
			r.note(r.object(n.Chan), 1, n.Value, 0)
		}
		return true
	})
	return ranged
}

func (r *rooms) assign(target, value ast.Expr) {
	depth := 0
	for {
		index, ok := ast.Unparen(target).(*ast.IndexExpr)
		if !ok {
			break
		}
		target, depth = index.X, depth+1
	}
	r.note(r.object(target), depth, value, 0)
}

// object returns the variable or field that an expression names, that of the generic
// type for one of its instances.
func (r *rooms) object(e ast.Expr) types.Object {
	obj := object(r.info, e)
	if v, ok := obj.(*types.Var); ok {
		return v.Origin()
	}
	return obj
}

// note says that obj at a depth gets what is in value at another, and so on for what is
// in that.
func (r *rooms) note(obj types.Object, depth int, value ast.Expr, inside int) {
	if obj == nil || value != nil && r.info.Types[value].IsNil() {
		return
	}
	for depth <= maxDepth {
		if holdsChannel(obj.Type(), depth) {
			s := slot{obj, depth}
			r.sources[s] = append(r.sources[s], source{value, inside})
		}
		depth, inside = depth+1, inside+1
	}
}

// holdsChannel reports whether a value of type t has channels at a depth.
func holdsChannel(t types.Type, depth int) bool {
	for ; depth > 0; depth-- {
		switch u := t.Underlying().(type) {
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		case *types.Map:
			t = u.Elem()
		case *types.Chan:
			t = u.Elem()
		default:
			return false
		}
	}
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// has reports whether all channels that the value of e has at a depth have a buffer.
func (r *rooms) has(e ast.Expr, depth int) bool {
	if e == nil {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return r.info.Types[e].IsNil() || r.room[slot{r.object(e), depth}]
	case *ast.IndexExpr:
		return r.has(e.X, depth+1)
	case *ast.SliceExpr:
		return r.has(e.X, depth)
	case *ast.UnaryExpr:
		return e.Op == token.ARROW && r.has(e.X, depth+1)
	case *ast.CompositeLit:
		return depth > 0 && !slices.ContainsFunc(e.Elts, func(elt ast.Expr) bool {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			return !r.has(elt, depth-1)
		})
	case *ast.CallExpr:
		return r.made(e, depth)
	}
	return false
}

// made is has for calls of make and append.
func (r *rooms) made(call *ast.CallExpr, depth int) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	if b, ok := r.info.Uses[id].(*types.Builtin); !ok || b.Name() != "append" {
		return makesBuffer(r.info, call) || ok && b.Name() == "make" && depth > 0
	}
	for i, arg := range call.Args {
		at := depth - 1
		if i == 0 || call.Ellipsis.IsValid() {
			at = depth
		}
		if at < 0 || !r.has(arg, at) {
			return false
		}
	}
	return true
}

// settable reports whether code of other packages can assign to obj.
func settable(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Exported() && (v.IsField() || v.Parent() == v.Pkg().Scope())
}

// isParam reports whether obj has its first value from a caller.
func isParam(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Kind() == types.ParamVar
}

// makesBuffer reports whether e makes a channel with a buffer.
func makesBuffer(info *types.Info, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return false
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || id.Name != "make" {
		return false
	}
	size := info.Types[call.Args[1]].Value
	return size == nil || constant.Sign(size) > 0
}

// roomySends returns the places, as hops have them, of sends that have room as a
// rule.
func roomySends(pass *analysis.Pass, rooms *rooms, ops []yieldpoint.Op) map[string]bool {
	places := make(map[string]bool)
	for _, op := range ops {
		if s, ok := op.Node.(*ast.SendStmt); ok && rooms.has(s.Chan, 0) {
			places[hops.At(pass.Fset, s.Pos())] = true
		}
	}
	return places
}

// hasRoom reports whether the chain ends in a send that has room as a rule, or may:
// how another package makes its channels is not seen here.
func (c *checker) hasRoom(chain []yieldpoint.Hop) bool {
	last := chain[len(chain)-1]
	if last.What != sendName {
		return false
	}
	return !c.endsHere(chain) || c.room[last.Pos]
}

// endsHere reports whether the last step of the chain is in this package.
func (c *checker) endsHere(chain []yieldpoint.Hop) bool {
	return len(chain) == 1 || inPackage(chain[len(chain)-2].Callee, c.pass.Pkg.Path())
}

// sendName is what a channel send is called in a chain.
const sendName = "channel send"

// inPackage reports whether a function of that full name is of the package.
func inPackage(name, path string) bool {
	return len(name) > len(path) && name[:len(path)] == path && name[len(path)] == '.'
}
