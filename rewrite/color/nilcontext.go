package color

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// nilFlow finds the parameters that are given a nil context somewhere. A task's context
// is none, so that code which tells a nil context by an error would no longer do so: such
// a parameter stays beside the task.
type nilFlow struct {
	prog  *program.Program
	found map[token.Pos]bool
	work  []*types.Var
}

// nilContexts returns the context parameters of the module that are known to be nil at
// times, by position: a call in the module, mostly in a test, says so.
func nilContexts(p *program.Program) map[token.Pos]bool {
	flow := &nilFlow{prog: p, found: map[token.Pos]bool{}}
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
	for len(flow.work) > 0 {
		param := flow.work[0]
		flow.work = flow.work[1:]
		for _, id := range p.Uses(param) {
			if call, ok := p.Parent(id).(*ast.CallExpr); ok {
				for i, arg := range call.Args {
					if arg == ast.Expr(id) {
						flow.give(p.FileAt(id.Pos()), call, i)
					}
				}
			}
		}
	}
	return flow.found
}

// give notes what gets argument i of a call: the parameter of the function that is called,
// of each method that an interface's may stand for, or of each function value of that type.
func (flow *nilFlow) give(f *program.File, call *ast.CallExpr, i int) {
	c := flow.prog.CallAt(call)
	switch {
	case c != nil && c.Callee != nil:
		flow.note(c.Callee, i)
	case c != nil && c.Iface != nil:
		for _, fn := range flow.prog.Funcs {
			if fn.Obj != nil && fn.Obj.Name() == c.Iface.Name() && fn.Obj.Signature().Recv() != nil {
				flow.note(fn, i)
			}
		}
	case !isNamed(typeutil.Callee(f.Info(), call)):
		sig, ok := f.Info().TypeOf(call.Fun).Underlying().(*types.Signature)
		if !ok {
			return // a conversion
		}
		for _, fn := range flow.prog.Funcs {
			if len(flow.prog.Values(fn)) > 0 && sameParams(fn.Signature(), sig) {
				flow.note(fn, i)
			}
		}
	}
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

func (flow *nilFlow) note(fn *program.Func, i int) {
	if param := paramAt(fn, i); param != nil && isStdContext(param.Type()) && !flow.found[param.Pos()] {
		flow.found[param.Pos()] = true
		flow.work = append(flow.work, param)
	}
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
		if assign, ok := flow.prog.Parent(use).(*ast.AssignStmt); ok && isLeft(assign, use) && !flow.conditional(assign, block) {
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

func isLeft(assign *ast.AssignStmt, id *ast.Ident) bool {
	for _, lhs := range assign.Lhs {
		if lhs == ast.Expr(id) {
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
