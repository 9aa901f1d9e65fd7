package apidata

import (
	"go/constant"
	"go/token"
	"go/types"
	"math/big"
)

func (d *decoder) declarations() {
	for _, n := range d.nameList {
		t := d.typ()
		if n.alias {
			continue // its type was read
		}
		n.named.SetUnderlying(t.Underlying())
		for range d.count() {
			d.method(n.named)
		}
	}
}

func (d *decoder) method(of *types.Named) {
	name, pos := d.string(), d.pos()
	params := d.typeParams()
	recv := d.param()
	of.AddMethod(types.NewFunc(pos, d.pkg, name, d.signature(recv, params, nil)))
}

func (d *decoder) constraints() {
	for _, p := range d.params {
		p.SetConstraint(d.typ())
	}
}

func (d *decoder) objects() {
	scope := d.pkg.Scope()
	for range d.count() {
		kind, name, pos := d.int(), d.string(), d.pos()
		switch kind {
		case constObject:
			t := d.typ()
			scope.Insert(types.NewConst(pos, d.pkg, name, t, d.value()))
		case varObject:
			v := types.NewVar(pos, d.pkg, name, d.typ())
			v.SetKind(types.PackageVar)
			scope.Insert(v)
		case funcObject:
			params := d.typeParams()
			scope.Insert(types.NewFunc(pos, d.pkg, name, d.signature(nil, nil, params)))
		default:
			fail("object of kind %d", kind)
		}
	}
}

func (d *decoder) signature(recv *types.Var, recvParams, params []*types.TypeParam) *types.Signature {
	in, out := d.tuple(), d.tuple()
	return types.NewSignatureType(recv, recvParams, params, in, out, d.bool())
}

func (d *decoder) tuple() *types.Tuple {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]*types.Var, n)
	for i := range list {
		list[i] = d.param()
	}
	return types.NewTuple(list...)
}

func (d *decoder) param() *types.Var {
	name, pos := d.string(), d.pos()
	return types.NewParam(pos, d.pkg, name, d.typ())
}

func (d *decoder) value() constant.Value {
	switch kind := d.int(); kind {
	case boolValue:
		return constant.MakeBool(d.bool())
	case stringValue:
		return constant.MakeString(d.textHere())
	case intValue:
		return constant.MakeInt64(d.int64())
	case bigValue:
		return constant.MakeFromLiteral(d.textHere(), token.INT, 0)
	case ratValue:
		r, ok := new(big.Rat).SetString(d.textHere())
		if !ok {
			fail("a constant is no number")
		}
		return constant.Make(r)
	case floatValue:
		f, _, err := big.ParseFloat(d.textHere(), 0, 512, big.ToNearestEven)
		if err != nil {
			fail("a constant is no number: %v", err)
		}
		return constant.Make(f)
	case complexValue:
		re := d.value()
		return constant.BinaryOp(re, token.ADD, constant.MakeImag(d.value()))
	}
	return constant.MakeUnknown()
}
