package rewrite

import (
	"go/types"
	"sort"
	"strings"

	"golang.org/x/exp/apidiff"

	"github.com/asyncport/asyncport/internal/load"
)

// apiChanges compares what the module's importable packages export before and
// after.
func apiChanges(before, after *load.Module) []APIChange {
	if after == nil || after == before {
		return nil
	}
	old, fresh := exported(before), exported(after)
	var list []APIChange
	for path, pkg := range old {
		next, ok := fresh[path]
		if !ok {
			continue
		}
		for _, c := range apidiff.Changes(pkg, next).Changes {
			if declaredInTest(before, pkg, c.Message) {
				continue // nobody can import it
			}
			list = append(list, APIChange{Package: path, Change: c.Message, Compatible: c.Compatible})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if a.Package != b.Package {
			return a.Package < b.Package
		}
		return a.Change < b.Change
	})
	return list
}

// declaredInTest reports whether what a change is about, the name that its message
// begins with, stands in a test file: packages are loaded with their tests.
func declaredInTest(m *load.Module, pkg *types.Package, message string) bool {
	name, _, _ := strings.Cut(message, ": ")
	name, member, isMember := strings.Cut(strings.NewReplacer("(*", "", ")", "").Replace(name), ".")
	obj := pkg.Scope().Lookup(name)
	if obj != nil && isMember {
		obj, _, _ = types.LookupFieldOrMethod(obj.Type(), true, pkg, member)
	}
	return obj != nil && strings.HasSuffix(m.Fset.Position(obj.Pos()).Filename, "_test.go")
}

// exported returns the types of the packages that other modules can import.
func exported(m *load.Module) map[string]*types.Package {
	pkgs := map[string]*types.Package{}
	for _, p := range m.Packages {
		internal := strings.Contains("/"+p.PkgPath+"/", "/internal/")
		if p.Name != "main" && !internal && !strings.HasSuffix(p.PkgPath, "_test") {
			pkgs[p.PkgPath] = p.Types
		}
	}
	return pkgs
}
