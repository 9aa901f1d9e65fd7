package color

import (
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
)

// copiesLock reports whether fn takes a receiver or a parameter by value that holds a
// lock. A facade would copy it once more, of which go vet would complain once more.
func copiesLock(fn *program.Func) bool {
	sig := fn.Signature()
	if recv := sig.Recv(); recv != nil && holdsLock(recv.Type(), nil) {
		return true
	}
	for v := range sig.Params().Variables() {
		if holdsLock(v.Type(), nil) {
			return true
		}
	}
	return false
}

// holdsLock reports whether a value of type t holds one that must not be copied: whose
// pointer, and only that, has the methods of a lock.
func holdsLock(t types.Type, seen []types.Type) bool {
	for _, s := range seen {
		if types.Identical(s, t) {
			return false
		}
	}
	switch under := t.Underlying().(type) {
	case *types.Array:
		return holdsLock(under.Elem(), append(seen, t))
	case *types.Struct:
		if hasLock(types.NewPointer(t)) && !hasLock(t) {
			return true
		}
		for field := range under.Fields() {
			if holdsLock(field.Type(), append(seen, t)) {
				return true
			}
		}
	}
	return false
}

func hasLock(t types.Type) bool {
	methods := types.NewMethodSet(t)
	return methods.Lookup(nil, "Lock") != nil && methods.Lookup(nil, "Unlock") != nil
}
