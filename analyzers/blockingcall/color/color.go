// Package color tells explicit functions from plain ones: an explicit function
// takes an aio.Context first.
package color

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// IsRuntime reports whether path is the aio runtime, wherever it was copied to.
func IsRuntime(path string) bool { return path == "aio" || strings.HasSuffix(path, "/aio") }

// IsContext reports whether t is the type aio.Context.
func IsContext(t types.Type) bool {
	if t == nil {
		return false
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && IsRuntime(named.Obj().Pkg().Path())
}

// Explicit reports whether functions of type t take an aio.Context first.
func Explicit(t types.Type) bool {
	if t == nil {
		return false
	}
	sig, ok := t.Underlying().(*types.Signature)
	return ok && sig.Params().Len() > 0 && IsContext(sig.Params().At(0).Type())
}

// Func reports whether a declaration or literal is explicit.
func Func(info *types.Info, fn ast.Node) bool {
	switch fn := fn.(type) {
	case *ast.FuncDecl:
		obj := info.Defs[fn.Name]
		return obj != nil && Explicit(obj.Type())
	case *ast.FuncLit:
		return Explicit(info.TypeOf(fn))
	}
	return false
}

// Marked reports whether a call is a mark: what it calls takes an aio.Context.
func Marked(info *types.Info, call *ast.CallExpr) bool { return Explicit(info.TypeOf(call.Fun)) }

// Runtime returns the name of the function or method of the aio runtime that is
// called; false when it is another's.
func Runtime(info *types.Info, call *ast.CallExpr) (string, bool) {
	fn, ok := typeutil.Callee(info, call).(*types.Func)
	if !ok || fn.Pkg() == nil || !IsRuntime(fn.Pkg().Path()) {
		return "", false
	}
	return fn.Name(), true
}
