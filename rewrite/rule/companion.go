package rule

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/imports"
)

// Companion returns "PKG.NAME" for a function of a companion package of the
// runtime as the file that holds n has to spell it, and makes the file import
// the package.
func (e *Editor) Companion(n ast.Node, pkg, name string) string {
	f := e.File(n)
	path := e.Home + "/" + pkg
	local := imports.Name(f.AST, f.Pkg.Types.Scope(), path, pkg, "async"+pkg[len("aio"):])
	explicit := local
	if local == pkg {
		explicit = ""
	}
	e.Import(f, path, explicit)
	return local + "." + name
}
