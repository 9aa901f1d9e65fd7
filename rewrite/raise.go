package rewrite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/version"
	"strconv"

	"github.com/asyncport/asyncport/rewrite/language"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// generic is the first Go version with type parameters. A build line that asks
// for it gives a file the language of Go 1.21, the oldest that such a line can
// ask for: loop variables stay what they are.
const generic = "go1.18"

// tooOld reports whether a release of the go command cannot compile the
// runtime, whatever go.mod declares. A development version can.
func tooOld(toolchain string) bool {
	return version.IsValid(toolchain) && version.Compare(toolchain, runtime.Version) < 0
}

// raise gives an edited file the language that its edits need. Never one in
// which a loop variable belongs to its iteration: the meaning of code that
// nobody edited would change.
func raise(f *program.File, src []byte, home string) ([]byte, error) {
	if program.VersionAtLeast(f, generic) {
		return src, nil
	}
	after, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	if !usesGenerics(after, home) && (!names(after, "any") || names(f.AST, "any")) {
		return src, nil
	}
	return language.Raise(src, generic)
}

// usesGenerics reports whether a file names anything of the runtime that has
// type parameters.
func usesGenerics(f *ast.File, home string) bool {
	qualifiers := map[string]bool{}
	for _, spec := range f.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil && p == home {
			if spec.Name != nil {
				qualifiers[spec.Name.Name] = true
			} else {
				qualifiers["aio"] = true
			}
		}
	}
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			x, ok := sel.X.(*ast.Ident)
			found = found || ok && qualifiers[x.Name] && runtime.IsGeneric(sel.Sel.Name)
		}
		return !found
	})
	return found
}

// names reports whether a file has an identifier.
func names(f *ast.File, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == name
		return !found
	})
	return found
}

// Language returns the Go version that a build line of the new file asks for
// and the old file did not, or "". Files of the runtime do not count.
func (f *FileChange) Language() string {
	if f.Runtime {
		return ""
	}
	before, after := language.Declared(f.Old), language.Declared(f.New)
	if version.Compare(before, after) >= 0 {
		return ""
	}
	return after
}
