package program

import (
	"go/ast"
	"go/token"
	"go/types"
)

// LocalFunc returns the literal that a local variable holds, when nothing else
// is ever assigned to it; nil otherwise.
func (p *Program) LocalFunc(f *File, e ast.Expr) *Func {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := f.Info().ObjectOf(id).(*types.Var)
	if !ok || v.IsField() || v.Parent() == nil || v.Parent() == f.Pkg.Types.Scope() || !p.Unchanged(f, v) {
		return nil
	}
	for _, use := range p.Uses(v) {
		if use.Pos() != v.Pos() {
			continue
		}
		assign, ok := p.parents[use].(*ast.AssignStmt)
		if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
			return nil
		}
		if lit, ok := ast.Unparen(assign.Rhs[0]).(*ast.FuncLit); ok {
			return p.byNode[lit]
		}
	}
	return nil
}

// UsedOnce reports whether the local variable that holds a literal is used in one
// place.
func (p *Program) UsedOnce(fn *Func) bool {
	v := p.LocalVar(fn)
	return v != nil && len(p.Uses(v)) == 2
}

// LocalVar returns the variable for which LocalFunc returns fn, or nil.
func (p *Program) LocalVar(fn *Func) *types.Var {
	if fn.Lit == nil {
		return nil
	}
	assign, ok := p.parents[fn.Lit].(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 1 || p.LocalFunc(fn.File, assign.Lhs[0]) != fn {
		return nil
	}
	v, _ := fn.File.Info().ObjectOf(assign.Lhs[0].(*ast.Ident)).(*types.Var)
	return v
}
