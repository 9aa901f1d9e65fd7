// Package values follows function values through a program: which functions the call
// of a variable, a field, a parameter or a result may run.
//
// It is a flow analysis of the whole module that knows no order: what is assigned,
// passed, returned, sent or stored gets there, whenever and however often that
// happens. A field is one for all structs of its type, a container one for all of its
// elements. So what it finds is shown by the source and may still never happen; and a
// function of which it says nothing may come from code that it does not see: another
// module that calls this one, reflection, an interface that holds the function.
package values

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/rewrite/program"
)

// Target is what gets somewhere: a function, or a stream.
type Target struct {
	Func *program.Func // the module's own function, or nil
	Obj  *types.Func   // the function that is named; nil for a literal
	Type types.Type    // of the stream, as the source shows it; nil for a function
	Made ast.Expr      // where it comes from: a literal, the name of a function, a value
}

// Options say what of a program is followed.
type Options struct {
	// Tests are followed, too: what only they hand over counts.
	Tests bool
	// Cut is true for calls whose arguments are not followed into the function that
	// they call by name. It may be nil.
	Cut func(*ast.CallExpr) bool
	// Streams are followed, too: what is read from or written to.
	Streams bool
}

// Flow is what gets where in a program.
type Flow struct {
	prog    *program.Program
	opts    Options
	cells   map[key]int
	targets []map[ast.Expr]*Target // by cell
	next    [][]int                // by cell: those that get all that it gets
	calls   [][]*ast.CallExpr      // by cell: calls of what it holds
	linked  map[link]bool
	work    []move
}

// move is a target that a cell has got and has to hand on.
type move struct {
	cell   int
	target *Target
}

// link is a call that was tied to a function.
type link struct {
	call *ast.CallExpr
	fn   *program.Func
}

// New follows the function values of a program.
func New(p *program.Program, opts Options) *Flow {
	f := &Flow{prog: p, opts: opts, cells: map[key]int{}, linked: map[link]bool{}}
	for _, file := range p.Files {
		if opts.Tests || !file.IsTest() {
			(&collector{Flow: f, file: file}).collect()
		}
	}
	f.solve()
	return f
}

// Targets returns the functions that a call may run which does not say by name whom
// it calls, in the order in which they are made. The call of a function or method by
// name has none.
func (f *Flow) Targets(call *ast.CallExpr) []*Target {
	file := f.prog.FileAt(call.Pos())
	if named(file, call) || !f.opts.Tests && file.IsTest() {
		return nil
	}
	c := (&collector{Flow: f, file: file}).cell(call.Fun)
	if c < 0 {
		return nil
	}
	return slices.DeleteFunc(f.sorted(c), func(t *Target) bool { return t.Type != nil })
}

// Values returns the functions that an expression may stand for, in the order in which
// they are made.
func (f *Flow) Values(e ast.Expr) []*Target {
	c := (&collector{Flow: f, file: f.prog.FileAt(e.Pos())}).cell(e)
	if c < 0 {
		return nil
	}
	return slices.DeleteFunc(f.sorted(c), func(t *Target) bool { return t.Func == nil })
}

// sorted returns what a cell holds, in the order in which it is made.
func (f *Flow) sorted(cell int) []*Target {
	var list []*Target
	for _, t := range f.targets[cell] {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *Target) int { return cmp.Compare(a.Made.Pos(), b.Made.Pos()) })
	return list
}

// solve hands on what the cells hold until nothing is new.
func (f *Flow) solve() {
	for len(f.work) > 0 {
		m := f.work[len(f.work)-1]
		f.work = f.work[:len(f.work)-1]
		for _, to := range f.next[m.cell] {
			f.put(to, m.target)
		}
		for _, call := range f.calls[m.cell] {
			f.reach(call, m.target)
		}
	}
}

// reach ties a call of a function value to a function that it may run.
func (f *Flow) reach(call *ast.CallExpr, t *Target) {
	if t.Func == nil {
		return
	}
	c := &collector{Flow: f, file: f.prog.FileAt(call.Pos())}
	c.bind(call, t.Func)
}

// put adds a target to a cell.
func (f *Flow) put(cell int, t *Target) {
	if f.targets[cell] == nil {
		f.targets[cell] = map[ast.Expr]*Target{}
	}
	if f.targets[cell][t.Made] == nil {
		f.targets[cell][t.Made] = t
		f.work = append(f.work, move{cell, t})
	}
}

// flow makes a cell get all that another one gets.
func (f *Flow) flow(from, to int) {
	if from < 0 || to < 0 || from == to || slices.Contains(f.next[from], to) {
		return
	}
	f.next[from] = append(f.next[from], to)
	for _, t := range f.targets[from] {
		f.put(to, t)
	}
}
