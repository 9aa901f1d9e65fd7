package dispatch

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// conversion is one place where a value gets into an interface.
type conversion struct {
	from types.Type // a concrete type, or another interface
	pos  token.Pos
	own  bool // in the module itself
	test bool // in a test file
}

// converter collects the conversions of one package.
type converter struct {
	table *Table
	info  *types.Info
	own   bool
	test  bool
}

func (t *Table) addPackage(pkg *packages.Package, own bool) {
	for _, file := range pkg.Syntax {
		name := t.mod.Fset.File(file.FileStart).Name()
		c := &converter{table: t, info: pkg.TypesInfo, own: own, test: strings.HasSuffix(name, "_test.go")}
		if c.info != nil && (own || !c.test) {
			c.walk(file, nil)
		}
	}
}

// walk looks at the code under root, which returns to sig.
func (c *converter) walk(root ast.Node, sig *types.Signature) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if fn, ok := c.info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
				c.walk(n.Body, fn.Signature())
			}
			return false
		case *ast.FuncLit:
			inner, _ := c.info.TypeOf(n).(*types.Signature)
			c.walk(n.Body, inner)
			return false
		case *ast.ReturnStmt:
			if sig != nil {
				c.values(tupleTypes(sig.Results()), n.Results)
			}
		case *ast.AssignStmt:
			c.assign(n)
		case *ast.ValueSpec:
			c.declare(n)
		case *ast.SendStmt:
			if ch, ok := underlying(c.info.TypeOf(n.Chan)).(*types.Chan); ok {
				c.value(ch.Elem(), n.Value)
			}
		case *ast.CompositeLit:
			c.literal(n)
		case *ast.CallExpr:
			c.call(n)
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				c.convert(c.info.TypeOf(n.Type), c.info.TypeOf(n.X), n.Pos())
			}
		case *ast.TypeSwitchStmt:
			c.typeSwitch(n)
		}
		return true
	})
}

func (c *converter) assign(n *ast.AssignStmt) {
	targets := make([]types.Type, len(n.Lhs))
	for i, lhs := range n.Lhs {
		if id, ok := lhs.(*ast.Ident); !ok || id.Name != "_" {
			targets[i] = c.info.TypeOf(lhs)
		}
	}
	c.values(targets, n.Rhs)
}

func (c *converter) declare(n *ast.ValueSpec) {
	if n.Type == nil {
		return
	}
	targets := make([]types.Type, len(n.Names))
	for i, name := range n.Names {
		if name.Name != "_" {
			targets[i] = c.info.TypeOf(n.Type)
		}
	}
	c.values(targets, n.Values)
}

func (c *converter) literal(n *ast.CompositeLit) {
	t := underlying(c.info.TypeOf(n))
	if ptr, ok := t.(*types.Pointer); ok {
		t = underlying(ptr.Elem()) // an elided &T inside of another literal
	}
	for i, elt := range n.Elts {
		kv, keyed := elt.(*ast.KeyValueExpr)
		if keyed {
			elt = kv.Value
		}
		switch t := t.(type) {
		case *types.Struct:
			if keyed {
				c.value(c.info.TypeOf(kv.Key), elt)
			} else if i < t.NumFields() {
				c.value(t.Field(i).Type(), elt)
			}
		case *types.Map:
			c.value(t.Elem(), elt)
		case interface{ Elem() types.Type }: // slices and arrays
			c.value(t.Elem(), elt)
		}
	}
}

// call looks at a conversion, at the arguments of a call, and at those of append.
func (c *converter) call(n *ast.CallExpr) {
	tv := c.info.Types[n.Fun]
	if tv.IsType() {
		if len(n.Args) == 1 {
			c.value(tv.Type, n.Args[0])
		}
		return
	}
	sig, ok := underlying(tv.Type).(*types.Signature)
	if !ok {
		return
	}
	targets := tupleTypes(sig.Params())
	if last := len(targets) - 1; sig.Variadic() && !n.Ellipsis.IsValid() {
		if slice, ok := underlying(targets[last]).(*types.Slice); ok {
			targets[last] = slice.Elem()
			for len(targets) < len(n.Args) {
				targets = append(targets, slice.Elem())
			}
		}
	}
	c.values(targets, n.Args)
}

func (c *converter) typeSwitch(n *ast.TypeSwitchStmt) {
	var from types.Type
	ast.Inspect(n.Assign, func(x ast.Node) bool {
		if x, ok := x.(*ast.TypeAssertExpr); ok && x.Type == nil {
			from = c.info.TypeOf(x.X)
		}
		return from == nil
	})
	for _, clause := range n.Body.List {
		for _, t := range clause.(*ast.CaseClause).List {
			c.convert(c.info.TypeOf(t), from, t.Pos())
		}
	}
}

// values pairs targets with what they get: a value each, or the results of one call.
func (c *converter) values(targets []types.Type, values []ast.Expr) {
	if len(values) == 1 && len(targets) > 1 {
		if tuple, ok := c.info.TypeOf(values[0]).(*types.Tuple); ok {
			for i, t := range tupleTypes(tuple) {
				if i < len(targets) {
					c.convert(targets[i], t, values[0].Pos())
				}
			}
			return
		}
	}
	for i, value := range values {
		if i < len(targets) {
			c.value(targets[i], value)
		}
	}
}

func (c *converter) value(target types.Type, x ast.Expr) {
	c.convert(target, c.info.TypeOf(x), x.Pos())
}

// convert notes that a value of type from gets where target is wanted. Every type fits
// the empty interface; what other modules put there is not looked at.
func (c *converter) convert(target, from types.Type, pos token.Pos) {
	iface, ok := underlying(target).(*types.Interface)
	if !ok || isTypeParam(target) || isTypeParam(from) || !hasMethods(from) || iface.NumMethods() == 0 && !c.own {
		return
	}
	if types.Identical(target, from) {
		return
	}
	c.table.add(target, conversion{from: from, pos: pos, own: c.own, test: c.test})
}

func tupleTypes(tuple *types.Tuple) []types.Type {
	list := make([]types.Type, tuple.Len())
	for i := range list {
		list[i] = tuple.At(i).Type()
	}
	return list
}

func underlying(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	return t.Underlying()
}

func isTypeParam(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}

// hasMethods reports whether values of type t may have methods.
func hasMethods(t types.Type) bool {
	if t == nil {
		return false
	}
	t = types.Unalias(t)
	if ptr, ok := t.(*types.Pointer); ok {
		t = types.Unalias(ptr.Elem())
	}
	switch t := t.(type) {
	case *types.Named:
		return true
	case *types.Interface:
		return true
	case *types.Struct:
		for f := range t.Fields() {
			if f.Embedded() {
				return true
			}
		}
	}
	return false
}
