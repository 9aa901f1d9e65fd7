package stall

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
)

// bodies returns the loops over a function fn that let other tasks run: fn calls their
// bodies by its parameter.
func (f *finder) bodies(fn *program.Func) []*ast.RangeStmt {
	if f.loops == nil {
		f.loops = map[*program.Func][]*ast.RangeStmt{}
		for _, file := range f.prog.Files {
			ast.Inspect(file.AST, func(n ast.Node) bool {
				loop, ok := n.(*ast.RangeStmt)
				if !ok {
					return true
				}
				if _, isFunc := file.Info().TypeOf(loop.X).Underlying().(*types.Signature); isFunc && f.lets(file, loop.Body) {
					for _, t := range f.flow().Values(loop.X) {
						f.loops[t.Func] = append(f.loops[t.Func], loop)
					}
				}
				return true
			})
		}
	}
	return f.loops[fn]
}

// lets reports whether statements are proved to let other tasks run.
func (f *finder) lets(file *program.File, body *ast.BlockStmt) bool {
	facts := f.facts.Yields(file.Pkg)
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || facts != nil && facts.Call(n).Kinds(true).Has(catalog.Await)
		}
		return !found
	})
	return found
}

// iterated finds a lock that an iterator holds while the body of a loop over it runs, which
// the call of its parameter is.
func (f *finder) iterated(file *program.File, lock, call *ast.CallExpr, name string) {
	fn := f.prog.Enclosing(call)
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || fn == nil {
		return
	}
	v, _ := file.Info().Uses[id].(*types.Var)
	params := fn.Signature().Params()
	if v == nil || params.Len() != 1 || params.At(0) != v {
		return
	}
	if loops := f.bodies(fn); len(loops) > 0 {
		f.add(lock, fmt.Sprintf("%s is held while the body of a loop over the function runs, which lets other tasks run: who locks it then stands, and the loop with it", name),
			f.step(call, "called here"), f.step(loops[0], "this loop's body is what it may be"))
	}
}
