package driver

import (
	"go/token"
	"go/types"
	"strconv"
)

// exposed is a variable that no program can declare.
const exposed = "Unexported·"

// expose makes the unexported types of pkg that have methods part of its export
// data, by a variable that mentions them: calls through an interface may lead
// to them, and an analyzer that asks what implements it should not get another
// answer than from source. The package must not be used for anything else
// afterwards.
func expose(pkg *types.Package) {
	scope := pkg.Scope()
	var fields []*types.Var
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.Exported() || tn.IsAlias() {
			continue
		}
		named, ok := tn.Type().(*types.Named)
		if !ok || named.TypeParams().Len() > 0 || types.IsInterface(named) || types.NewMethodSet(types.NewPointer(named)).Len() == 0 {
			continue
		}
		fields = append(fields, types.NewField(token.NoPos, pkg, "F"+strconv.Itoa(len(fields)), named, false))
	}
	if fields != nil {
		scope.Insert(types.NewVar(token.NoPos, pkg, exposed, types.NewStruct(fields, nil)))
	}
}
