package color

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
)

// throughForeign returns the methods of the module that fn may call through
// interfaces of other modules, without the go statements. A call that certainly
// waits is left out: a mark there lets go of the loop, so that what it calls may
// block.
func (s *Survey) throughForeign(fn *program.Func) []*program.Func {
	if s.through == nil {
		s.findThrough()
	}
	return s.through[fn]
}

func (s *Survey) findThrough() {
	s.through = map[*program.Func][]*program.Func{}
	methods := map[string][]*program.Func{}
	for _, fn := range s.prog.Funcs {
		if fn.Decl != nil && fn.Decl.Recv != nil && fn.Obj != nil {
			methods[fn.Decl.Name.Name] = append(methods[fn.Decl.Name.Name], fn)
		}
	}
	reached := map[*types.Func][]*program.Func{}
	for _, fn := range s.prog.Funcs {
		for _, callee := range s.foreignCalls(fn) {
			if _, known := reached[callee]; !known {
				reached[callee] = implementing(callee, methods[callee.Name()])
			}
			s.through[fn] = append(s.through[fn], reached[callee]...)
		}
	}
}

// foreignCalls returns the methods of other modules' interfaces that fn's own
// body calls.
func (s *Survey) foreignCalls(fn *program.Func) []*types.Func {
	if fn.Body() == nil {
		return nil
	}
	var list []*types.Func
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return n == fn.Lit
		case *ast.GoStmt:
			return false
		case *ast.CallExpr:
			callee, _ := typeutil.Callee(fn.File.Info(), n).(*types.Func)
			if callee == nil || callee.Signature().Recv() == nil || !types.IsInterface(callee.Signature().Recv().Type()) || s.prog.FileAt(callee.Pos()) != nil {
				return true
			}
			if entry, ok := catalog.Lookup(callee); !ok || !entry.Hard() {
				list = append(list, callee)
			}
		}
		return true
	})
	return list
}

// implementing returns those of the methods whose types satisfy the interface of
// another module's method.
func implementing(m *types.Func, methods []*program.Func) []*program.Func {
	iface, ok := m.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var list []*program.Func
	for _, fn := range methods {
		recv := types.Unalias(deref(fn.Signature().Recv().Type()))
		if implements(types.NewMethodSet(types.NewPointer(recv)), iface, isGeneric(recv)) {
			list = append(list, fn)
		}
	}
	return list
}
