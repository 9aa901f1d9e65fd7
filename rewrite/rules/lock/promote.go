package lock

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// exposed reports whether code outside of the module can use v. An embedded
// lock gives its methods to its struct.
func (f *finder) exposed(v *types.Var) bool {
	if !v.Exported() || !v.IsField() && v.Parent() != v.Pkg().Scope() {
		return false
	}
	if f.api == nil {
		f.api = color.Exposed(f.pass.Program)
	}
	return f.api(v)
}

// promotions returns the selections that reach a method through an embedded
// lock or condition, in the order of the files.
func (f *finder) promotions(v *types.Var) []*ast.SelectorExpr {
	if f.promoted == nil {
		f.promoted = map[token.Pos][]*ast.SelectorExpr{}
		for _, file := range f.pass.Program.Files {
			ast.Inspect(file.AST, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if field := promotedBy(file, sel); field != nil {
						f.promoted[field.Pos()] = append(f.promoted[field.Pos()], sel)
					}
				}
				return true
			})
		}
	}
	return f.promoted[v.Pos()]
}

// promotedBy returns the embedded lock or condition whose method a selection names,
// or nil.
func promotedBy(file *program.File, sel *ast.SelectorExpr) *types.Var {
	selection := file.Info().Selections[sel]
	if selection == nil {
		return nil
	}
	return embedded(selection.Recv(), selection.Index())
}

// promotedOf returns the embedded lock that makes a sync.Locker of a struct or a
// pointer to one, or nil.
func promotedOf(file *program.File, e ast.Expr) *types.Var {
	t := file.Info().TypeOf(e)
	if t == nil {
		return nil
	}
	_, index, _ := types.LookupFieldOrMethod(t, true, file.Pkg.Types, "Lock")
	return embedded(t, index)
}

// embedded returns the embedded lock or condition to which the path of a promoted
// method leads, or nil.
func embedded(t types.Type, index []int) *types.Var {
	if len(index) < 2 {
		return nil
	}
	var field *types.Var
	for _, i := range index[:len(index)-1] {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		field = st.Field(i)
		t = field.Type()
	}
	if !isLock(field.Type()) && !isCond(field.Type()) {
		return nil
	}
	return field.Origin()
}

// receiver returns the variable or field whose method a call calls, the
// embedded one when the method is promoted.
func receiver(file *program.File, call *ast.CallExpr) *types.Var {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if field := promotedBy(file, sel); field != nil {
			return field
		}
	}
	return rule.Receiver(file, call)
}
