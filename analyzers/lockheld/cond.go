package lockheld

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/assign"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// conds maps the variable or field that holds a sync.Cond to the variable or
// field of its lock, as far as the package says so.
type conds map[types.Object]types.Object

// findConds looks for sync.NewCond(&mu) stored in a variable or field, and for
// the field L set to &mu.
func findConds(pass *analysis.Pass) conds {
	found := make(conds)
	bind := func(cond, value ast.Expr) {
		if call, ok := ast.Unparen(value).(*ast.CallExpr); ok && len(call.Args) == 1 && isNewCond(pass.TypesInfo, call) {
			if c, m := object(pass.TypesInfo, cond), object(pass.TypesInfo, call.Args[0]); c != nil && m != nil {
				found[c] = m
			}
		}
		sel, ok := ast.Unparen(cond).(*ast.SelectorExpr)
		if ok && isCondLocker(pass.TypesInfo.Uses[sel.Sel]) {
			if c, m := object(pass.TypesInfo, sel.X), object(pass.TypesInfo, value); c != nil && m != nil {
				found[c] = m
			}
		}
	}
	for _, file := range pass.Files {
		assign.Each(pass.TypesInfo, file, bind)
	}
	return found
}

func isNewCond(info *types.Info, call *ast.CallExpr) bool {
	fn, ok := object(info, call.Fun).(*types.Func)
	return ok && fn.FullName() == "sync.NewCond"
}

// isCondLocker reports whether obj is the field L of sync.Cond.
func isCondLocker(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField() && v.Name() == "L" && v.Pkg() != nil && v.Pkg().Path() == "sync"
}

// object returns what an identifier or selector, perhaps behind & or *, denotes.
func object(info *types.Info, e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return info.ObjectOf(e)
	case *ast.SelectorExpr:
		return info.Uses[e.Sel]
	case *ast.UnaryExpr:
		return object(info, e.X)
	case *ast.StarExpr:
		return object(info, e.X)
	case *ast.CallExpr: // mu.RLocker()
		if sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr); ok && sel.Sel.Name == "RLocker" {
			return object(info, sel.X)
		}
	}
	return nil
}

// isCondWait reports whether a step of a chain is sync.Cond.Wait.
func isCondWait(what string) bool {
	return strings.HasPrefix(what, "sync.") && strings.Contains(what, "Cond") && strings.HasSuffix(what, ".Wait")
}

// notOwnCond returns the witnesses without a wait on a condition that releases the
// lock at p, or may: whose lock is not known.
func (c *checker) notOwnCond(n ast.Node, p lockset.Path, witnesses []yieldpoint.Witness) []yieldpoint.Witness {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(witnesses) != 1 || !isCondWait(witnesses[0].Hop.What) {
		return witnesses
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	lock, known := c.conds[object(c.pass.TypesInfo, sel.X)]
	if !known || lock == p.Last || isCondLocker(p.Last) || onTheWay(lock) {
		return nil
	}
	return witnesses
}

// onTheWay reports whether a condition was made with a lock in a local variable,
// which may well be what a field holds: a constructor's.
func onTheWay(lock types.Object) bool {
	v, ok := lock.(*types.Var)
	return ok && !v.IsField() && v.Pkg() != nil && v.Parent() != v.Pkg().Scope()
}
