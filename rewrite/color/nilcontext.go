package color

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// nilFlow finds the parameters that are given a nil context somewhere and hand it to code
// outside of the module. A task's context is never nil, so that code which answers a nil
// context by an error would no longer do so: such a parameter stays beside the task. What
// the module itself does with a nil context is a panic before and after.
type nilFlow struct {
	prog  *program.Program
	given map[token.Pos]*types.Var // parameters that are nil at times
	order []*types.Var
}

// nilContexts returns the context parameters of the module that have to stay since they
// are nil at times, by position. Calls in the module, mostly in tests, say so.
func nilContexts(p *program.Program) map[token.Pos]bool {
	flow := &nilFlow{prog: p, given: map[token.Pos]*types.Var{}}
	for _, f := range p.Files {
		for n := range ast.Preorder(f.AST) {
			if call, ok := n.(*ast.CallExpr); ok {
				for i, arg := range call.Args {
					if flow.isNil(f, arg) {
						flow.give(f, call, i)
					}
				}
			}
		}
	}
	for i := 0; i < len(flow.order); i++ {
		flow.handOn(flow.order[i])
	}
	return flow.handedOut()
}

// handOn gives a parameter to the functions that it is an argument of, unless something
// looks whether it is nil.
func (flow *nilFlow) handOn(param *types.Var) {
	for _, id := range flow.prog.Uses(param) {
		if _, compared := flow.prog.Parent(id).(*ast.BinaryExpr); compared {
			return
		}
	}
	for call, i := range flow.calls(param) {
		flow.give(flow.prog.FileAt(call.Pos()), call, i)
	}
}

// calls yields the calls with a variable as an argument, and which.
func (flow *nilFlow) calls(v *types.Var) iter.Seq2[*ast.CallExpr, int] {
	return func(yield func(*ast.CallExpr, int) bool) {
		for _, id := range flow.prog.Uses(v) {
			call, ok := flow.prog.Parent(id).(*ast.CallExpr)
			if !ok {
				continue
			}
			if i := slices.Index(call.Args, ast.Expr(id)); i >= 0 && !yield(call, i) {
				return
			}
		}
	}
}

// handedOut returns the parameters among those that are nil at times which reach code
// outside of the module: package context apart, whose functions panic.
func (flow *nilFlow) handedOut() map[token.Pos]bool {
	out := map[token.Pos]bool{}
	for changed := true; changed; {
		changed = false
		for _, param := range flow.order {
			for call, i := range flow.calls(param) {
				if !out[param.Pos()] && flow.leaves(call, i, out) {
					out[param.Pos()], changed = true, true
				}
			}
		}
	}
	return out
}

// leaves reports whether argument i of a call leaves the module, or becomes one of the
// parameters out.
func (flow *nilFlow) leaves(call *ast.CallExpr, i int, out map[token.Pos]bool) bool {
	f := flow.prog.FileAt(call.Pos())
	if c := flow.prog.CallAt(call); c == nil {
		fn, ok := typeutil.Callee(f.Info(), call).(*types.Func)
		return ok && fn.Pkg() != nil && fn.Pkg().Path() != "context"
	}
	return slices.ContainsFunc(flow.targets(f, call, i), func(param *types.Var) bool { return out[param.Pos()] })
}

// give notes what gets argument i of a call.
func (flow *nilFlow) give(f *program.File, call *ast.CallExpr, i int) {
	for _, param := range flow.targets(f, call, i) {
		if flow.given[param.Pos()] == nil {
			flow.given[param.Pos()] = param
			flow.order = append(flow.order, param)
		}
	}
}

// targets returns the context parameters that argument i of a call may become: that of the
// function that is called, of each method that an interface's may stand for, or of each
// function value of that type.
func (flow *nilFlow) targets(f *program.File, call *ast.CallExpr, i int) (params []*types.Var) {
	c := flow.prog.CallAt(call)
	var may func(*program.Func) bool
	switch {
	case c != nil && c.Callee != nil:
		may = func(fn *program.Func) bool { return fn == c.Callee }
	case c != nil && c.Iface != nil:
		may = func(fn *program.Func) bool {
			return fn.Obj != nil && fn.Obj.Name() == c.Iface.Name() && fn.Obj.Signature().Recv() != nil
		}
	case !isNamed(typeutil.Callee(f.Info(), call)):
		sig, ok := f.Info().TypeOf(call.Fun).Underlying().(*types.Signature)
		if !ok {
			return nil // a conversion
		}
		may = func(fn *program.Func) bool { return len(flow.prog.Values(fn)) > 0 && sameParams(fn.Signature(), sig) }
	default:
		return nil
	}
	for _, fn := range flow.prog.Funcs {
		if param := paramAt(fn, i); param != nil && isStdContext(param.Type()) && may(fn) {
			params = append(params, param)
		}
	}
	return params
}

// isNamed reports whether a call's target is a function or method of another module, or
// one that the language has, and no function value.
func isNamed(callee types.Object) bool {
	switch callee.(type) {
	case *types.Func, *types.Builtin:
		return true
	}
	return false
}

// isNil reports whether e is nil, or a context variable that is declared without a value
// and set under a condition at most.
func (flow *nilFlow) isNil(f *program.File, e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := f.Info().Uses[id].(*types.Var)
	if !ok {
		return f.Info().Types[e].IsNil()
	}
	if !isStdContext(v.Type()) || v.IsField() {
		return false
	}
	var block ast.Node
	for _, use := range flow.prog.Uses(v) {
		if spec, ok := flow.prog.Parent(use).(*ast.ValueSpec); ok && use.Pos() == v.Pos() && len(spec.Values) == 0 {
			block = flow.prog.Parent(flow.prog.Parent(flow.prog.Parent(spec)))
		}
	}
	if _, local := block.(*ast.BlockStmt); !local {
		return false
	}
	for _, use := range flow.prog.Uses(v) {
		if assign, ok := flow.prog.Parent(use).(*ast.AssignStmt); ok && slices.Contains(assign.Lhs, ast.Expr(use)) && !flow.conditional(assign, block) {
			return false
		}
	}
	return true
}

// conditional reports whether a statement in a block may be left out.
func (flow *nilFlow) conditional(stmt, block ast.Node) bool {
	for n := flow.prog.Parent(stmt); n != nil && n != block; n = flow.prog.Parent(n) {
		switch n := n.(type) {
		case *ast.IfStmt:
			if n.Else == nil {
				return true
			}
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
			return true
		}
	}
	return false
}

// sameParams compares by how types are written: those of two packages may have been
// checked apart.
func sameParams(a, b *types.Signature) bool {
	return types.TypeString(a.Params(), nil) == types.TypeString(b.Params(), nil)
}
