package rewrite

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/dispatch"
	"github.com/asyncport/asyncport/rewrite/program"
)

// outside knows the calls of code that cannot be edited: of other modules, and of
// files that must not change. No mark inside of it releases the loop, so the call has
// to.
type outside struct {
	prog    *program.Program
	known   facts
	table   *dispatch.Table
	certain func(*types.Func) catalog.Set
	own     map[string]bool // packages of the module, also those that were only imported
	callers callers
}

func newOutside(p *program.Program, known facts) *outside {
	o := &outside{prog: p, known: known, certain: dispatch.Certain(known.Fact), own: map[string]bool{}, callers: callers{}}
	packages.Visit(p.Module.Initial, nil, func(pkg *packages.Package) {
		o.own[pkg.PkgPath] = pkg.Module != nil && pkg.Module.Main
		o.callers.visit(pkg)
	})
	o.table = dispatch.New(p.Module, o.kinds)
	return o
}

// call returns what a call is certain to wait for outside, or what a type does that
// is seen behind the interface; why is the witness of that.
func (o *outside) call(f *program.File, call *ast.CallExpr) (kinds catalog.Set, why string) {
	if o.prog.IsFrozen(call) {
		return 0, ""
	}
	yields := o.known.Yields(f.Pkg)
	callee, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	if callee == nil {
		return 0, ""
	}
	if fn := o.prog.Func(callee); fn != nil {
		if o.prog.IsFrozen(fn.Decl) {
			return yields.Call(call).Kinds(true), ""
		}
		return 0, ""
	}
	if w := o.table.Call(f.Info(), call, yields); w != nil {
		return w.Kinds, w.String()
	}
	return o.kinds(callee), ""
}

// kinds returns what a function of another module is certain to wait for, or is seen to,
// by itself: not by what it is given. The module's own come by their marks when their
// packages are ported, but for those in files that are never edited.
func (o *outside) kinds(fn *types.Func) catalog.Set {
	if fn.Pkg() == nil || o.own[fn.Pkg().Path()] && !o.generated(fn) {
		return 0
	}
	if _, known := catalog.Lookup(fn); !known && o.callers[fn.Pkg().Path()] {
		return 0
	}
	return o.certain(fn) & unaided
}

// generated reports whether fn is the module's own and will never have a mark.
func (o *outside) generated(fn *types.Func) bool {
	decl := o.prog.Func(fn)
	return decl != nil && o.prog.IsFrozen(decl.Decl) && o.prog.IsSelected(decl.File.Pkg.PkgPath)
}

// unaided is what a function waits for that does not take a task.
var unaided = marked &^ catalog.SetOf(catalog.Await)
