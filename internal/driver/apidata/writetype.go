package apidata

import (
	"cmp"
	"go/types"
)

// The kinds of types.
const (
	basicType = iota
	universeType
	localType
	foreignType
	aliasType
	instanceType
	paramType
	pointerType
	sliceType
	arrayType
	mapType
	chanType
	structType
	funcType
	interfaceType
	unionType
)

// typ returns the number of a type, which it writes if it is new.
func (e *encoder) typ(t types.Type) int {
	if i, ok := e.types[t]; ok {
		return i
	}
	if a, ok := t.(*types.Alias); ok && a.TypeArgs().Len() == 0 && a.Obj().Pkg() == e.pkg {
		return e.alias(a.Obj())
	}
	begin := len(e.scratch.data)
	e.describe(&e.scratch, t)
	return e.flush(begin, t)
}

// flush moves a type that was written behind the others of the table.
func (e *encoder) flush(begin int, t types.Type) int {
	e.table.data = append(e.table.data, e.scratch.data[begin:]...)
	e.scratch.data = e.scratch.data[:begin]
	i := e.typeN
	e.typeN++
	if t != nil {
		e.types[t] = i
	}
	return i
}

// describe writes a type. The types that it is made of may be written meanwhile, so
// that nothing can be written of it before they are known, but by way of the scratch
// buffer, at whose end they come and go.
func (e *encoder) describe(b *buffer, t types.Type) {
	switch t := t.(type) {
	case *types.Basic:
		b.int(basicType)
		b.int(int(t.Kind()))
		b.bool(t != types.Typ[t.Kind()])
		e.string(b, t.Name())
	case *types.Named:
		if t.TypeArgs().Len() > 0 {
			e.instance(b, t.Origin(), t.TypeArgs())
		} else {
			e.named(b, t.Obj())
		}
	case *types.Alias:
		if t.TypeArgs().Len() > 0 {
			e.instance(b, t.Origin(), t.TypeArgs())
		} else {
			e.named(b, t.Obj())
		}
	case *types.TypeParam:
		i, ok := e.params[t]
		if !ok {
			fail("type parameter %s of nobody", t)
		}
		b.int(paramType)
		b.int(i)
	case *types.Pointer:
		b.int(pointerType)
		b.int(e.typ(t.Elem()))
	case *types.Slice:
		b.int(sliceType)
		b.int(e.typ(t.Elem()))
	case *types.Array:
		b.int(arrayType)
		b.int64(t.Len())
		b.int(e.typ(t.Elem()))
	case *types.Map:
		b.int(mapType)
		b.int(e.typ(t.Key()))
		b.int(e.typ(t.Elem()))
	case *types.Chan:
		b.int(chanType)
		b.int(int(t.Dir()))
		b.int(e.typ(t.Elem()))
	case *types.Struct:
		e.structure(b, t)
	case *types.Signature:
		b.int(funcType)
		e.signature(b, t)
	case *types.Interface:
		e.describeInterface(b, t, 0)
	case *types.Union:
		b.int(unionType)
		b.int(t.Len())
		for term := range t.Terms() {
			b.bool(term.Tilde())
			b.int(e.typ(term.Type()))
		}
	default:
		fail("type %v of an unknown kind", t)
	}
}

// named writes a type by its name.
func (e *encoder) named(b *buffer, tn *types.TypeName) {
	switch tn.Pkg() {
	case nil:
		b.int(universeType)
	case e.pkg:
		b.int(localType)
		b.int(e.local(tn))
		return
	default:
		b.int(foreignType)
		b.int(e.packageRef(tn.Pkg()))
	}
	e.string(b, tn.Name())
}

func (e *encoder) instance(b *buffer, origin types.Type, args *types.TypeList) {
	b.int(instanceType)
	b.int(e.typ(origin))
	b.int(args.Len())
	for arg := range args.Types() {
		b.int(e.typ(arg))
	}
}

// alias writes an alias that the package declares, of which a reader has to know first
// what it stands for.
func (e *encoder) alias(tn *types.TypeName) int {
	if i, ok := e.types[tn.Type()]; ok {
		return i
	}
	i := e.local(tn)
	rhs := tn.Type()
	if a, ok := rhs.(*types.Alias); ok {
		rhs = a.Rhs()
	}
	begin := len(e.scratch.data)
	e.scratch.int(aliasType)
	e.scratch.int(i)
	e.scratch.int(e.typ(rhs))
	if _, ok := tn.Type().(*types.Alias); !ok {
		return e.flush(begin, nil)
	}
	return e.flush(begin, tn.Type())
}

// structure writes a struct type. All of its fields come from the package where it
// was written, which need not be this one.
func (e *encoder) structure(b *buffer, t *types.Struct) {
	b.int(structType)
	b.int(t.NumFields())
	if t.NumFields() == 0 {
		return
	}
	b.int(e.packageRef(t.Field(0).Pkg()))
	for i := range t.NumFields() {
		f := t.Field(i)
		e.param(b, f)
		b.bool(f.Embedded())
		e.string(b, t.Tag(i))
	}
}

// iface writes the interface that a declared type is, whose number is base, from 1: it
// is the receiver of the methods.
func (e *encoder) iface(t *types.Interface, base int) int {
	begin := len(e.scratch.data)
	e.describeInterface(&e.scratch, t, base)
	return e.flush(begin, nil)
}

func (e *encoder) describeInterface(b *buffer, t *types.Interface, base int) {
	b.int(interfaceType)
	b.int(base)
	b.bool(t.IsImplicit())
	b.int(t.NumEmbeddeds())
	for u := range t.EmbeddedTypes() {
		b.int(e.typ(u))
	}
	b.int(t.NumExplicitMethods())
	if t.NumExplicitMethods() == 0 {
		return
	}
	b.int(e.packageRef(cmp.Or(t.ExplicitMethod(0).Pkg(), e.pkg))) // that of error has none
	for m := range t.ExplicitMethods() {
		e.string(b, m.Name())
		e.pos(b, m.Pos())
		e.signature(b, m.Signature())
	}
}
