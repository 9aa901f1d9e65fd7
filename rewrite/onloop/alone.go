package onloop

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// isAlone reports whether a unit is run by a test's own goroutine while no other
// goroutine and no task is: nothing that the test reaches starts one.
func (m *Map) isAlone(unit *program.Func, spawns func(*program.Func) bool) bool {
	test := unit.Outermost()
	if !isTest(test) {
		return false
	}
	alone := true
	m.reach([]*program.Func{test}, func(fn *program.Func) {
		alone = alone && !spawns(fn) && !m.starts(fn)
	})
	return alone
}

// isTest reports whether the testing package calls fn, one test after the other.
func isTest(fn *program.Func) bool {
	if fn.Decl == nil || fn.Decl.Recv != nil || !fn.File.IsTest() {
		return false
	}
	for _, prefix := range []string{"Test", "Benchmark", "Example"} {
		if strings.HasPrefix(fn.Decl.Name.Name, prefix) && fn.Decl.Name.Name != "TestMain" {
			return true
		}
	}
	return false
}

// starts reports whether fn's own body starts a goroutine, lets tests run in
// parallel or uses the runtime.
func (m *Map) starts(fn *program.Func) bool {
	found := false
	if fn.Body() == nil {
		return true // nobody knows
	}
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = true
		case *ast.CallExpr:
			callee, _ := typeutil.Callee(fn.File.Info(), n).(*types.Func)
			found = found || m.Calls(fn.File, n) || callee != nil && runsBeside[callee.FullName()]
		}
		return !found
	})
	return found
}

// runsBeside are the functions of package testing that run tests at the same time.
var runsBeside = map[string]bool{
	"(*testing.T).Parallel": true, "(*testing.B).RunParallel": true, "(*testing.F).Fuzz": true,
}

// Reach calls visit for every function of the module that the functions may
// come to call, themselves included: by name, by methods of interfaces, by
// literals and functions that they name.
func (m *Map) Reach(funcs []*program.Func, visit func(*program.Func)) { m.reach(funcs, visit) }

func (m *Map) reach(funcs []*program.Func, visit func(*program.Func)) {
	seen := map[*program.Func]bool{}
	work := append([]*program.Func(nil), funcs...)
	for len(work) > 0 {
		fn := work[0]
		work = work[1:]
		if fn == nil || seen[fn] {
			continue
		}
		seen[fn] = true
		visit(fn)
		work = append(work, fn.Lits...)
		for _, call := range fn.Calls {
			work = append(work, m.callees(call)...)
		}
		if fn.Body() == nil {
			continue
		}
		ast.Inspect(fn.Body(), func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if obj, ok := fn.File.Info().Uses[id].(*types.Func); ok {
					work = append(work, m.prog.Func(obj))
				}
			}
			return true
		})
	}
}
