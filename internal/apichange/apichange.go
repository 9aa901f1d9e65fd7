// Package apichange compares what two versions of a module export.
package apichange

import (
	"cmp"
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"

	"github.com/asyncport/asyncport/internal/load"
)

// Change is one difference in what a package exports to other modules.
type Change struct {
	Package    string
	Message    string // what changed: "F: added"
	Compatible bool   // false when code that compiled may no longer do so
}

// Compare returns the differences between two loads of a module, sorted.
// Commands, internal packages and test files export nothing to others.
func Compare(before, after *load.Module) []Change {
	oldPkgs, newPkgs := exported(before), exported(after)
	var changes []Change
	add := func(path, msg string, ok bool) {
		changes = append(changes, Change{path, msg, ok})
	}
	for path, old := range oldPkgs {
		fresh := newPkgs[path]
		if fresh == nil {
			add(path, fmt.Sprintf("package %s: removed", old.Name()), false)
			continue
		}
		for _, c := range apidiff.Changes(old, fresh).Changes {
			add(path, c.Message, c.Compatible)
		}
	}
	for path, fresh := range newPkgs {
		if oldPkgs[path] == nil {
			add(path, fmt.Sprintf("package %s: added", fresh.Name()), true)
		}
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Message, b.Message))
	})
	return changes
}

// exported returns the packages of m that other modules can import, as they
// are without their tests.
func exported(m *load.Module) map[string]*types.Package {
	pkgs := make(map[string]*types.Package)
	for _, p := range m.Initial {
		own := p.Module != nil && p.Module.Path == m.Path && p.Module.Main
		if own && p.ForTest == "" && p.Name != "main" && p.Types != nil && !internal(p.PkgPath) {
			pkgs[p.PkgPath] = p.Types
		}
	}
	return pkgs
}

func internal(path string) bool {
	return slices.Contains(strings.Split(path, "/"), "internal")
}
