package rewrite

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/dispatch"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/rewrite/program"
)

// outside knows the calls of code that cannot be edited: of other modules, and of
// files that must not change. No mark inside of it releases the loop, so the call has
// to.
type outside struct {
	prog  *program.Program
	known facts
	table *dispatch.Table
	cache map[string]*yieldpoint.Fact // by package path
}

func newOutside(p *program.Program, known facts) *outside {
	o := &outside{prog: p, known: known, cache: map[string]*yieldpoint.Fact{}}
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

// kinds returns what a function outside is certain to wait for by itself: not by what
// it is given.
func (o *outside) kinds(fn *types.Func) catalog.Set {
	if entry, ok := catalog.Lookup(fn); ok {
		return entry.Kinds & unaided
	}
	if decl := o.prog.Func(fn); decl != nil && !o.prog.IsFrozen(decl.Decl) || fn.Pkg() == nil {
		return 0
	}
	path := fn.Pkg().Path()
	fact := o.cache[path]
	if fact == nil {
		fact = new(yieldpoint.Fact)
		o.known.Fact(path, fact)
		o.cache[path] = fact
	}
	return fact.Find(catalog.FuncName(fn)).Kinds(true) & unaided
}

// unaided is what a function waits for that does not take a task.
var unaided = marked &^ catalog.SetOf(catalog.Await)
