package rule

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
)

// methodOf returns fun as the selection of a method, or nil.
func methodOf(f *program.File, fun ast.Expr) (*ast.SelectorExpr, *types.Selection) {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return nil, nil
	}
	selection := f.Info().Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal {
		return nil, nil
	}
	return sel, selection
}

// takesAddress reports whether a method's receiver is a pointer while what it
// is called on is the variable itself.
func takesAddress(selection *types.Selection) bool {
	recv := selection.Obj().(*types.Func).Signature().Recv()
	_, wants := types.Unalias(recv.Type()).(*types.Pointer)
	_, has := selection.Recv().Underlying().(*types.Pointer)
	return wants && !has
}

// copiesPointee reports whether a method is called on a pointer while its
// receiver is a part of what that points to: a copy, or an interface in it.
func copiesPointee(selection *types.Selection) bool {
	recv := selection.Obj().(*types.Func).Signature().Recv()
	_, wants := types.Unalias(recv.Type()).(*types.Pointer)
	_, has := selection.Recv().Underlying().(*types.Pointer)
	return has && !wants
}

// throughPointer reports whether a promoted method is reached through an
// embedded pointer, which may be another one later.
func throughPointer(selection *types.Selection) bool {
	t := selection.Recv()
	index := selection.Index()
	for _, i := range index[:len(index)-1] {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		t = t.Underlying().(*types.Struct).Field(i).Type()
		if _, ok := t.Underlying().(*types.Pointer); ok {
			return true
		}
	}
	return false
}
