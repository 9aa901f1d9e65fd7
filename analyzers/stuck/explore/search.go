package explore

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/asyncport/asyncport/analyzers/files"
)

// Budget bounds the work on a package, in steps of the machine.
type Budget struct {
	Runs    int // for one function
	Idle    int // for one function, after the last finding
	Test    int // the same for a test: whoever runs it sees what it leaves behind
	Steps   int // for one function
	Package int // for all functions
}

// DefaultBudget is small enough for every build.
var DefaultBudget = Budget{Runs: 600, Idle: 40_000, Test: 8_000, Steps: 150_000, Package: 8_000_000}

// These are enough to see whether a function waits for objects of its own.
const (
	fewRuns  = 30
	fewSteps = 4_000
)

// Report is what was found in a package, and what was not looked at to the end.
type Report struct {
	// Findings has at most one for each operation, in the order of the functions.
	Findings []Finding
	// Cut are the functions of which some runs were not tried, Skipped those that
	// did not run at all, as the budget was spent.
	Cut, Skipped []*ssa.Function
}

// Package looks for the stuck goroutines of a package.
func Package(pass *analysis.Pass, b Budget) Report {
	if !concurrent(pass) {
		return Report{}
	}
	prog, pkg := program(pass)
	s := &search{pass: pass, prog: prog, pkg: pkg, budget: b, layouts: make(layouts), found: make(map[token.Pos]bool)}
	fns := s.functions()
	s.globals = findGlobals(pkg, fns)
	s.closed = findClosings(pass.Pkg, fns)
	for _, fn := range s.roots(fns) {
		if s.steps >= b.Package {
			s.report.Skipped = append(s.report.Skipped, fn)
			continue
		}
		if s.explore(fn) {
			s.report.Cut = append(s.report.Cut, fn)
		}
	}
	return s.report
}

type search struct {
	pass    *analysis.Pass
	prog    *ssa.Program
	pkg     *ssa.Package
	globals *globals
	closed  *closings
	layouts layouts
	budget  Budget
	steps   int
	found   map[token.Pos]bool
	report  Report
}

// explore runs fn, with the default decisions first, then with one decision
// changed, and so on. It reports whether the budget ended before the runs did.
func (s *search) explore(fn *ssa.Function) (cut bool) {
	queue := [][]int{nil}
	steps := 0
	last := 0 // when something was found
	owned := false
	idle := s.budget.Idle
	if s.isTest(fn.Pos()) {
		idle = min(idle, s.budget.Test)
	}
	for runs := 0; len(queue) > 0 && runs < s.budget.Runs && steps < s.budget.Steps && steps < last+idle; runs++ {
		if !owned && (runs > fewRuns || steps > fewSteps) {
			break // nobody waits for what only the run knows
		}
		plan := queue[0]
		queue = queue[1:]
		m := &machine{prog: s.prog, pkg: s.pkg, globals: s.globals, closed: s.closed, layouts: s.layouts, global: make(map[*ssa.Global]*cell), plan: plan,
			test:   s.isTest(fn.Pos()),
			inTest: func(fn *ssa.Function) bool { return s.isTest(fn.Pos()) }}
		m.start(fn)
		steps += m.steps
		owned = owned || m.owned
		if s.note(fn, m) {
			last = steps
		}
		for i := len(plan); i < len(m.taken); i++ {
			if len(queue) >= s.budget.Runs {
				cut = true
				break
			}
			for alt := 1; alt < m.arity[i]; alt++ {
				queue = append(queue, append(append([]int(nil), m.taken[:i]...), alt))
			}
		}
	}
	s.steps += steps
	return cut || len(queue) > 0
}

// functions returns the functions of the package that have a body, in source
// order, literals included.
func (s *search) functions() []*ssa.Function {
	var list []*ssa.Function
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		if fn == nil || len(fn.Blocks) == 0 {
			return
		}
		list = append(list, fn)
		for _, a := range fn.AnonFuncs {
			add(a)
		}
	}
	add(s.pkg.Func("init"))
	for _, f := range files.ByName(s.pass) {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				if obj, ok := s.pass.TypesInfo.Defs[d.Name].(*types.Func); ok {
					add(s.prog.FuncValue(obj))
				}
			}
		}
	}
	return list
}
