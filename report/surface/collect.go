package surface

import (
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// Facts are what is known of the functions in a loaded module.
type Facts struct {
	mod     *load.Module
	funcs   map[string]*yieldpoint.Summary
	home    map[string]string // function -> import path
	dirs    map[string]string // import path -> directory, as reports name it
	modules map[string]*packages.Module
}

// NewFacts collects the facts of the analyzer yieldpoint, which must have run.
func NewFacts(mod *load.Module, a *checker.Analysis) *Facts {
	f := &Facts{
		mod: mod, funcs: make(map[string]*yieldpoint.Summary), home: make(map[string]string),
		dirs: make(map[string]string), modules: make(map[string]*packages.Module),
	}
	packages.Visit(mod.Initial, nil, func(p *packages.Package) {
		f.modules[p.PkgPath] = p.Module
		if len(p.GoFiles) > 0 {
			f.dirs[p.PkgPath] = path.Dir(mod.RelPath(filepath.ToSlash(p.GoFiles[0])))
		}
	})
	for _, pkg := range a.FactPackages() {
		var fact yieldpoint.Fact
		if !a.Fact(pkg, &fact) {
			continue
		}
		for _, list := range [][]yieldpoint.NamedSummary{fact.Funcs, fact.Assumed} {
			for i := range list {
				f.funcs[list[i].Name], f.home[list[i].Name] = &list[i].Summary, pkg
			}
		}
	}
	return f
}

// Surface returns the list of the module's packages that are loaded, tests left
// out.
func (f *Facts) Surface() *Surface {
	s := &Surface{Module: f.mod.Path}
	for _, p := range f.mod.Packages {
		if runtime.Owns(f.mod.Path, p.PkgPath) || p.Types == nil {
			continue // a copy of the runtime is not the user's
		}
		if p.Name != "main" { // nobody can import that
			if t := f.exported(p); len(t.Lines) > 0 {
				s.Tables = append(s.Tables, t)
			}
		}
		f.used(p, &s.Dependencies)
	}
	slices.SortFunc(s.Tables, func(a, b Table) int { return strings.Compare(a.Package, b.Package) })
	return s
}

// exported returns the table of a package of the module.
func (f *Facts) exported(p *packages.Package) Table {
	t := Table{Package: p.PkgPath}
	enters := facades(p)
	add := func(fn *types.Func) {
		name := catalog.FuncName(fn)
		k := fromSummary(f.funcs[name])
		if to := enters[fn]; to != nil {
			k = fromSummary(f.funcs[catalog.FuncName(to)]).through()
		}
		if fn.Exported() && k.all() != 0 {
			t.add(Line{Func: strings.TrimPrefix(name, p.PkgPath+"."), Kinds: k})
		}
	}
	scope := p.Types.Scope()
	for _, name := range scope.Names() {
		switch obj := scope.Lookup(name).(type) {
		case *types.Func:
			add(obj)
		case *types.TypeName:
			named, ok := obj.Type().(*types.Named)
			if !ok || obj.IsAlias() || !obj.Exported() {
				continue
			}
			for m := range named.Methods() {
				add(m)
			}
		}
	}
	return t
}

// used adds the functions of other modules that a package calls, or uses as
// values, which someone else then calls.
func (f *Facts) used(p *packages.Package, t *Table) {
	for _, obj := range p.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil {
			continue
		}
		mod := f.modules[fn.Pkg().Path()]
		if mod == nil || mod.Path == f.mod.Path || color.IsRuntime(mod.Path) {
			continue
		}
		name := catalog.FuncName(fn)
		if k := f.seen(name); k.all() != 0 {
			t.add(Line{Module: mod.Path, Func: name, Kinds: k})
		}
	}
}

// seen is what callers in other modules see of a function: what the catalog
// says goes before what its source does.
func (f *Facts) seen(name string) Kinds {
	if e, ok := catalog.LookupName(name); ok {
		soft := e.Kinds & catalog.SetOf(catalog.IO, catalog.Dyn)
		return Kinds{Hard: e.Kinds &^ soft, Soft: soft}
	}
	return fromSummary(f.funcs[name])
}

// fromSummary leaves out what only the arguments of a call can bring: the caller
// knows those.
func fromSummary(s *yieldpoint.Summary) Kinds {
	hard := s.Kinds(true)
	return Kinds{Hard: hard, Soft: s.Kinds(false) &^ hard}
}
