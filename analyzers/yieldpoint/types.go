package yieldpoint

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// typeName returns the name of a named type or of what a pointer to it points
// at; empty for others.
func typeName(t types.Type) string {
	if named := namedOf(t); named != nil {
		return named.Obj().Name()
	}
	return ""
}

// namedOf returns the named type that t is or points at, or nil.
func namedOf(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	named, _ := t.(*types.Named)
	return named
}

// coreType returns the underlying type; for a type parameter the one that all
// of its type set share, or nil. t may be nil.
func coreType(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	tp, ok := types.Unalias(t).(*types.TypeParam)
	if !ok {
		return t.Underlying()
	}
	iface, ok := tp.Constraint().Underlying().(*types.Interface)
	if !ok || iface.NumEmbeddeds() != 1 {
		return nil
	}
	switch e := types.Unalias(iface.EmbeddedType(0)).(type) {
	case *types.Union:
		if e.Len() == 1 {
			return e.Term(0).Type().Underlying()
		}
	case *types.Named:
		return nil
	default:
		return e.Underlying()
	}
	return nil
}

// isInterfaceMethod reports whether fn is declared by an interface.
func isInterfaceMethod(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}

// staticCallee returns the function that a call names, an interface method
// included, or nil.
func (s *state) staticCallee(x *ast.CallExpr) *types.Func {
	fn, _ := typeutil.Callee(s.info, x).(*types.Func)
	return fn
}
