package stall

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

func calleeOf(file *program.File, call *ast.CallExpr) *types.Func {
	fn, _ := typeutil.Callee(file.Info(), call).(*types.Func)
	return fn
}

// targets returns the module's functions that a call of a function value may call, as
// far as the program shows how they get there, in its tests too, and the methods that one
// of an interface may reach. A call by name has none.
func (f *finder) targets(file *program.File, call *ast.CallExpr) []*program.Func {
	list := f.prog.Implementing(calleeOf(file, call))
	for _, t := range f.flow().Targets(call) {
		if t.Func != nil {
			list = append(list, t.Func)
		}
	}
	return list
}
