package rule

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
)

// TypeText spells a type as it has to be spelled where n stands; need is told of every
// package that the text names and the file does not import yet. It fails where a name
// that the text needs cannot be used, or means something else there.
func TypeText(p *program.Program, t types.Type, n ast.Node, need func(path, name string)) (string, error) {
	f := p.FileAt(n.Pos())
	s := &spelling{file: f, pos: n.Pos(), scope: Innermost(f, n.Pos()), need: need, seen: map[types.Type]bool{}}
	s.check(t)
	if s.bad != nil {
		return "", s.bad
	}
	text := types.TypeString(t, s.qualifier)
	return text, s.bad
}

// Innermost returns the scope at pos.
func Innermost(f *program.File, pos token.Pos) *types.Scope {
	if scope := f.Pkg.Types.Scope().Innermost(pos); scope != nil {
		return scope
	}
	return f.Pkg.Types.Scope()
}

// spelling is the spelling of one type at one place.
type spelling struct {
	file  *program.File
	pos   token.Pos
	scope *types.Scope
	need  func(path, name string)
	seen  map[types.Type]bool
	bad   error // the first thing that is in the way
}

func (s *spelling) fail(format string, args ...any) {
	if s.bad == nil {
		s.bad = fmt.Errorf(format, args...)
	}
}

// means returns what a name means at the place.
func (s *spelling) means(name string) types.Object {
	_, obj := s.scope.LookupParent(name, s.pos)
	return obj
}

// qualifier returns the name of a package, and asks for its import.
func (s *spelling) qualifier(pkg *types.Package) string {
	if pkg.Path() == s.file.Pkg.Types.Path() {
		return ""
	}
	for _, spec := range s.file.AST.Imports {
		name := s.file.Info().PkgNameOf(spec)
		if name == nil || name.Imported().Path() != pkg.Path() || name.Name() == "_" {
			continue
		}
		if name.Name() == "." {
			return ""
		}
		if found, ok := s.means(name.Name()).(*types.PkgName); !ok || found.Imported().Path() != pkg.Path() {
			s.fail("%s names something else here", name.Name())
		}
		return name.Name()
	}
	if s.means(pkg.Name()) != nil {
		s.fail("%s names something else here", pkg.Name())
	}
	if !importable(pkg.Path(), s.file.Pkg.PkgPath) {
		s.fail("package %s is internal to another module", pkg.Path())
	}
	s.need(pkg.Path(), "")
	return pkg.Name()
}

// importable reports whether a package may be imported by another, as far as
// directories called internal say so.
func importable(path, by string) bool {
	i := strings.LastIndex("/"+path+"/", "/internal/")
	if i < 0 {
		return true
	}
	if i == 0 {
		return false // of the standard library
	}
	parent := path[:i-1]
	return by == parent || strings.HasPrefix(by, parent+"/")
}

// check checks the names of types that the text has without a package before them, and
// that those behind one are exported.
func (s *spelling) check(t types.Type) {
	if s.seen[t] {
		return
	}
	s.seen[t] = true
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() != types.UnsafePointer {
			s.checkName(types.Universe.Lookup(t.Name()))
		}
	case *types.Alias:
		s.args(t.TypeArgs())
		s.checkName(t.Obj())
	case *types.Named:
		s.args(t.TypeArgs())
		s.checkName(t.Obj())
	case *types.TypeParam:
		s.checkName(t.Obj())
	case *types.Map:
		s.check(t.Key())
		s.check(t.Elem())
	case interface{ Elem() types.Type }:
		s.check(t.Elem())
	case *types.Signature:
		s.tuple(t.Params())
		s.tuple(t.Results())
	case *types.Struct:
		for field := range t.Fields() {
			s.check(field.Type())
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			s.check(m.Type())
		}
		for e := range t.EmbeddedTypes() {
			s.check(e)
		}
	}
}

func (s *spelling) args(list *types.TypeList) {
	for arg := range list.Types() {
		s.check(arg)
	}
}

func (s *spelling) tuple(t *types.Tuple) {
	for v := range t.Variables() {
		s.check(v.Type())
	}
}

// checkName checks the name of a type. One that is local to a function, or a type
// parameter, is in scope where its values are used, unless something else took its name.
func (s *spelling) checkName(obj types.Object) {
	if obj == nil {
		return
	}
	if obj.Pkg() != nil && obj.Pkg().Path() != s.file.Pkg.Types.Path() {
		if !obj.Exported() {
			s.fail("type %s.%s is not exported", obj.Pkg().Name(), obj.Name())
		}
		return
	}
	if found := s.means(obj.Name()); found == nil || found.Pos() != obj.Pos() {
		s.fail("%s names something else here", obj.Name())
	}
}
