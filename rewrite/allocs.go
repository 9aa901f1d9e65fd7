package rewrite

import (
	"go/ast"
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// countedAllocs returns the functions whose allocations a test counts: what it hands to
// testing.AllocsPerRun or to a function of its own that does the same, and what that calls.
// To enter the loop allocates, so that such a test fails when one of them becomes a facade.
func countedAllocs(p *program.Program) map[*program.Func]bool {
	counted := map[*program.Func]bool{}
	var work []*program.Func
	add := func(fn *program.Func) {
		if fn != nil && !counted[fn] {
			counted[fn] = true
			work = append(work, fn)
		}
	}
	for _, f := range p.Files {
		for _, arg := range allocsArgs(f) {
			add(funcOf(p, f, arg))
		}
	}
	for len(work) > 0 {
		fn := work[0]
		work = work[1:]
		for _, lit := range fn.Lits {
			add(lit)
		}
		for _, call := range fn.Calls {
			add(call.Callee)
			for _, m := range p.Implementing(call.Iface) {
				add(m)
			}
		}
	}
	return counted
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
