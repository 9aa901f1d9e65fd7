// Package onloop tells which code of a ported program runs on its loop only.
//
// Under the serial policy one task of a loop runs at a time, and changes with
// another one at marks only. That says something about a piece of code if all
// who run it are tasks. So a function is on the loop unless someone was seen who
// may call it from elsewhere: a goroutine, a callback, a function that the
// runtime runs beside the loop, other modules, a test. Everybody whom static
// calls do not show counts as someone: a function that is used as a value may
// run anywhere, unless it takes a task, which nobody has who is not on the loop.
package onloop

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// Map knows of each place of a program whether it runs on the loop only.
type Map struct {
	// Home is the import path of the runtime.
	Home string

	prog    *program.Program
	plan    *color.Plan
	members map[*program.Func][]*program.Func // by unit: the functions that run in it
	enters  map[*program.Func]token.Pos       // where a unit has entered the loop
	callers map[*program.Func][]*program.Call // in source order
	off     map[*program.Func]*hop            // units that may run off the loop
	tests   map[*program.Func]*hop            // those that only tests run there that start nothing else
	astray  []*ast.CallExpr                   // see Astray
	busy    map[*program.Func]bool            // that reach what starts something; nil until asked for
	nexts   map[*program.Func][]*program.Func // see next
}

// hop says why a unit may run off the loop: by itself, or as it is called from
// another one.
type hop struct {
	why  string
	from *program.Func
}

// New surveys a program. spawns reports whether a function starts a goroutine,
// directly or not, as far as an analysis knows.
func New(p *program.Program, survey *color.Survey, home string, spawns func(*program.Func) bool) *Map {
	m := &Map{
		Home: home, prog: p, plan: color.Build(survey, home, nil, nil),
		members: map[*program.Func][]*program.Func{},
		enters:  map[*program.Func]token.Pos{},
		callers: map[*program.Func][]*program.Call{},
		off:     map[*program.Func]*hop{},
		tests:   map[*program.Func]*hop{},
		nexts:   map[*program.Func][]*program.Func{},
	}
	for _, fn := range p.Funcs {
		unit := m.unit(fn)
		m.members[unit] = append(m.members[unit], fn)
		m.enters[fn] = m.entersAt(fn)
		for _, call := range fn.Calls {
			for _, callee := range m.callees(call) {
				m.callers[callee] = append(m.callers[callee], call)
			}
		}
	}
	m.spread(spawns)
	return m
}

// Off returns why the code at n may run off the loop; "" when it cannot. A test
// that starts neither goroutines nor tasks runs alone, and does not count where
// alone is true.
func (m *Map) Off(n ast.Node, alone bool) string {
	fn := m.prog.Enclosing(n)
	if fn == nil {
		return "it runs while packages are initialised"
	}
	unit := m.unit(fn)
	switch {
	case m.isOn(unit, n.Pos()):
		return ""
	case m.off[unit] != nil:
		return m.chain(unit, m.off)
	case !alone && m.tests[unit] != nil:
		return m.chain(unit, m.tests)
	}
	return ""
}

// Astray returns the calls, by code off the loop, that hand a task to a function
// nobody knows: in their programs a function that takes a task may run anywhere.
func (m *Map) Astray() []*ast.CallExpr { return m.astray }

// isOn reports whether a unit has entered the loop before pos.
func (m *Map) isOn(unit *program.Func, pos token.Pos) bool {
	at := m.enters[unit]
	return at.IsValid() && pos > at
}

// unit returns the function in whose call fn runs: fn itself, or the one around
// it where a literal is called in place. What the runtime is given may run beside
// the loop, and is a unit by itself.
func (m *Map) unit(fn *program.Func) *program.Func {
	for fn.Parent != nil && m.inPlace(fn) {
		fn = fn.Parent
	}
	return fn
}

// callees returns the functions of the module that a call may call.
func (m *Map) callees(call *program.Call) []*program.Func {
	if call.Callee != nil {
		return []*program.Func{call.Callee}
	}
	list := m.plan.Implementations(call.Iface)
	if call.Iface.Exported() {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(fn *program.Func) bool {
		return fn.File.Pkg.PkgPath != call.Iface.Pkg().Path()
	})
}

// hasTask reports whether one of fn's parameters is a task.
func (m *Map) hasTask(fn *program.Func) bool {
	sig := fn.Signature()
	if sig == nil {
		return false
	}
	for v := range sig.Params().Variables() {
		if m.IsTask(v.Type()) {
			return true
		}
	}
	return false
}

// IsTask reports whether t is the runtime's Context.
func (m *Map) IsTask(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == m.Home
}

// Calls reports whether a call calls one of the named functions of the runtime;
// any function of it or its companions when there are no names.
func (m *Map) Calls(f *program.File, call *ast.CallExpr, names ...string) bool {
	fn, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	if len(names) == 0 {
		return m.IsRuntime(fn.Pkg().Path())
	}
	for _, name := range names {
		if fn.Name() == name && fn.Pkg().Path() == m.Home && fn.Signature().Recv() == nil {
			return true
		}
	}
	return false
}

// IsRuntime reports whether a package is the runtime or a companion of it.
func (m *Map) IsRuntime(path string) bool {
	return path == m.Home || len(path) > len(m.Home) && path[:len(m.Home)+1] == m.Home+"/" ||
		runtime.Owns(m.prog.Module.Path, path)
}
