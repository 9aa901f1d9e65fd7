package onloop

import (
	"go/ast"
	"go/types"
	"slices"
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
	if m.busy == nil {
		m.findBusy(spawns)
	}
	return !m.busy[test]
}

// findBusy finds the functions that reach one that starts something.
func (m *Map) findBusy(spawns func(*program.Func) bool) {
	m.busy = map[*program.Func]bool{}
	above := map[*program.Func][]*program.Func{}
	var work []*program.Func
	for _, fn := range m.prog.Funcs {
		for _, next := range m.next(fn) {
			above[next] = append(above[next], fn)
		}
		if spawns(fn) || m.starts(fn) {
			m.busy[fn] = true
			work = append(work, fn)
		}
	}
	for len(work) > 0 {
		fn := work[0]
		work = work[1:]
		for _, caller := range above[fn] {
			if !m.busy[caller] {
				m.busy[caller] = true
				work = append(work, caller)
			}
		}
	}
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
func (m *Map) Reach(funcs []*program.Func, visit func(*program.Func)) {
	seen := map[*program.Func]bool{}
	work := slices.Clone(funcs)
	for len(work) > 0 {
		fn := work[0]
		work = work[1:]
		if !seen[fn] {
			seen[fn] = true
			visit(fn)
			work = append(work, m.next(fn)...)
		}
	}
}

// next returns the functions that fn may come to call by itself.
func (m *Map) next(fn *program.Func) []*program.Func {
	if known, ok := m.nexts[fn]; ok {
		return known
	}
	list := slices.Clone(fn.Lits)
	for _, call := range fn.Calls {
		list = append(list, m.callees(call)...)
	}
	if fn.Body() != nil {
		ast.Inspect(fn.Body(), func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if obj, ok := fn.File.Info().Uses[id].(*types.Func); ok && m.prog.Func(obj) != nil {
					list = append(list, m.prog.Func(obj))
				}
			}
			return true
		})
	}
	m.nexts[fn] = list
	return list
}
