package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"sort"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// findForeign finds the variables that a function sets which does not declare
// them, or to which a pointer is made.
func (p *program) findForeign() {
	for _, f := range p.pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					p.sets(e)
				}
			case *ast.IncDecStmt:
				p.sets(n.X)
			case *ast.RangeStmt:
				if n.Key != nil {
					p.sets(n.Key)
				}
				if n.Value != nil {
					p.sets(n.Value)
				}
			case *ast.UnaryExpr:
				if v := p.variable(ast.Unparen(n.X)); n.Op == token.AND && v != nil {
					p.foreign[v] = true
				}
			}
			return true
		})
	}
}

func (p *program) sets(e ast.Expr) {
	if v := p.variable(ast.Unparen(e)); v != nil && p.bodyAt(v.Pos()) != p.enclosing(e) {
		p.foreign[v] = true
	}
}

// settled reports whether the trace knows what a variable holds: only its own
// function sets it.
func (p *program) settled(l loc) bool {
	return l.path == "" && l.obj.name != nil && !p.foreign[l.obj.name] && p.bodyAt(l.obj.name.Pos()) != nil
}

// captured returns the variables of other functions that a literal uses.
func (p *program) captured(lit *ast.FuncLit) []*types.Var {
	if vars, ok := p.captures[lit]; ok {
		return vars
	}
	vars := []*types.Var{}
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := p.info.Uses[id].(*types.Var); ok && !v.IsField() && !contains(lit, v.Pos()) {
				vars = append(vars, v)
			}
		}
		return true
	})
	p.captures[lit] = vars
	return vars
}

func contains(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

// sortedVars returns the variables of a block in source order.
func sortedVars(vars map[*types.Var]*object) []*types.Var {
	list := make([]*types.Var, 0, len(vars))
	for v := range vars {
		list = append(list, v)
	}
	sort.Slice(list, func(i, j int) bool { return vars[list[i]].id < vars[list[j]].id })
	return list
}

// recovers reports whether a deferred function of a body recovers from panics.
func (p *program) recovers(body ast.Node) bool {
	if known, ok := p.recovering[body]; ok {
		return known
	}
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if d, ok := n.(*ast.DeferStmt); ok {
			ast.Inspect(d, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if b, ok := p.info.Uses[id].(*types.Builtin); ok && b.Name() == "recover" {
						found = true
					}
				}
				return !found
			})
		}
		return !found
	})
	p.recovering[body] = found
	return found
}

// noReturn reports whether a call does not come back.
func (p *program) noReturn(call *ast.CallExpr) bool {
	return p.callee(call) != nil && !p.graphs.Returns(call)
}

// ownCopies reports whether each round of a for statement has variables of its
// own.
func (p *program) ownCopies(s *ast.ForStmt) bool { return p.since122(s.Pos()) }

// perRound reports the same of the variables that a range clause declares.
func (p *program) perRound(s *ast.RangeStmt) bool { return p.since122(s.Pos()) }

func (p *program) since122(pos token.Pos) bool {
	i, ok := p.files[p.pass.Fset.File(pos)]
	if !ok {
		return true
	}
	v := p.info.FileVersions[p.sources[i]]
	return v == "" || version.Compare(v, "go1.22") >= 0
}

// funcName returns the name that a stack trace has for a function.
func (p *program) funcName(fn *types.Func) string {
	name, ok := p.funcNames[fn]
	if !ok {
		name = catalog.FuncName(fn)
		p.funcNames[fn] = name
	}
	return name
}

// callee returns the declared function that a call names, or nil.
func (p *program) callee(call *ast.CallExpr) *types.Func {
	fn, _ := typeutil.Callee(p.info, call).(*types.Func)
	return fn
}

// selfGuarded reports whether variables of a type are made to be shared: the type
// is of the packages sync and sync/atomic.
func selfGuarded(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	path := named.Obj().Pkg().Path()
	return path == "sync" || path == "sync/atomic"
}
