package yieldpoint

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// isRuntime reports whether path is the aio runtime, wherever it was copied to.
func isRuntime(path string) bool { return path == "aio" || strings.HasSuffix(path, "/aio") }

// takesContext reports whether the first parameter is an aio.Context: then the
// signature says that the function may yield.
func takesContext(sig *types.Signature) bool {
	if sig == nil || sig.Params().Len() == 0 {
		return false
	}
	named, ok := types.Unalias(sig.Params().At(0).Type()).(*types.Named)
	if !ok || named.Obj().Name() != "Context" || named.Obj().Pkg() == nil {
		return false
	}
	return isRuntime(named.Obj().Pkg().Path())
}

// isCgoName recognizes the functions that cgo generates for calls into C.
func isCgoName(name string) bool {
	return strings.HasPrefix(name, "_Cfunc_") || strings.HasPrefix(name, "_C2func_")
}

// isCgo reports whether id is the pseudo package C.
func isCgo(info *types.Info, id *ast.Ident) bool {
	pkg, ok := info.Uses[id].(*types.PkgName)
	return ok && pkg.Imported().Path() == "C"
}

func cgoCall(name string) callable {
	return callable{targets: []target{{name: name, hard: true, kinds: catalog.SetOf(catalog.Cgo)}}}
}
