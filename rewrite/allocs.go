package rewrite

import (
	"go/ast"
	"go/types"
	"iter"
	"maps"
	"slices"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
)

// countedAllocs returns the functions whose allocations a test counts: what it hands to
// testing.AllocsPerRun or to a function of its own that does the same, and what that calls.
// To enter the loop allocates, so that such a test fails when one of them becomes a facade.
func countedAllocs(p *program.Program, survey *color.Survey) map[*program.Func]bool {
	counted := map[*program.Func]bool{}
	for _, f := range p.Files {
		args := allocsArgs(f)
		if len(args) == 0 {
			continue
		}
		m := &measured{prog: p, survey: survey, linked: linked(f.Pkg), funcs: map[*program.Func]bool{}, seen: map[ast.Expr]bool{}}
		for _, arg := range args {
			m.handed(f, arg)
		}
		m.walk()
		maps.Copy(counted, m.funcs)
	}
	return counted
}

// measured is what the tests of one package measure.
type measured struct {
	prog   *program.Program
	survey *color.Survey
	linked map[string]bool // packages that are part of the test's program
	funcs  map[*program.Func]bool
	work   []*program.Func
	seen   map[ast.Expr]bool // values that were looked at
}

// handed adds the function that is handed to what counts. A value that is made or kept
// somewhere may be any function that the one around makes or names, or that the variables
// of the package hold, and a parameter what the callers hand over.
func (m *measured) handed(f *program.File, arg ast.Expr) {
	if fn := funcOf(m.prog, f, arg); fn != nil || m.seen[arg] {
		m.add(fn)
		return
	}
	m.seen[arg] = true
	around := m.prog.Enclosing(arg)
	if around == nil {
		return
	}
	around = around.Outermost()
	m.made(around)
	for _, fn := range m.prog.Funcs {
		if fn.Lit != nil && fn.Parent == nil && fn.File.Pkg == f.Pkg && fn.File.IsTest() {
			m.add(fn)
		}
		for _, call := range fn.Calls {
			if call.Callee != around {
				continue
			}
			for _, arg := range call.Expr.Args {
				if _, ok := fn.File.Info().TypeOf(arg).Underlying().(*types.Signature); ok {
					m.handed(fn.File, arg)
				}
			}
		}
	}
}

func (m *measured) add(fn *program.Func) {
	if fn != nil && !m.funcs[fn] {
		m.funcs[fn] = true
		m.work = append(m.work, fn)
	}
}

// made adds the functions that one makes: its literals, what it names without calling it,
// and what those make that it calls for a function.
func (m *measured) made(around *program.Func) {
	for _, lit := range around.Lits {
		m.add(lit)
	}
	for _, call := range around.Calls {
		if call.Callee == nil {
			continue
		}
		for v := range call.Callee.Signature().Results().Variables() {
			if _, ok := v.Type().Underlying().(*types.Signature); ok {
				m.add(call.Callee)
			}
		}
	}
	for _, fn := range m.prog.Funcs {
		if fn.Decl != nil && slices.ContainsFunc(m.prog.Values(fn), func(id *ast.Ident) bool {
			by := m.prog.Enclosing(id)
			return by != nil && by.Outermost() == around
		}) {
			m.add(fn)
		}
	}
}

// walk adds what is called, and what the literals do that are made: also goroutines, for
// the whole process is measured. Behind an interface there can only be types of packages
// that are part of the test's program, whatever else the module has. But where the method's
// signature may change, it would for all of them, and ask who calls it for the task.
func (m *measured) walk() {
	for len(m.work) > 0 {
		fn := m.work[0]
		m.work = m.work[1:]
		for _, lit := range fn.Lits {
			m.add(lit)
		}
		for _, call := range fn.Calls {
			m.add(call.Callee)
			for _, impl := range m.prog.Implementing(call.Iface) {
				if m.linked[impl.File.Pkg.PkgPath] || !m.survey.KeepsMethod(call.Iface) {
					m.add(impl)
				}
			}
		}
	}
}

// linked returns the paths of a package and of all that it imports, directly or not.
func linked(pkg *packages.Package) map[string]bool {
	paths := map[string]bool{}
	packages.Visit([]*packages.Package{pkg}, func(pkg *packages.Package) bool {
		paths[pkg.PkgPath] = true
		return true
	}, nil)
	return paths
}

// funcOf returns the function that an expression stands for, or nil.
func funcOf(p *program.Program, f *program.File, e ast.Expr) *program.Func {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return p.LitFunc(e)
	case *ast.Ident:
		if fn, ok := f.Info().Uses[e].(*types.Func); ok {
			return p.Func(fn)
		}
	case *ast.SelectorExpr:
		if fn, ok := f.Info().Uses[e.Sel].(*types.Func); ok {
			return p.Func(fn)
		}
	}
	return p.LocalFunc(f, e)
}

// allocsArgs returns the functions that a file hands to what counts allocations.
func allocsArgs(f *program.File) (args []ast.Expr) {
	if !slices.ContainsFunc(f.AST.Imports, func(spec *ast.ImportSpec) bool {
		return spec.Path.Value == `"testing"` || spec.Path.Value == `"runtime"`
	}) {
		return nil
	}
	counters := allocCounters(f)
	for call := range calls(f.AST) {
		fn, ok := typeutil.Callee(f.Info(), call).(*types.Func)
		if !ok || fn.FullName() != "testing.AllocsPerRun" && !counters[fn] {
			continue
		}
		for _, arg := range call.Args {
			if _, ok := f.Info().TypeOf(arg).Underlying().(*types.Signature); ok {
				args = append(args, arg)
			}
		}
	}
	return args
}

// allocCounters returns the functions that a file declares in the place of
// testing.AllocsPerRun: they read the statistics of the allocator.
func allocCounters(f *program.File) map[types.Object]bool {
	counters := map[types.Object]bool{}
	for _, decl := range f.AST.Decls {
		decl, ok := decl.(*ast.FuncDecl)
		if !ok || decl.Body == nil {
			continue
		}
		for call := range calls(decl.Body) {
			if read, ok := typeutil.Callee(f.Info(), call).(*types.Func); ok && read.FullName() == "runtime.ReadMemStats" {
				counters[f.Info().Defs[decl.Name]] = true
			}
		}
	}
	return counters
}

// calls yields the calls in n.
func calls(n ast.Node) iter.Seq[*ast.CallExpr] {
	return func(yield func(*ast.CallExpr) bool) {
		for n := range ast.Preorder(n) {
			if call, ok := n.(*ast.CallExpr); ok && !yield(call) {
				return
			}
		}
	}
}
