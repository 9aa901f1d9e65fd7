package annotation

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/internal/directive"
)

// subjects looks at the assumptions of a file in the light of what they are
// about.
type subjects struct {
	pass *analysis.Pass
	bad  map[token.Pos]string // by the position of the comment
}

// badSubjects returns what is wrong with assumptions that are not about
// functions: a mutex that does not exist, a value that cannot be called.
func badSubjects(pass *analysis.Pass, f *ast.File) map[token.Pos]string {
	s := &subjects{pass, make(map[token.Pos]string)}
	for _, decl := range f.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.VAR {
			for _, spec := range d.Specs {
				v := spec.(*ast.ValueSpec)
				s.check(directive.ForVar(d, v), pass.TypesInfo.TypeOf(v.Names[0]), nil)
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType:
			for _, field := range n.Fields.List {
				s.check(directive.ForField(field), pass.TypesInfo.TypeOf(field.Type), pass.TypesInfo.TypeOf(n))
			}
		case *ast.InterfaceType:
			for _, field := range n.Methods.List {
				if len(field.Names) == 0 { // an embedded interface
					s.check(directive.ForField(field), nil, nil)
				}
			}
		}
		return true
	})
	return s.bad
}

// check looks at the comments on a variable of type t, or on a field of that
// type of owner.
func (s *subjects) check(list []directive.Directive, t, owner types.Type) {
	for _, d := range list {
		switch {
		case d.Assumes(directive.AssumeGuardedBy):
			if !isMutex(s.pass.Pkg, owner, d.Args[1]) {
				s.bad[d.Pos] = fmt.Sprintf("//asyncport:assume guarded-by %s: %s", d.Args[1], noMutex(owner))
			}
		case !isFunc(t):
			s.bad[d.Pos] = fmt.Sprintf("//asyncport:assume %s speaks of a call, and this is nothing to call", d.Args[0])
		}
	}
}

func isFunc(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

func noMutex(owner types.Type) string {
	if owner != nil {
		return "no field of the struct and no variable of the package that can be locked has this name"
	}
	return "no variable of the package that can be locked has this name"
}
