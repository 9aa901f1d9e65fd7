package runtime

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"sync"

	"github.com/asyncport/asyncport/internal/pack"
)

// IsGeneric reports whether an exported name of the runtime has type
// parameters: code that uses it needs the language of Go 1.18.
func IsGeneric(name string) bool { return generics()[name] }

// generics are the names that the runtime, without its companions, declares
// with type parameters.
var generics = sync.OnceValue(func() map[string]bool {
	found := map[string]bool{}
	source, err := pack.Open(packed)
	if err != nil {
		return found // Files will say why
	}
	t, err := readTree(source)
	if err != nil {
		return found
	}
	for name, data := range t["."] {
		if path.Ext(name) != ".go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		for _, decl := range f.Decls {
			noteGeneric(decl, found)
		}
	}
	return found
})

func noteGeneric(decl ast.Decl, found map[string]bool) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil && decl.Type.TypeParams != nil {
			found[decl.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			if spec, ok := spec.(*ast.TypeSpec); ok && spec.TypeParams != nil {
				found[spec.Name.Name] = true
			}
		}
	}
}
