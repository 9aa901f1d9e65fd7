package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"
)

// role says what an expression does with the variable that it denotes.
type role uint8

const (
	none   role = iota // part of a longer access, or its address is taken
	read               // the value is used
	write              // the value is set
	update             // the value is used and set
)

func (r role) writes() bool { return r == write || r == update }

func (r role) String() string {
	switch r {
	case write:
		return "write"
	case update:
		return "update"
	}
	return "read"
}

// access is one use of a variable, before it is known whose.
type access struct {
	expr ast.Expr // the variable
	role role
	// content is true when not the variable but the map that it holds is used.
	content bool
}

// roles maps the expressions of a package that use a variable to the use.
// Identifiers and selectors that are not in it are plain reads.
type roles struct {
	info *types.Info
	of   map[ast.Expr]role
	// contents maps an expression at whose evaluation a map is used.
	contents map[ast.Node]access
}

func findRoles(info *types.Info, files []*ast.File) *roles {
	r := &roles{info: info, of: make(map[ast.Expr]role), contents: make(map[ast.Node]access)}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			r.node(n)
			return true
		})
	}
	return r
}

func (r *roles) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		how := write
		if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
			how = update
		}
		for _, lhs := range n.Lhs {
			r.set(lhs, how)
		}
	case *ast.IncDecStmt:
		r.set(n.X, update)
	case *ast.RangeStmt:
		if n.Key != nil {
			r.set(n.Key, write)
		}
		if n.Value != nil {
			r.set(n.Value, write)
		}
		if isMap(r.info.TypeOf(n.X)) {
			r.contents[n] = access{n.X, read, true}
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			r.mark(n.X, none)
		}
	case *ast.SelectorExpr:
		r.selector(n)
	case *ast.IndexExpr:
		r.index(n)
	case *ast.SliceExpr:
		if _, ok := typeOf(r.info, n.X).(*types.Array); ok {
			r.mark(n.X, none)
		}
	case *ast.CallExpr:
		r.builtin(n)
	}
}

// set notes that an expression is assigned to.
func (r *roles) set(lhs ast.Expr, how role) {
	lhs = ast.Unparen(lhs)
	if ix, ok := lhs.(*ast.IndexExpr); ok && isMap(r.info.TypeOf(ix.X)) {
		r.contents[ix] = access{ix.X, how, true}
		return
	}
	r.mark(lhs, how)
}

// mark sets the role of an expression; the first, outermost, use counts.
func (r *roles) mark(e ast.Expr, how role) {
	e = ast.Unparen(e)
	if _, done := r.of[e]; !done {
		r.of[e] = how
	}
}

// selector notes that x in x.f is no use of x when x is a struct: only f is.
func (r *roles) selector(n *ast.SelectorExpr) {
	sel, ok := r.info.Selections[n]
	if !ok {
		return
	}
	switch sel.Kind() {
	case types.FieldVal:
		if _, ok := typeOf(r.info, n.X).(*types.Struct); ok {
			r.mark(n.X, none)
		}
	case types.MethodVal:
		// A method with a pointer receiver takes the address of a variable.
		_, ptr := sel.Obj().(*types.Func).Signature().Recv().Type().(*types.Pointer)
		if _, isPtr := typeOf(r.info, n.X).(*types.Pointer); ptr && !isPtr {
			r.mark(n.X, none)
		}
	}
}

func (r *roles) index(n *ast.IndexExpr) {
	switch typeOf(r.info, n.X).(type) {
	case *types.Map:
		if _, done := r.contents[n]; !done {
			r.contents[n] = access{n.X, read, true}
		}
	case *types.Array:
		r.mark(n.X, none)
	}
}

// builtin notes uses of a map by delete, clear and len.
func (r *roles) builtin(call *ast.CallExpr) {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || len(call.Args) == 0 || !isMap(r.info.TypeOf(call.Args[0])) {
		return
	}
	if _, ok := r.info.Uses[id].(*types.Builtin); !ok {
		return
	}
	switch id.Name {
	case "delete", "clear":
		r.contents[call] = access{call.Args[0], write, true}
	case "len":
		r.contents[call] = access{call.Args[0], read, true}
	}
}

// at returns the uses that take effect when n is evaluated.
func (r *roles) at(n ast.Node) []access {
	var uses []access
	if c, ok := r.contents[n]; ok {
		uses = append(uses, c)
	}
	e, ok := n.(ast.Expr)
	if !ok {
		return uses
	}
	switch e := e.(type) {
	case *ast.Ident:
		if v, ok := r.info.Uses[e].(*types.Var); !ok || v.IsField() {
			return uses
		}
	case *ast.SelectorExpr:
		if v, ok := r.info.Uses[e.Sel].(*types.Var); !ok || v == nil {
			return uses
		}
	case *ast.StarExpr:
		if how := r.of[e]; !how.writes() {
			return uses
		}
	default:
		return uses
	}
	how, ok := r.of[e]
	if !ok {
		how = read
	}
	if how != none {
		uses = append(uses, access{expr: e, role: how})
	}
	return uses
}

func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// typeOf returns the underlying type of e, or nil.
func typeOf(info *types.Info, e ast.Expr) types.Type {
	if t := info.TypeOf(e); t != nil {
		return t.Underlying()
	}
	return nil
}
