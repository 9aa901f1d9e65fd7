package onloop

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// spread finds the units that may run off the loop: those that someone calls
// who is not on it, and what they call before they enter it.
func (m *Map) spread(spawns func(*program.Func) bool) {
	var rest []*program.Func // started by tests that start nothing else
	why := map[*program.Func]string{}
	for _, unit := range m.prog.Funcs {
		text := m.root(unit)
		if m.unit(unit) != unit || text == "" {
			continue
		}
		why[unit] = text
		if m.isAlone(unit, spawns) {
			rest = append(rest, unit)
		} else {
			m.mark(m.off, unit, &hop{why: text})
		}
	}
	for _, fn := range m.prog.Funcs {
		for _, call := range fn.Calls {
			if _, isGo := m.prog.Parent(call.Expr).(*ast.GoStmt); isGo {
				for _, callee := range m.callees(call) {
					m.mark(m.off, callee, &hop{why: "started by the go statement at " + m.place(call.Expr)})
				}
			}
		}
	}
	m.initialisers()
	for _, unit := range rest {
		m.mark(m.tests, unit, &hop{why: why[unit]})
	}
}

// root returns why a unit may be run by someone off the loop who is no caller in
// the program, or "".
func (m *Map) root(unit *program.Func) string {
	switch {
	case m.hasTask(unit):
		return "" // nobody off the loop has one to give
	case unit.Lit != nil:
		return "a function literal that may run on any goroutine"
	}
	return m.plan.Outside(unit)
}

// mark notes that a unit may run off the loop, and follows its calls.
func (m *Map) mark(found map[*program.Func]*hop, unit *program.Func, h *hop) {
	if found[unit] != nil {
		return
	}
	found[unit] = h
	work := []*program.Func{unit}
	for len(work) > 0 {
		from := work[0]
		work = work[1:]
		for _, fn := range m.members[from] {
			m.stray(from, fn)
			for _, call := range fn.Calls {
				if m.isOn(from, call.Expr.Pos()) {
					continue
				}
				for _, callee := range m.callees(call) {
					if found[callee] == nil {
						found[callee] = &hop{from: from}
						work = append(work, callee)
					}
				}
			}
		}
	}
}

// stray notes the calls, by a function off the loop, that hand a task to a
// function nobody knows.
func (m *Map) stray(unit, fn *program.Func) {
	if fn.Body() == nil {
		return
	}
	info := fn.File.Info()
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if lit, isLit := n.(*ast.FuncLit); isLit {
			return lit == fn.Lit
		}
		if !ok || m.isOn(unit, call.Pos()) {
			return true
		}
		if _, static := typeutil.Callee(info, call).(*types.Func); static {
			return true // as a method of a foreign interface, which knows no tasks
		}
		if slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { t := info.TypeOf(arg); return t != nil && m.IsTask(t) }) {
			m.astray = append(m.astray, call)
		}
		return true
	})
}

// initialisers marks what the initialisation of package variables calls.
func (m *Map) initialisers() {
	for _, f := range m.prog.Files {
		for _, decl := range f.AST.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			ast.Inspect(gen, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || m.prog.Enclosing(call) != nil {
					return true
				}
				callee, _ := typeutil.Callee(f.Info(), call).(*types.Func)
				if fn := m.prog.Func(callee); fn != nil {
					m.mark(m.off, fn, &hop{why: "called while packages are initialised"})
				}
				return true
			})
		}
	}
}

// chain tells how someone off the loop gets to a unit.
func (m *Map) chain(unit *program.Func, found map[*program.Func]*hop) string {
	var b strings.Builder
	b.WriteString(unit.ShortName())
	for {
		h := found[unit]
		if h.from == nil {
			fmt.Fprintf(&b, ": %s", h.why)
			return b.String()
		}
		unit = h.from
		fmt.Fprintf(&b, ", called by %s", unit.ShortName())
	}
}

func (m *Map) place(n ast.Node) string {
	pos := m.prog.Position(n.Pos())
	return fmt.Sprintf("%s:%d", pos.Filename, pos.Line)
}
