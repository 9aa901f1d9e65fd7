package lockheld

import (
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/assign"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// roomy finds the variables and fields that only ever hold channels which the
// package makes with a buffer. A send on such a channel waits only when the
// buffer is full, so it is not certain to wait.
func roomy(pass *analysis.Pass) map[types.Object]bool {
	room := make(map[types.Object]bool)
	set := func(lhs, rhs ast.Expr) {
		obj := object(pass.TypesInfo, lhs)
		if obj == nil || rhs != nil && pass.TypesInfo.Types[rhs].IsNil() {
			return
		}
		if _, ok := obj.Type().Underlying().(*types.Chan); !ok {
			return
		}
		has := rhs != nil && makesBuffer(pass.TypesInfo, rhs)
		if before, known := room[obj]; known {
			has = has && before
		}
		room[obj] = has && !settable(obj)
	}
	for _, file := range pass.Files {
		assign.Each(pass.TypesInfo, file, set)
	}
	return room
}

// settable reports whether code of other packages can assign to obj.
func settable(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Exported() && (v.IsField() || v.Parent() == v.Pkg().Scope())
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

// hasRoom reports whether the chain ends in a send of this package that has
// room as a rule.
func (c *checker) hasRoom(chain []yieldpoint.Hop) bool {
	last := chain[len(chain)-1]
	if last.What != sendName || !c.room[last.Pos] {
		return false
	}
	return len(chain) == 1 || inPackage(chain[len(chain)-2].Callee, c.pass.Pkg.Path())
}

// sendName is what a channel send is called in a chain.
const sendName = "channel send"

// inPackage reports whether a function of that full name is of the package.
func inPackage(name, path string) bool {
	return len(name) > len(path) && name[:len(path)] == path && name[len(path)] == '.'
}
