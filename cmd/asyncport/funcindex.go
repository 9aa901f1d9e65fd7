package main

import (
	"cmp"
	"fmt"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/internal/nearest"
)

// function is one function that the user may name.
type function struct {
	name  string // as in facts: a stack trace's name with the import path
	plain string // name without "(*", ")" and "[...]"
	dir   string // of its package, as reports name it
	own   bool   // of the main module
	std   bool   // of the standard library: the catalog speaks for it
}

// funcIndex finds functions by the end of their name.
type funcIndex struct {
	byName map[string]*function
	dirs   map[string]*function // a function per package path, for its place
}

// indexFuncs collects the functions and methods of all packages in the graph.
func indexFuncs(mod *load.Module) *funcIndex {
	x := &funcIndex{byName: make(map[string]*function), dirs: make(map[string]*function)}
	own := make(map[string]bool)
	for _, p := range mod.Packages {
		own[p.PkgPath] = true
		x.addPackage(mod, p, true)
	}
	packages.Visit(mod.Initial, nil, func(p *packages.Package) {
		if !own[p.PkgPath] {
			x.addPackage(mod, p, false)
		}
	})
	return x
}

func (x *funcIndex) addPackage(mod *load.Module, p *packages.Package, own bool) {
	if p.Types == nil || p.Module == nil && isInternal(p.PkgPath) {
		return
	}
	place := function{own: own, std: p.Module == nil}
	if len(p.GoFiles) > 0 {
		place.dir = path.Dir(mod.RelPath(filepath.ToSlash(p.GoFiles[0])))
	}
	x.dirs[p.PkgPath] = &place
	scope := p.Types.Scope()
	for _, name := range scope.Names() {
		switch obj := scope.Lookup(name).(type) {
		case *types.Func:
			x.add(catalog.FuncName(obj), place)
		case *types.TypeName:
			named, ok := obj.Type().(*types.Named)
			if !ok || obj.IsAlias() {
				continue
			}
			for m := range named.Methods() {
				x.add(catalog.FuncName(m), place)
			}
		}
	}
}

// isInternal reports whether a package of the standard library is one that
// nobody outside of it can name.
func isInternal(pkgPath string) bool {
	return strings.HasPrefix(pkgPath, "vendor/") || slices.Contains(strings.Split(pkgPath, "/"), "internal")
}

func (x *funcIndex) add(name string, place function) {
	place.name = name
	place.plain = strings.NewReplacer("(*", "", ")", "", "[...]", "").Replace(name)
	x.byName[name] = &place
}

// addLiteral adds a name that only an analyzer knows: that of a function
// literal, or of an initializer.
func (x *funcIndex) addLiteral(name, pkg string) {
	if place := x.dirs[pkg]; place != nil && x.byName[name] == nil {
		x.add(name, *place)
	}
}

// resolve finds the one function that the user means. Functions of the main
// module come before those of dependencies.
func (x *funcIndex) resolve(query string) (*function, error) {
	if f := x.byName[query]; f != nil {
		return f, nil
	}
	plain := strings.NewReplacer("(*", "", ")", "", "[...]", "").Replace(query)
	var found []*function
	own := false
	for _, f := range x.byName {
		if !endsIn(f.plain, plain) || f.own != own && own {
			continue
		}
		if f.own && !own {
			own, found = true, nil
		}
		found = append(found, f)
	}
	slices.SortFunc(found, func(a, b *function) int { return cmp.Compare(a.name, b.name) })
	switch len(found) {
	case 0:
		return nil, x.unknown(query, plain)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("%q is ambiguous; name one of:%s", query, list(found))
}

// endsIn reports whether name ends in the elements of query.
func endsIn(name, query string) bool {
	rest, ok := strings.CutSuffix(name, query)
	return ok && query != "" && (rest == "" || strings.HasSuffix(rest, ".") || strings.HasSuffix(rest, "/"))
}

// unknown suggests functions of the module whose last elements look like the
// query's.
func (x *funcIndex) unknown(query, plain string) error {
	var near []*function
	want := strings.ToLower(plain)
	for _, f := range x.byName {
		have := strings.ToLower(lastElements(f.plain, strings.Count(plain, ".")+1))
		if f.own && (nearest.Distance(have, want) <= len(want)/6+1 || strings.HasSuffix(have, want)) {
			near = append(near, f)
		}
	}
	if near == nil {
		return fmt.Errorf("no function %q in the packages loaded; name it as in a stack trace or by the end of that", query)
	}
	slices.SortFunc(near, func(a, b *function) int { return cmp.Compare(a.name, b.name) })
	return fmt.Errorf("no function %q; did you mean:%s", query, list(near))
}

// lastElements returns the last n elements of a dotted name, the import path
// counted by its last element.
func lastElements(name string, n int) string {
	name = name[strings.LastIndex(name, "/")+1:]
	parts := strings.Split(name, ".")
	return strings.Join(parts[max(0, len(parts)-n):], ".")
}

// maxListed is how many functions an error names.
const maxListed = 10

func list(fns []*function) string {
	var b strings.Builder
	for _, f := range fns[:min(len(fns), maxListed)] {
		b.WriteString("\n\t" + f.name)
	}
	if more := len(fns) - maxListed; more > 0 {
		fmt.Fprintf(&b, "\n\tand %d more", more)
	}
	return b.String()
}
