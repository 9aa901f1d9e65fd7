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
// lock, in the order of the files.
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

// promotedBy returns the embedded lock whose method a selection names, or nil.
func promotedBy(file *program.File, sel *ast.SelectorExpr) *types.Var {
	selection := file.Info().Selections[sel]
	if selection == nil || len(selection.Index()) < 2 {
		return nil
	}
	t := selection.Recv()
	var field *types.Var
	for _, i := range selection.Index()[:len(selection.Index())-1] {
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
	if !isLock(field.Type()) {
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
