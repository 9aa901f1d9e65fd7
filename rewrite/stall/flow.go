package stall

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

func calleeOf(file *program.File, call *ast.CallExpr) *types.Func {
	fn, _ := typeutil.Callee(file.Info(), call).(*types.Func)
	return fn
}

// targets returns the functions that a call of a function value may call, as far as
// the program shows how they get there. A call by name has none.
func (f *finder) targets(call *ast.CallExpr) []*program.Func {
	file := f.prog.FileAt(call.Pos())
	if v, ok := typeutil.Callee(file.Info(), call).(*types.Var); ok && v != nil {
		return f.values(call.Fun, map[types.Object]bool{})
	}
	return nil
}

// values returns the functions that an expression may stand for.
func (f *finder) values(e ast.Expr, seen map[types.Object]bool) []*program.Func {
	file := f.prog.FileAt(e.Pos())
	e = ast.Unparen(e)
	if lit, ok := e.(*ast.FuncLit); ok {
		return []*program.Func{f.prog.LitFunc(lit)}
	}
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 1 && file.Info().Types[call.Fun].IsType() {
		return f.values(call.Args[0], seen) // a conversion
	}
	if fn, _ := rule.FuncValue(f.prog, file, e); fn != nil {
		return []*program.Func{fn}
	}
	v := rule.Variable(file, e)
	if v == nil || seen[v] {
		return nil
	}
	seen[v] = true
	var list []*program.Func
	for _, source := range f.sources(v) {
		list = append(list, f.values(source, seen)...)
	}
	return list
}

// sources returns the expressions that a variable, field or parameter is set to.
func (f *finder) sources(v *types.Var) []ast.Expr {
	var list []ast.Expr
	for _, id := range f.prog.Uses(v) {
		var n ast.Node = id
		if sel, ok := f.prog.Parent(id).(*ast.SelectorExpr); ok && sel.Sel == id {
			n = sel
		}
		switch parent := f.prog.Parent(n).(type) {
		case *ast.AssignStmt:
			for i, lhs := range parent.Lhs {
				if ast.Node(lhs) == n && len(parent.Lhs) == len(parent.Rhs) {
					list = append(list, parent.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, name := range parent.Names {
				if ast.Node(name) == n && len(parent.Names) == len(parent.Values) {
					list = append(list, parent.Values[i])
				}
			}
		case *ast.KeyValueExpr:
			if ast.Node(parent.Key) == n {
				list = append(list, parent.Value)
			}
		case *ast.Field:
			list = append(list, f.arguments(v)...)
		}
	}
	return list
}

// arguments returns what the calls of a function hand over for a parameter.
func (f *finder) arguments(param *types.Var) []ast.Expr {
	if f.calls == nil {
		f.calls = map[*program.Func][]*program.Call{}
		for _, fn := range f.prog.Funcs {
			for _, call := range fn.Calls {
				if call.Callee != nil {
					f.calls[call.Callee] = append(f.calls[call.Callee], call)
				}
			}
		}
	}
	var list []ast.Expr
	for fn, calls := range f.calls {
		params := fn.Signature().Params()
		for i := range params.Len() {
			if params.At(i).Pos() != param.Pos() || fn.Signature().Variadic() && i == params.Len()-1 {
				continue
			}
			for _, call := range calls {
				if i < len(call.Expr.Args) {
					list = append(list, call.Expr.Args[i])
				}
			}
			return list
		}
	}
	return list
}
