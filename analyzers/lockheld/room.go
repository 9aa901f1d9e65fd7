package lockheld

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/assign"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// roomy finds the variables and fields that only ever hold channels which the
// package makes with a buffer. A send on such a channel waits only when the
// buffer is full, so it is not certain to wait.
func roomy(pass *analysis.Pass) map[types.Object]bool {
	values := make(map[types.Object][]ast.Expr) // nil: no expression for it
	note := func(obj types.Object, value ast.Expr) {
		if obj == nil || value != nil && pass.TypesInfo.Types[value].IsNil() {
			return
		}
		if _, ok := obj.Type().Underlying().(*types.Chan); ok {
			values[obj] = append(values[obj], value)
		}
	}
	handed := make(map[types.Object]bool)
	eachHanded(pass, func(param *types.Var, arg ast.Expr) {
		handed[param] = true
		note(param, arg)
	})
	for _, file := range pass.Files {
		assign.Each(pass.TypesInfo, file, func(target, value ast.Expr) {
			note(object(pass.TypesInfo, target), value)
		})
	}
	room := make(map[types.Object]bool)
	for changed := true; changed; {
		changed = false
		for obj, list := range values {
			if !room[obj] && !settable(obj) && (handed[obj] || !isParam(obj)) && !slices.ContainsFunc(list, func(e ast.Expr) bool {
				return e == nil || !makesBuffer(pass.TypesInfo, e) && !holdsRoom(pass.TypesInfo, e, room)
			}) {
				room[obj], changed = true, true
			}
		}
	}
	return room
}

// holdsRoom reports whether e is a variable or field known to hold a channel with a
// buffer.
func holdsRoom(info *types.Info, e ast.Expr, room map[types.Object]bool) bool {
	switch ast.Unparen(e).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return room[object(info, e)]
	}
	return false
}

// settable reports whether code of other packages can assign to obj.
func settable(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Exported() && (v.IsField() || v.Parent() == v.Pkg().Scope())
}

// isParam reports whether obj has its first value from a caller.
func isParam(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Kind() == types.ParamVar
}

// makesBuffer reports whether e makes a channel with a buffer.
func makesBuffer(info *types.Info, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return false
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || id.Name != "make" {
		return false
	}
	size := info.Types[call.Args[1]].Value
	return size == nil || constant.Sign(size) > 0
}

// roomySends returns the places, as hops have them, of sends that have room as a
// rule.
func roomySends(pass *analysis.Pass, ops []yieldpoint.Op) map[string]bool {
	room := roomy(pass)
	places := make(map[string]bool)
	for _, op := range ops {
		if s, ok := op.Node.(*ast.SendStmt); ok && room[object(pass.TypesInfo, s.Chan)] {
			places[hops.At(pass.Fset, s.Pos())] = true
		}
	}
	return places
}

// hasRoom reports whether the chain ends in a send that has room as a rule, or may:
// how another package makes its channels is not seen here.
func (c *checker) hasRoom(chain []yieldpoint.Hop) bool {
	last := chain[len(chain)-1]
	if last.What != sendName {
		return false
	}
	return !c.endsHere(chain) || c.room[last.Pos]
}

// endsHere reports whether the last step of the chain is in this package.
func (c *checker) endsHere(chain []yieldpoint.Hop) bool {
	return len(chain) == 1 || inPackage(chain[len(chain)-2].Callee, c.pass.Pkg.Path())
}

// sendName is what a channel send is called in a chain.
const sendName = "channel send"

// inPackage reports whether a function of that full name is of the package.
func inPackage(name, path string) bool {
	return len(name) > len(path) && name[:len(path)] == path && name[len(path)] == '.'
}
