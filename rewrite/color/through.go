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
	for _, fn := range s.prog.Funcs {
		for _, callee := range s.foreignCalls(fn) {
			s.through[fn] = append(s.through[fn], s.prog.Implementing(callee)...)
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
