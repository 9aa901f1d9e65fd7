package staleread

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/flow"
)

// A write is a statement of the package that changes shared state.
type write struct {
	body ast.Node
	at   ast.Node
	loc  location
	// element is true when only an element changes, grows when elements are
	// appended.
	element, grows bool
}

// findWrites notes what a body itself writes. What is written into a value that the
// body has just made is nobody else's yet.
func (p *program) findWrites(body ast.Node) {
	note := func(lhs ast.Expr, rhs ast.Expr, at ast.Node) {
		loc, ok := p.locate(lhs)
		if !ok || p.fresh(loc.root, body) && loc.root != loc.state {
			return
		}
		p.writes[loc.state] = append(p.writes[loc.state], write{
			body: body, at: at, loc: loc, element: loc.element, grows: p.appends(rhs, loc),
		})
	}
	ast.Inspect(flow.Body(body), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && n.Tok == token.DEFINE && p.info.Defs[id] != nil {
					continue
				}
				note(lhs, n.Rhs[min(i, len(n.Rhs)-1)], n)
			}
		case *ast.IncDecStmt:
			note(n.X, nil, n)
		case *ast.CallExpr:
			built, _ := typeutil.Callee(p.info, n).(*types.Builtin)
			switch {
			case built != nil && built.Name() == "delete" && len(n.Args) == 2:
				note(&ast.IndexExpr{X: n.Args[0], Index: n.Args[1]}, nil, n)
			case built != nil && built.Name() == "clear" && len(n.Args) == 1:
				note(n.Args[0], nil, n)
			}
		}
		return true
	})
}

// appends reports whether the value is the location itself with more elements.
func (p *program) appends(rhs ast.Expr, loc location) bool {
	call, ok := rhs.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	built, _ := typeutil.Callee(p.info, call).(*types.Builtin)
	if built == nil || built.Name() != "append" {
		return false
	}
	old, ok := p.locate(call.Args[0])
	return ok && old.key() == loc.key()
}

// fresh reports whether a variable of the body holds a value that the body made.
func (p *program) fresh(v *types.Var, body ast.Node) bool {
	if !within(flow.Body(body), v.Pos()) {
		return false
	}
	made := false
	ast.Inspect(flow.Body(body), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && p.info.Defs[id] == v && len(n.Lhs) == len(n.Rhs) {
					made = p.makes(n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, id := range n.Names {
				if p.info.Defs[id] == v {
					_, isPointer := v.Type().Underlying().(*types.Pointer)
					made = len(n.Values) == 0 && !isPointer || i < len(n.Values) && p.makes(n.Values[i])
				}
			}
		}
		return !made
	})
	return made
}

// handsOut reports whether the body gives a variable's value to someone: returns
// it, stores it, passes it to a call. To use a method or field is not to give.
func (p *program) handsOut(v *types.Var, body ast.Node) bool {
	found := false
	ast.Inspect(flow.Body(body), func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || p.info.Uses[id] != v {
			return !found
		}
		switch parent := p.parent[id].(type) {
		case *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr, *ast.IncDecStmt:
		case *ast.AssignStmt:
			found = found || slices.Contains(parent.Rhs, ast.Expr(id))
		default:
			found = true
		}
		return !found
	})
	return found
}

func (p *program) makes(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.AND && p.makes(e.X)
	case *ast.CompositeLit:
		return true
	case *ast.CallExpr:
		built, _ := typeutil.Callee(p.info, e).(*types.Builtin)
		return built != nil && (built.Name() == "new" || built.Name() == "make")
	}
	return false
}

// shareable reports whether other code of the package writes what the location
// stands for, so that it is worth following in the body. Fields of other packages'
// types are left out: which value of such a type is meant is not known.
func (p *program) shareable(loc location, body ast.Node) bool {
	v := loc.state
	if v.IsField() && v.Pkg() != p.pass.Pkg {
		return false
	}
	if v.IsField() || v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		return len(p.writes[v]) > 0
	}
	if loc.root != v {
		return false
	}
	for _, w := range p.writes[v] {
		if w.body != body || !within(body, v.Pos()) {
			return true
		}
	}
	return false
}
