package dispatch

import (
	"cmp"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/internal/load"
)

// Table knows what a module converts to which interface. It is not safe for
// concurrent use.
type Table struct {
	mod   *load.Module
	kinds func(*types.Func) catalog.Set
	own   map[string]bool                // the module's packages
	into  map[string][]conversion        // by the interface's name
	rest  map[string][]*packages.Package // packages of other modules, by module, until they are looked at
	home  map[string]string              // module of a package
	names map[types.Type]string
	known map[string][]conversion // with those by way of others
}

// New looks through the packages of a module. kinds says what the call of a
// concrete method is certain to wait for.
func New(m *load.Module, kinds func(*types.Func) catalog.Set) *Table {
	t := &Table{
		mod: m, kinds: kinds,
		own:   make(map[string]bool),
		into:  make(map[string][]conversion),
		rest:  make(map[string][]*packages.Package),
		home:  make(map[string]string),
		names: make(map[types.Type]string),
		known: make(map[string][]conversion),
	}
	for _, pkg := range m.Packages {
		t.own[pkg.PkgPath] = true
	}
	for _, pkg := range m.Packages {
		t.addPackage(pkg, true)
	}
	packages.Visit(m.Initial, nil, func(pkg *packages.Package) {
		if pkg.Module == nil || pkg.Module.Main || catalog.Std(pkg.PkgPath) {
			return
		}
		t.home[pkg.PkgPath] = pkg.Module.Path
		t.rest[pkg.Module.Path] = append(t.rest[pkg.Module.Path], pkg)
	})
	return t
}

func (t *Table) add(iface types.Type, c conversion) {
	name := t.name(iface)
	t.into[name] = append(t.into[name], c)
}

// name spells a type so that the variants of a package that the loader made agree.
func (t *Table) name(typ types.Type) string {
	name, ok := t.names[typ]
	if !ok {
		name = types.TypeString(typ, nil)
		t.names[typ] = name
	}
	return name
}

// conversions returns what gets into an interface: directly, or by way of others.
func (t *Table) conversions(iface types.Type) []conversion {
	list, ok := t.known[t.name(iface)]
	if !ok {
		list = t.collect(iface)
		t.known[t.name(iface)] = list
	}
	return list
}

func (t *Table) collect(iface types.Type) []conversion {
	var list []conversion
	seen := map[string]bool{t.name(iface): true}
	queue := []types.Type{iface}
	for len(queue) > 0 {
		to := queue[0]
		queue = queue[1:]
		t.lookInto(to)
		for _, c := range t.into[t.name(to)] {
			list = append(list, c)
			if types.IsInterface(c.from) && !seen[t.name(c.from)] {
				seen[t.name(c.from)] = true
				queue = append(queue, c.from)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b conversion) int {
		p, q := t.mod.Fset.Position(a.pos), t.mod.Fset.Position(b.pos)
		return cmp.Or(strings.Compare(p.Filename, q.Filename), cmp.Compare(p.Offset, q.Offset))
	})
	return list
}

// lookInto looks through the module of another module's interface, once.
func (t *Table) lookInto(iface types.Type) {
	named, ok := types.Unalias(iface).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return
	}
	home := t.home[named.Obj().Pkg().Path()]
	pkgs := t.rest[home]
	delete(t.rest, home)
	for _, pkg := range pkgs {
		t.addPackage(pkg, false)
	}
}
