package reach

import (
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// primitives are the functions without a body, or with one in another language, in
// which a goroutine waits.
var primitives = map[string]catalog.Kind{
	"internal/poll.runtime_pollWait":          catalog.File,
	"internal/poll.runtime_Semacquire":        catalog.Lock,
	"syscall.Syscall":                         catalog.Syscall,
	"syscall.Syscall6":                        catalog.Syscall,
	"syscall.Syscall9":                        catalog.Syscall,
	"syscall.syscall":                         catalog.Syscall,
	"syscall.syscall6":                        catalog.Syscall,
	"syscall.runtime_entersyscall":            catalog.Syscall,
	"internal/runtime/syscall/linux.Syscall6": catalog.Syscall,
}

// exported returns the functions that users of the package can call by name: its
// exported functions, and the exported methods of its exported types, those
// promoted from unexported ones included.
func exported(pkg *types.Package) []*types.Func {
	if internal(pkg.Path()) {
		return nil
	}
	var list []*types.Func
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Func:
			list = append(list, obj)
		case *types.TypeName:
			list = append(list, methods(obj)...)
		}
	}
	return list
}

func methods(obj *types.TypeName) []*types.Func {
	if obj.IsAlias() || types.IsInterface(obj.Type()) {
		return nil
	}
	var list []*types.Func
	set := types.NewMethodSet(types.NewPointer(obj.Type()))
	for i := range set.Len() {
		if fn := set.At(i).Obj().(*types.Func); fn.Exported() && fn.Pkg() == obj.Pkg() {
			list = append(list, fn)
		}
	}
	return list
}

// internal reports whether users cannot import the package.
func internal(path string) bool {
	return strings.Contains("/"+path+"/", "/internal/") || strings.HasPrefix(path, "vendor/")
}
