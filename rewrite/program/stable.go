package program

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Stable reports whether an expression has the same value wherever it stands
// in the rest of its function: a constant, a function, or a variable that
// nothing changes after its declaration.
func (p *Program) Stable(f *File, e ast.Expr) bool {
	if tv, ok := f.Info().Types[e]; ok && (tv.Value != nil || tv.IsNil() || tv.IsType()) {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		switch obj := f.Info().ObjectOf(e).(type) {
		case *types.Var:
			return p.Unchanged(f, obj)
		case *types.Const, *types.Func, *types.Nil, *types.TypeName, *types.PkgName, *types.Builtin:
			return true
		}
	case *ast.UnaryExpr:
		// A variable does not move.
		if id, ok := ast.Unparen(e.X).(*ast.Ident); ok && e.Op == token.AND {
			_, isVar := f.Info().ObjectOf(id).(*types.Var)
			return isVar
		}
	case *ast.SelectorExpr:
		if isMethodExpr(f.Info(), e) {
			return true
		}
		if id, ok := e.X.(*ast.Ident); ok {
			if _, isPkg := f.Info().ObjectOf(id).(*types.PkgName); isPkg {
				_, isFunc := f.Info().ObjectOf(e.Sel).(*types.Func)
				return isFunc
			}
		}
	}
	return false
}

// IsPath reports whether an expression is a name, or a field of one: nothing happens when
// it is evaluated, so that to write it twice is to mean it twice.
func IsPath(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return IsPath(e.X)
	}
	return false
}

// Unchanged reports whether a local variable keeps the value of its
// declaration. A loop variable does when every iteration has its own; a named
// result does not, as a return sets it.
func (p *Program) Unchanged(f *File, v *types.Var) bool {
	if v.IsField() || v.Kind() == types.ResultVar || v.Parent() == nil || v.Parent() == f.Pkg.Types.Scope() {
		return false
	}
	for _, id := range p.Uses(v) {
		if id.Pos() == v.Pos() {
			if p.isOldLoopVar(f, id) {
				return false
			}
			continue
		}
		if p.changes(f, id) {
			return false
		}
	}
	return true
}

// isOldLoopVar reports whether id declares a loop variable that all iterations
// share, as before Go 1.22.
func (p *Program) isOldLoopVar(f *File, id *ast.Ident) bool {
	switch parent := p.parents[id].(type) {
	case *ast.RangeStmt:
		return !VersionAtLeast(f, "go1.22")
	case *ast.AssignStmt:
		loop, ok := p.parents[parent].(*ast.ForStmt)
		return ok && loop.Init == ast.Stmt(parent) && !VersionAtLeast(f, "go1.22")
	}
	return false
}

// changes reports whether this use of a variable may change it, or part of it: a
// method with a pointer receiver may.
func (p *Program) changes(f *File, id *ast.Ident) bool {
	part, method := p.part(f, id)
	if method != nil {
		return takesPointer(method)
	}
	switch parent := p.parents[part].(type) {
	case *ast.UnaryExpr:
		return parent.Op == token.AND
	case *ast.IncDecStmt:
		return !p.isPost(f, parent, id)
	case *ast.AssignStmt:
		for _, lhs := range parent.Lhs {
			if ast.Node(lhs) == part {
				return !p.isPost(f, parent, id)
			}
		}
	case *ast.RangeStmt:
		return parent.Tok == token.ASSIGN && (parent.Key == part || parent.Value == part)
	}
	return false
}

// isPost reports whether stmt is the post statement of a loop that declares the
// variable id, when such variables are each iteration's own: the statement changes
// the next iteration's copy. A variable from outside the loop has no copies.
func (p *Program) isPost(f *File, stmt ast.Stmt, id *ast.Ident) bool {
	loop, ok := p.parents[stmt].(*ast.ForStmt)
	if !ok || loop.Post != stmt || loop.Init == nil || !VersionAtLeast(f, "go1.22") {
		return false
	}
	obj := f.Info().ObjectOf(id)
	return obj != nil && loop.Init.Pos() <= obj.Pos() && obj.Pos() < loop.Init.End()
}

func isPointer(f *File, e ast.Expr) bool {
	t := f.Info().TypeOf(e)
	return t != nil && isPointerType(t)
}

func isPointerType(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

func isArray(f *File, e ast.Expr) bool {
	t := f.Info().TypeOf(e)
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Array)
	return ok
}

// Fresh returns a name that nothing inside fn has, made from base.
func (p *Program) Fresh(fn *Func, base string) string {
	used := map[string]bool{}
	ast.Inspect(fn.Outermost().Node(), func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			field, _ := fn.File.Info().ObjectOf(id).(*types.Var)
			used[id.Name] = used[id.Name] || field == nil || !field.IsField()
		}
		return true
	})
	name := base
	for i := '2'; used[name] || types.Universe.Lookup(name) != nil || token.IsKeyword(name); i++ {
		name = base + string(i)
	}
	return name
}
