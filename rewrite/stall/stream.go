package stall

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/values"
)

// streams finds reads and writes, in tasks, of an io.Reader or its like to which the
// program hands a connection: the call does not show that it waits, so it has no mark.
func (f *finder) streams(file *program.File) {
	f.inTasks(file, func(call *ast.CallExpr) {
		for _, s := range f.flow().Streams(call) {
			if method := f.waits(file, s); method != nil {
				f.add(call, fmt.Sprintf("a task reads or writes what may be a %s, which waits, and has no mark", typeString(s.Type)),
					f.step(s.Made, "it is handed over here, and "+catalog.FuncName(method)+" is what runs"))
				break
			}
		}
	})
}

// inTasks visits the calls of a file that tasks make, but for those of marked calls. Tests
// are left out.
func (f *finder) inTasks(file *program.File, visit func(call *ast.CallExpr)) {
	if file.IsTest() {
		return
	}
	ast.Inspect(file.AST, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && f.isInTask(call) {
			visit(call)
		}
		return true
	})
}

// isInTask reports whether a task makes a call, and not by a marked one.
func (f *finder) isInTask(call *ast.CallExpr) bool {
	fn := f.prog.Enclosing(call)
	return fn != nil && !f.isReleased(fn) && f.plan.RunsInTask(fn)
}

// waits returns the method of a stream that waits for someone else by itself, or nil.
// The module's own have marks, or enter the loop.
func (f *finder) waits(file *program.File, s values.Stream) *types.Func {
	facts := f.facts.Yields(file.Pkg)
	if facts == nil {
		return nil
	}
	for _, name := range s.Methods {
		fn := values.Method(s.Type, name)
		if fn == nil || f.prog.Func(fn) != nil {
			continue
		}
		if kinds := facts.Func(fn).Kinds(true) &^ catalog.SetOf(catalog.Await); kinds.Intersects(catalog.Marked) {
			return fn
		}
	}
	return nil
}

func typeString(t types.Type) string { return types.TypeString(t, (*types.Package).Name) }

// flow says what gets where, in tests too, but for what marked calls hand over.
func (f *finder) flow() *values.Flow {
	if f.flows == nil {
		cut := func(call *ast.CallExpr) bool { return f.isReleased(f.prog.Enclosing(call)) }
		f.flows = values.New(f.prog, values.Options{Tests: true, Streams: true, Cut: cut})
	}
	return f.flows
}
