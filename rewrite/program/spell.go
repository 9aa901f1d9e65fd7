package program

import "go/types"

// typeKey spells a signature so that two that are identical, in variants of packages
// that were checked apart, are spelled alike: without the names of parameters, at any
// depth, and with aliases, any among them, as what they stand for.
func typeKey(t types.Type) string {
	sig, ok := t.(*types.Signature)
	if !ok {
		return ""
	}
	return types.TypeString(plainSignature(sig), (*types.Package).Path)
}

func plainSignature(sig *types.Signature) *types.Signature {
	return types.NewSignatureType(nil, nil, nil, plainTuple(sig.Params()), plainTuple(sig.Results()), sig.Variadic())
}

func plainTuple(tuple *types.Tuple) *types.Tuple {
	var vars []*types.Var
	for v := range tuple.Variables() {
		vars = append(vars, types.NewVar(0, nil, "", plain(v.Type())))
	}
	return types.NewTuple(vars...)
}

// emptyInterface is what any and interface{} are spelled like.
var emptyInterface = types.NewInterfaceType(nil, nil)

// plain returns a type that is identical to t and made of no aliases. Structs and
// interfaces without a name are left alone.
func plain(t types.Type) types.Type {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return types.NewPointer(plain(t.Elem()))
	case *types.Slice:
		return types.NewSlice(plain(t.Elem()))
	case *types.Array:
		return types.NewArray(plain(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(plain(t.Key()), plain(t.Elem()))
	case *types.Chan:
		return types.NewChan(t.Dir(), plain(t.Elem()))
	case *types.Signature:
		return plainSignature(t)
	case *types.Interface:
		if t.Empty() && !t.IsComparable() {
			return emptyInterface
		}
		return t
	case *types.Named:
		if t.TypeArgs().Len() == 0 {
			return t
		}
		var args []types.Type
		for arg := range t.TypeArgs().Types() {
			args = append(args, plain(arg))
		}
		if inst, err := types.Instantiate(nil, t.Origin(), args, false); err == nil {
			return inst
		}
		return t
	default:
		return t
	}
}
