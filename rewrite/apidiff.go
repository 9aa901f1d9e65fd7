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
