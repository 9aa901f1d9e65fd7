package apidata

import "go/types"

func (d *decoder) typ() types.Type { return d.typeList[d.int()] }

func (d *decoder) types() {
	n := d.count()
	d.typeList = make([]types.Type, 0, n)
	for range n {
		d.typeList = append(d.typeList, d.makeType())
	}
}

func (d *decoder) makeType() types.Type {
	switch kind := d.int(); kind {
	case basicType:
		return d.basic()
	case universeType:
		return typeOf(types.Universe, d.string())
	case localType:
		n := d.nameList[d.int()]
		if n.named == nil {
			fail("an alias is mentioned before it is declared")
		}
		return n.named
	case foreignType:
		pkg := d.pkgs[d.int()]
		return typeOf(pkg.Scope(), d.string())
	case aliasType:
		return d.alias()
	case instanceType:
		return d.instance()
	case paramType:
		return d.params[d.int()]
	case pointerType:
		return types.NewPointer(d.typ())
	case sliceType:
		return types.NewSlice(d.typ())
	case arrayType:
		n := d.int64()
		return types.NewArray(d.typ(), n)
	case mapType:
		key := d.typ()
		return types.NewMap(key, d.typ())
	case chanType:
		dir := types.ChanDir(d.int())
		return types.NewChan(dir, d.typ())
	case structType:
		return d.structure()
	case funcType:
		return d.signature(nil, nil, nil)
	case interfaceType:
		return d.iface()
	case unionType:
		terms := make([]*types.Term, d.count())
		for i := range terms {
			tilde := d.bool()
			terms[i] = types.NewTerm(tilde, d.typ())
		}
		return types.NewUnion(terms)
	default:
		fail("type of kind %d", kind)
		return nil
	}
}

func (d *decoder) basic() types.Type {
	kind, other, name := types.BasicKind(d.int()), d.bool(), d.string()
	if other {
		return typeOf(types.Universe, name) // byte and rune
	}
	return types.Typ[kind]
}

// typeOf returns the type that a scope has under a name.
func typeOf(scope *types.Scope, name string) types.Type {
	tn, ok := scope.Lookup(name).(*types.TypeName)
	if !ok {
		fail("there is no type %s", name)
	}
	return tn.Type()
}

func (d *decoder) alias() types.Type {
	n, rhs := d.nameList[d.int()], d.typ()
	tn := types.NewTypeName(n.pos, d.pkg, n.name, nil)
	a := types.NewAlias(tn, rhs)
	a.SetTypeParams(d.params[n.first : n.first+n.params])
	d.pkg.Scope().Insert(tn)
	return a
}

func (d *decoder) instance() types.Type {
	origin := d.typ()
	args := make([]types.Type, d.count())
	for i := range args {
		args[i] = d.typ()
	}
	t, err := types.Instantiate(nil, origin, args, false)
	if err != nil {
		fail("%v", err)
	}
	d.insts = append(d.insts, t)
	return t
}

func (d *decoder) structure() types.Type {
	fields := make([]*types.Var, d.count())
	if len(fields) == 0 {
		return types.NewStruct(nil, nil)
	}
	tags := make([]string, len(fields))
	pkg := d.pkgs[d.int()]
	for i := range fields {
		name, pos := d.string(), d.pos()
		t := d.typ()
		fields[i] = types.NewField(pos, pkg, name, t, d.bool())
		tags[i] = d.string()
	}
	return types.NewStruct(fields, tags)
}

func (d *decoder) iface() types.Type {
	base, implicit := d.int(), d.bool()
	embedded := make([]types.Type, d.count())
	for i := range embedded {
		embedded[i] = d.typ()
	}
	methods := make([]*types.Func, d.count())
	var pkg *types.Package
	if len(methods) > 0 {
		pkg = d.pkgs[d.int()]
	}
	for i := range methods {
		name, pos := d.string(), d.pos()
		var recv *types.Var
		if base > 0 {
			recv = types.NewVar(0, pkg, "", d.nameList[base-1].named)
		}
		methods[i] = types.NewFunc(pos, pkg, name, d.signature(recv, nil, nil))
	}
	t := types.NewInterfaceType(methods, embedded)
	if implicit {
		t.MarkImplicit()
	}
	d.ifaces = append(d.ifaces, t)
	return t
}
