package polling

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/rewrite/program"
)

// isIdle reports whether the loop does nothing but ask: whatever a function of the module
// answers is up to others then.
func (l *look) isIdle() bool {
	idle := l.loop.Init == nil && l.loop.Post == nil
	l.walk(l.loop.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			idle = idle && isGosched(l.info, n)
		case *ast.AssignStmt, *ast.IncDecStmt, *ast.SendStmt:
			idle = false
		}
	})
	return idle
}

// answers reports whether a function of the module does nothing but say what a variable
// holds that others set, with a lock in hand or without.
func (l *look) answers(fn *program.Func) bool {
	if fn == nil || fn.Decl == nil || fn.Body() == nil {
		return false
	}
	list := fn.Body().List
	for i, stmt := range list {
		switch s := stmt.(type) {
		case *ast.ExprStmt:
			if !isLocking(fn.File.Info(), s.X) {
				return false
			}
		case *ast.DeferStmt:
			if !isLocking(fn.File.Info(), s.Call) {
				return false
			}
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE || !onlyReads(fn.File.Info(), s.Rhs) {
				return false
			}
		case *ast.ReturnStmt:
			return i == len(list)-1 && len(s.Results) > 0 && onlyReads(fn.File.Info(), s.Results) && namesShared(fn, fn.Body())
		default:
			return false
		}
	}
	return false
}

// looksAt reports whether a local variable holds what the loop has found in a variable that
// others set, and the loop does nothing but look, with a lock in hand or without.
func (l *look) looksAt(v *types.Var) bool {
	found := false
	for _, stmt := range l.loop.Body.List {
		switch s := stmt.(type) {
		case *ast.ExprStmt:
			if call, ok := s.X.(*ast.CallExpr); !isLocking(l.info, s.X) && !(ok && isGosched(l.info, call)) {
				return false
			}
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE || !onlyReads(l.info, s.Rhs) {
				return false
			}
			id, ok := s.Lhs[0].(*ast.Ident)
			found = found || ok && len(s.Lhs) == 1 && l.info.Defs[id] == v && namesShared(l.fn, s.Rhs[0])
		case *ast.IfStmt:
			if s.Init != nil || s.Else != nil || !onlyReads(l.info, []ast.Expr{s.Cond}) || !l.onlyLeaves(s.Body) {
				return false
			}
		default:
			return false
		}
	}
	return found && l.loop.Init == nil && l.loop.Post == nil
}

// onlyLeaves reports whether a block does nothing but leave the loop, or unlock before.
func (l *look) onlyLeaves(body *ast.BlockStmt) bool {
	for i, stmt := range body.List {
		last := i == len(body.List)-1
		switch s := stmt.(type) {
		case *ast.ExprStmt:
			if last || !isLocking(l.info, s.X) {
				return false
			}
		case *ast.ReturnStmt:
			return onlyReads(l.info, s.Results)
		case *ast.BranchStmt:
			return last
		default:
			return false
		}
	}
	return false
}

// isLocking reports whether an expression is a call that locks or unlocks.
func isLocking(info *types.Info, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	return fn != nil && isSync(fn) && (strings.HasSuffix(fn.Name(), "Lock") || strings.HasSuffix(fn.Name(), "Unlock"))
}

func isSync(fn *types.Func) bool {
	return fn.Pkg() != nil && (fn.Pkg().Path() == "sync" || color.IsRuntime(fn.Pkg().Path()))
}

// onlyReads reports whether expressions call nothing, but for conversions, len and loads of
// atomic variables, and receive nothing.
func onlyReads(info *types.Info, list []ast.Expr) bool {
	fine := true
	for _, e := range list {
		ast.Inspect(e, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.UnaryExpr:
				fine = fine && n.Op != token.ARROW
			case *ast.CallExpr:
				fine = fine && isReading(info, n)
			}
			return fine
		})
	}
	return fine
}

func isReading(info *types.Info, call *ast.CallExpr) bool {
	if info.Types[call.Fun].IsType() {
		return true
	}
	switch fn := typeutil.Callee(info, call).(type) {
	case *types.Builtin:
		return fn.Name() == "len"
	case *types.Func:
		return fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic" && strings.HasPrefix(fn.Name(), "Load")
	}
	return false
}

// namesShared reports whether a body names a field or a variable of a package, which
// others can set; locks do not count.
func namesShared(fn *program.Func, body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return !found
		}
		v, ok := fn.File.Info().Uses[id].(*types.Var)
		if ok && (v.IsField() || v.Parent() == fn.File.Pkg.Types.Scope()) {
			named, _ := types.Unalias(v.Type()).(*types.Named)
			isLock := named != nil && named.Obj().Pkg() != nil && (named.Obj().Pkg().Path() == "sync" || color.IsRuntime(named.Obj().Pkg().Path()))
			found = found || !isLock
		}
		return !found
	})
	return found
}
