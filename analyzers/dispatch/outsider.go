package dispatch

import "go/types"

// Outsider returns a type behind an interface whose method of that name is declared by
// another module, "" if the module is seen to convert none: as long as it does, the
// method's signature cannot change.
func (t *Table) Outsider(iface types.Type, name string) string {
	for _, c := range t.conversions(iface) {
		obj, _, _ := types.LookupFieldOrMethod(c.from, false, nil, name)
		fn, ok := obj.(*types.Func)
		if ok && c.own && (fn.Pkg() == nil || !t.own[fn.Pkg().Path()]) {
			return types.TypeString(c.from, (*types.Package).Name)
		}
	}
	return ""
}
