package reach

import (
	"go/types"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// interfaces returns the methods that exported interfaces of the packages declare
// and that an exported type of theirs implements by one that waits.
func (g *graph) interfaces(pkgs []*packages.Package) []Finding {
	var ifaces []*types.Interface
	var impls []types.Type
	for _, p := range pkgs {
		if internal(p.PkgPath) {
			continue
		}
		for _, name := range p.Types.Scope().Names() {
			obj, ok := p.Types.Scope().Lookup(name).(*types.TypeName)
			if !ok || !obj.Exported() || obj.IsAlias() {
				continue
			}
			named, ok := obj.Type().(*types.Named)
			if !ok || named.TypeParams().Len() > 0 {
				continue
			}
			if i, ok := named.Underlying().(*types.Interface); ok {
				ifaces = append(ifaces, i)
			} else {
				impls = append(impls, types.NewPointer(named))
			}
		}
	}
	var list []Finding
	for _, i := range ifaces {
		if i.NumMethods() == 0 {
			continue
		}
		for _, t := range impls {
			if types.Implements(t, i) {
				list = append(list, g.implemented(i, t)...)
			}
		}
	}
	return list
}

// implemented returns the methods of i that are not classified and that wait on t.
func (g *graph) implemented(i *types.Interface, t types.Type) []Finding {
	var list []Finding
	for m := range i.ExplicitMethods() {
		obj, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name())
		fn, ok := obj.(*types.Func)
		if !ok || !m.Exported() || classified(catalog.FuncName(m)) {
			continue
		}
		name := catalog.FuncName(fn)
		var kinds catalog.Set
		if e, ok := catalog.LookupName(name); ok && !e.Default {
			kinds = e.Kinds & Kinds
		} else if n := g.nodes[name]; n != nil {
			kinds = n.kinds & Kinds
		}
		if kinds != 0 {
			list = append(list, Finding{Name: catalog.FuncName(m), Kinds: kinds, Via: []string{name}})
		}
	}
	return list
}
