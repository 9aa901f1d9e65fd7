package lockset

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// A Path names a lock, or any other variable, from within one function: the
// variable at which the access begins and the fields and elements on the way.
// Paths are comparable. The zero Path names nothing.
type Path struct {
	// Root is the variable at which the path begins.
	Root *types.Var
	// Rest is the way from there, like ".shards[0].mu"; empty when the path is the
	// variable itself.
	Rest string
	// Last is the variable or field at the end of the path.
	Last *types.Var
}

// String returns the path as a reader would write it.
func (p Path) String() string {
	if p.Root == nil {
		return "?"
	}
	return p.Root.Name() + p.Rest
}

// aliases maps local variables that are assigned exactly once to the
// expression they stand for.
type aliases map[*types.Var]ast.Expr

// resolver finds paths of expressions.
type resolver struct {
	info    *types.Info
	aliases aliases
}

// path returns the path of e and the variables that the path depends on, its root
// first. It reports false when e has no path: a call result, an element of
// a map or slice at a computed index.
func (r resolver) path(e ast.Expr) (Path, []*types.Var, bool) {
	return r.pathDepth(e, 0)
}

// maxAlias bounds the chain of aliases that is followed.
const maxAlias = 4

func (r resolver) pathDepth(e ast.Expr, depth int) (Path, []*types.Var, bool) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.pathDepth(e.X, depth)
	case *ast.StarExpr:
		return r.pathDepth(e.X, depth)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return r.pathDepth(e.X, depth)
		}
	case *ast.Ident:
		v, ok := r.info.ObjectOf(e).(*types.Var)
		if !ok {
			return Path{}, nil, false
		}
		if rhs, ok := r.aliases[v]; ok && depth < maxAlias {
			if p, deps, ok := r.pathDepth(rhs, depth+1); ok {
				return p, deps, true
			}
		}
		return Path{Root: v, Last: v}, []*types.Var{v}, true
	case *ast.SelectorExpr:
		return r.selector(e, depth)
	case *ast.IndexExpr:
		return r.index(e, depth)
	}
	return Path{}, nil, false
}

func (r resolver) selector(e *ast.SelectorExpr, depth int) (Path, []*types.Var, bool) {
	sel, ok := r.info.Selections[e]
	if !ok { // qualified identifier
		v, ok := r.info.Uses[e.Sel].(*types.Var)
		return Path{Root: v, Last: v}, nil, ok
	}
	if sel.Kind() != types.FieldVal {
		return Path{}, nil, false
	}
	p, deps, ok := r.pathDepth(e.X, depth)
	if !ok {
		return Path{}, nil, false
	}
	return p.fields(sel.Recv(), sel.Index()), deps, true
}

func (r resolver) index(e *ast.IndexExpr, depth int) (Path, []*types.Var, bool) {
	p, deps, ok := r.pathDepth(e.X, depth)
	if !ok {
		return Path{}, nil, false
	}
	if tv := r.info.Types[e.Index]; tv.Value != nil {
		p.Rest += fmt.Sprintf("[%s]", tv.Value)
		return p, deps, true
	}
	id, ok := e.Index.(*ast.Ident)
	if !ok {
		return Path{}, nil, false
	}
	v, ok := r.info.ObjectOf(id).(*types.Var)
	if !ok {
		return Path{}, nil, false
	}
	p.Rest += "[" + v.Name() + "]"
	return p, append(deps, v), true
}

// fields extends p by the fields that the selection index leads through.
func (p Path) fields(recv types.Type, index []int) Path {
	for _, i := range index {
		st, ok := deref(recv).Underlying().(*types.Struct)
		if !ok {
			return p
		}
		f := st.Field(i)
		p.Rest += "." + f.Name()
		p.Last = f
		recv = f.Type()
	}
	return p
}

func deref(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// Join returns the path that begins with p and goes on as q does behind its
// root.
func (p Path) Join(q Path) Path {
	if q.Rest == "" {
		return p
	}
	return Path{Root: p.Root, Rest: p.Rest + q.Rest, Last: q.Last}
}
