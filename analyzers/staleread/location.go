package staleread

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// A location is a variable, field or element as one function names it.
type location struct {
	name string // as a reader would write it; with root, tells locations apart
	root *types.Var
	// state is the variable or field that is shared: for an element that of its
	// map or slice.
	state *types.Var
	// element is true for an element of a map or slice.
	element bool
	deps    []*types.Var // what the name depends on
}

type locationKey struct {
	root *types.Var
	name string
}

func (l location) key() locationKey { return locationKey{l.root, l.name} }

// locate returns the location that e denotes; false when it has no name.
func (p *program) locate(e ast.Expr) (location, bool) {
	e = ast.Unparen(e)
	if index, ok := e.(*ast.IndexExpr); ok && p.isContainer(index.X) {
		base, ok := p.locate(index.X)
		if !ok || base.element || !pure(index.Index) {
			return location{}, false
		}
		return location{
			name:    base.name + "[" + types.ExprString(index.Index) + "]",
			root:    base.root,
			state:   base.state,
			element: true,
			deps:    append(slices.Clone(base.deps), p.variables(index.Index)...),
		}, true
	}
	if v := p.variable(e); v != nil && v.Name() != "_" {
		return location{name: v.Name(), root: v, state: v}, true
	}
	if !isField(p.info, e) {
		return location{}, false
	}
	path, ok := p.locks.Path(e)
	if !ok || path.Root == nil {
		return location{}, false
	}
	return location{name: path.String(), root: path.Root, state: path.Last, deps: []*types.Var{path.Root}}, true
}

// isContainer reports whether e is a map, slice or array.
func (p *program) isContainer(e ast.Expr) bool {
	t := p.info.TypeOf(e)
	if t == nil {
		return false
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	switch t.Underlying().(type) {
	case *types.Map, *types.Slice, *types.Array:
		return true
	}
	return false
}

// variable returns the variable that e names, qualified or not, or nil.
func (p *program) variable(e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, _ := p.info.ObjectOf(e).(*types.Var)
		return v
	case *ast.SelectorExpr:
		if _, selected := p.info.Selections[e]; !selected {
			v, _ := p.info.Uses[e.Sel].(*types.Var)
			return v
		}
	}
	return nil
}

// variables returns the variables that an expression mentions.
func (p *program) variables(e ast.Expr) []*types.Var {
	var list []*types.Var
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := p.info.Uses[id].(*types.Var); ok && !v.IsField() {
				list = append(list, v)
			}
		}
		return true
	})
	return list
}

func isField(info *types.Info, e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	s, ok := info.Selections[sel]
	return ok && s.Kind() == types.FieldVal
}

// pure reports whether an index has the same value when it is evaluated again
// with the same variables.
func pure(e ast.Expr) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr, *ast.FuncLit:
			ok = false
		case *ast.UnaryExpr:
			ok = ok && n.Op != token.ARROW
		}
		return ok
	})
	return ok
}

// holds is the locks held at a node: where each was taken.
type holds map[lockset.Path]*ast.CallExpr

// covered reports whether a lock is held from one node to the other.
func covered(from, to holds) bool {
	for p, call := range from {
		if to[p] == call {
			return true
		}
	}
	return false
}
