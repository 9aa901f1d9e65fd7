package explore

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// Budget bounds the work on a package, in steps of the machine.
type Budget struct {
	Runs    int // for one function
	Idle    int // for one function, after the last finding
	Steps   int // for one function
	Package int // for all functions
}

// DefaultBudget is small enough for every build.
var DefaultBudget = Budget{Runs: 600, Idle: 40_000, Steps: 150_000, Package: 8_000_000}

// fewRuns are enough to see whether a function waits for objects of its own.
const fewRuns = 30

// Package returns the stuck goroutines of a package, at most one finding for each
// operation, in source order.
func Package(pass *analysis.Pass, b Budget) []Finding {
	if !concurrent(pass) {
		return nil
	}
	prog := ssa.NewProgram(pass.Fset, ssa.InstantiateGenerics)
	created := make(map[*types.Package]bool)
	var create func(list []*types.Package)
	create = func(list []*types.Package) {
		for _, p := range list {
			if !created[p] {
				created[p] = true
				prog.CreatePackage(p, nil, nil, true)
				create(p.Imports())
			}
		}
	}
	create(pass.Pkg.Imports())
	pkg := prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false)
	pkg.Build()
	s := &search{pass: pass, prog: prog, pkg: pkg, budget: b, found: make(map[token.Pos]bool)}
	fns := s.functions()
	s.globals = findGlobals(pkg, fns)
	for _, fn := range s.roots(fns) {
		if s.steps > b.Package {
			break
		}
		s.explore(fn)
	}
	return s.findings
}

// concurrent reports whether the package starts goroutines.
func concurrent(pass *analysis.Pass) bool {
	found := false
	for _, f := range pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.GoStmt, *ast.SendStmt, *ast.SelectStmt:
				found = true
			}
			return !found
		})
	}
	return found
}

type search struct {
	pass     *analysis.Pass
	prog     *ssa.Program
	pkg      *ssa.Package
	globals  *globals
	budget   Budget
	steps    int
	found    map[token.Pos]bool
	findings []Finding
}

// explore runs fn, with the default decisions first, then with one decision
// changed, and so on.
func (s *search) explore(fn *ssa.Function) {
	queue := [][]int{nil}
	steps := 0
	last := 0 // when something was found
	owned := false
	for runs := 0; len(queue) > 0 && runs < s.budget.Runs && steps < s.budget.Steps && steps < last+s.budget.Idle; runs++ {
		if runs > fewRuns && !owned {
			break // nobody waits for what only the run knows
		}
		plan := queue[0]
		queue = queue[1:]
		m := &machine{prog: s.prog, pkg: s.pkg, globals: s.globals, global: make(map[*ssa.Global]*cell), plan: plan,
			test: s.isTest(fn.Pos())}
		m.start(fn)
		steps += m.steps
		owned = owned || m.owned
		if s.report(fn, m) {
			last = steps
		}
		for i := len(plan); i < len(m.taken) && len(queue) < s.budget.Runs; i++ {
			for alt := 1; alt < m.arity[i]; alt++ {
				queue = append(queue, append(append([]int(nil), m.taken[:i]...), alt))
			}
		}
	}
	s.steps += steps
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
	for _, f := range s.pass.Files {
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
