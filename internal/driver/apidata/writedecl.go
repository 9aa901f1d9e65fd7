package apidata

import (
	"go/constant"
	"go/types"
	"math/big"
)

// The kinds of objects.
const (
	constObject = iota
	varObject
	funcObject
)

// object writes an object of the package's scope. Those that are types are written by
// their names; then it returns false.
func (e *encoder) object(b *buffer, obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.TypeName:
		e.local(obj)
		return false
	case *types.Const:
		b.int(constObject)
		e.string(b, obj.Name())
		e.pos(b, obj.Pos())
		b.int(e.typ(obj.Type()))
		writeValue(b, obj.Val())
	case *types.Var:
		b.int(varObject)
		e.string(b, obj.Name())
		e.pos(b, obj.Pos())
		b.int(e.typ(obj.Type()))
	case *types.Func:
		b.int(funcObject)
		e.string(b, obj.Name())
		e.pos(b, obj.Pos())
		sig := obj.Signature()
		if sig.Recv() != nil {
			fail("method %s in the scope of its package", obj.Name())
		}
		e.enter(sig.TypeParams())
		e.paramNumbers(b, sig.TypeParams())
		e.signature(b, sig)
	default:
		fail("object %v of an unknown kind", obj)
	}
	return true
}

// local returns the number of a type name of the package.
func (e *encoder) local(tn *types.TypeName) int {
	i, first := e.names.of(tn)
	if first {
		e.enter(paramsOf(tn.Type()))
	}
	return i
}

// paramsOf returns the type parameters of a declared type.
func paramsOf(t types.Type) *types.TypeParamList {
	switch t := t.(type) {
	case *types.Named:
		return t.TypeParams()
	case *types.Alias:
		return t.TypeParams()
	}
	return nil
}

// enter gives type parameters their numbers.
func (e *encoder) enter(list *types.TypeParamList) {
	for p := range list.TypeParams() {
		e.params[p] = len(e.paramList)
		e.paramList = append(e.paramList, p)
	}
}

// paramNumbers writes type parameters that have numbers, which follow each other.
func (e *encoder) paramNumbers(b *buffer, list *types.TypeParamList) {
	b.int(list.Len())
	if list.Len() > 0 {
		b.int(e.params[list.At(0)])
	}
}

// declaration writes what a type name stands for.
func (e *encoder) declaration(b *buffer, tn *types.TypeName) {
	if tn.IsAlias() {
		b.int(e.alias(tn))
		return
	}
	named, ok := tn.Type().(*types.Named)
	if !ok {
		fail("%s is of no declared type", tn.Name())
	}
	if iface, ok := named.Underlying().(*types.Interface); ok {
		b.int(e.iface(iface, e.local(tn)+1))
		b.int(0)
		return
	}
	b.int(e.typ(named.Underlying()))
	b.int(named.NumMethods())
	for m := range named.Methods() {
		sig := m.Signature()
		if sig.TypeParams().Len() > 0 {
			fail("method %s has type parameters", m.FullName())
		}
		e.string(b, m.Name())
		e.pos(b, m.Pos())
		e.enter(sig.RecvTypeParams())
		e.paramNumbers(b, sig.RecvTypeParams())
		e.param(b, sig.Recv())
		e.signature(b, sig)
	}
}

func (e *encoder) signature(b *buffer, sig *types.Signature) {
	e.tuple(b, sig.Params())
	e.tuple(b, sig.Results())
	b.bool(sig.Variadic())
}

func (e *encoder) tuple(b *buffer, list *types.Tuple) {
	b.int(list.Len())
	for v := range list.Variables() {
		e.param(b, v)
	}
}

func (e *encoder) param(b *buffer, v *types.Var) {
	e.string(b, v.Name())
	e.pos(b, v.Pos())
	b.int(e.typ(v.Type()))
}

// The kinds of values of constants.
const (
	boolValue = iota
	stringValue
	intValue
	bigValue
	ratValue
	floatValue
	complexValue
	unknownValue
)

func writeValue(b *buffer, v constant.Value) {
	switch v.Kind() {
	case constant.Bool:
		b.int(boolValue)
		b.bool(constant.BoolVal(v))
	case constant.String:
		b.int(stringValue)
		b.text(constant.StringVal(v))
	case constant.Int:
		if n, exact := constant.Int64Val(v); exact {
			b.int(intValue)
			b.int64(n)
			return
		}
		b.int(bigValue)
		b.text(v.ExactString())
	case constant.Float:
		switch f := constant.Val(v).(type) {
		case *big.Rat:
			b.int(ratValue)
			b.text(f.RatString())
		case *big.Float:
			b.int(floatValue)
			b.text(f.Text('p', 0))
		default:
			fail("constant %v of an unknown kind", v)
		}
	case constant.Complex:
		b.int(complexValue)
		writeValue(b, constant.Real(v))
		writeValue(b, constant.Imag(v))
	default:
		b.int(unknownValue)
	}
}
