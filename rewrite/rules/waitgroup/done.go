package waitgroup

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// body returns the body of the function that a go statement runs: that of its
// literal, or of a declared function that only go statements of this group
// run.
func (g *group) body(s *rule.Start) *ast.BlockStmt {
	if s.Lit != nil {
		return s.Lit.Body
	}
	p := g.pass.Program
	callee, _ := typeutil.Callee(g.fileOf(s.Call).Info(), s.Call).(*types.Func)
	if local := p.LocalFunc(g.fileOf(s.Call), s.Call.Fun); local != nil {
		return g.localBody(local)
	}
	fn := p.Func(callee)
	if fn == nil || fn.Body() == nil || len(p.Values(fn)) > 0 || !g.obj.IsField() {
		return nil
	}
	for _, id := range p.Uses(fn.Obj) {
		if id.Pos() != fn.Obj.Pos() && !g.counted(id) {
			return nil
		}
	}
	return fn.Body()
}

// localBody returns the body of a literal in a local variable that only go
// statements of this group run.
func (g *group) localBody(fn *program.Func) *ast.BlockStmt {
	v := g.pass.Program.LocalVar(fn)
	if v == nil {
		return nil
	}
	for _, id := range g.pass.Program.Uses(v) {
		if id.Pos() != v.Pos() && !g.counted(id) {
			return nil
		}
	}
	return fn.Body()
}

// counted reports whether a use of a function is the call of a go statement
// behind an Add of this group.
func (g *group) counted(id *ast.Ident) bool {
	p := g.pass.Program
	var n ast.Node = id
	if sel, ok := p.Parent(n).(*ast.SelectorExpr); ok {
		n = sel
	}
	call, ok := p.Parent(n).(*ast.CallExpr)
	if !ok {
		return false
	}
	stmt, ok := p.Parent(call).(*ast.GoStmt)
	if !ok {
		return false
	}
	list := program.StmtList(p.Parent(stmt))
	for i, s := range list {
		if s == ast.Stmt(stmt) {
			return i > 0 && g.isAdd(list[i-1]) || g.isCountedLoop(stmt)
		}
	}
	return false
}

func (g *group) isAdd(stmt ast.Stmt) bool {
	expr, ok := stmt.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := expr.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Add" && program.Same(rule.Receiver(g.fileOf(stmt), call), g.obj)
}

// isCountedLoop reports whether stmt is the one go statement of a loop behind
// an Add of this group.
func (g *group) isCountedLoop(stmt *ast.GoStmt) bool {
	p := g.pass.Program
	block, ok := p.Parent(stmt).(*ast.BlockStmt)
	if !ok {
		return false
	}
	loop, ok := p.Parent(block).(ast.Stmt)
	if !ok {
		return false
	}
	list := program.StmtList(p.Parent(loop))
	for i, s := range list {
		if s == loop {
			return i > 0 && g.isAdd(list[i-1])
		}
	}
	return false
}

// doneOf finds the one Done that ends a goroutine: deferred as a statement of
// the body's own, before which nothing can end the goroutine, or the last
// statement. It is taken out of dones unless it was already.
func (g *group) doneOf(body *ast.BlockStmt, dones map[ast.Stmt]bool) (ast.Stmt, string) {
	for i, stmt := range body.List {
		switch s := stmt.(type) {
		case *ast.DeferStmt:
			if g.isDone(s.Call) {
				// Deferred functions run last in, first out: one that was
				// deferred before Done runs after it, when Wait may have
				// returned. And what leaves before leaves Done out.
				if rule.MayLeave(body.List[:i]) {
					return nil, "waitgroup-unpaired"
				}
				delete(dones, stmt)
				return stmt, ""
			}
		case *ast.ExprStmt:
			call, ok := s.X.(*ast.CallExpr)
			if !ok || !g.isDone(call) {
				continue
			}
			if i != len(body.List)-1 || rule.MayLeave(body.List) {
				return nil, "waitgroup-early-done"
			}
			delete(dones, stmt)
			return stmt, ""
		}
	}
	return nil, "waitgroup-unpaired"
}

func (g *group) isDone(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Done" && program.Same(rule.Receiver(g.fileOf(call), call), g.obj)
}

// onlyGo returns the go statement of a loop's body if it is one that every
// iteration runs once: a statement of the body itself, with nothing before it
// that could leave the iteration.
func onlyGo(loop ast.Stmt) *ast.GoStmt {
	var body *ast.BlockStmt
	switch l := loop.(type) {
	case *ast.RangeStmt:
		body = l.Body
	case *ast.ForStmt:
		body = l.Body
	}
	var found *ast.GoStmt
	for _, stmt := range body.List {
		if s, ok := stmt.(*ast.GoStmt); ok {
			if found != nil {
				return nil
			}
			found = s
		}
	}
	leaves := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.BranchStmt:
			leaves = true
		}
		return !leaves
	})
	if leaves {
		return nil
	}
	return found
}

// counts reports whether a loop runs exactly n times: it ranges over what n is
// the length of, or counts up to it, and nothing changes either.
func (g *group) counts(n ast.Expr, loop ast.Stmt) bool {
	p, f := g.pass.Program, g.fileOf(n)
	switch l := loop.(type) {
	case *ast.RangeStmt:
		if call, ok := ast.Unparen(n).(*ast.CallExpr); ok && len(call.Args) == 1 {
			id, ok := call.Fun.(*ast.Ident)
			return ok && id.Name == "len" && f.Text(call.Args[0]) == f.Text(l.X) && sized(f, l.X) && program.IsPath(l.X)
		}
		return f.Text(n) == f.Text(l.X) && p.Stable(f, n)
	case *ast.ForStmt:
		cond, ok := l.Cond.(*ast.BinaryExpr)
		if !ok || cond.Op != token.LSS || !p.Stable(f, n) || f.Text(cond.Y) != f.Text(n) {
			return false
		}
		init, ok := l.Init.(*ast.AssignStmt)
		if !ok || init.Tok != token.DEFINE || len(init.Rhs) != 1 || f.Text(init.Rhs[0]) != "0" {
			return false
		}
		id, ok := init.Lhs[0].(*ast.Ident)
		if !ok {
			return false
		}
		if v, isVar := f.Info().Defs[id].(*types.Var); !isVar || !p.Unchanged(f, v) {
			return false // the body may count, too
		}
		post, ok := l.Post.(*ast.IncDecStmt)
		return ok && post.Tok == token.INC && f.Text(post.X) == f.Text(cond.X) && f.Text(post.X) == f.Text(init.Lhs[0])
	}
	return false
}

// sized reports whether a range over e takes as many turns as len says: for
// strings and channels it may not, for a map the loop's body may change it.
func sized(f *program.File, e ast.Expr) bool {
	switch f.Info().TypeOf(e).Underlying().(type) {
	case *types.Slice, *types.Array:
		return true
	}
	return false
}
