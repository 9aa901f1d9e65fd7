package rule

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
)

// Uses is every use of a variable or field of a synchronisation type, when all
// of them are known.
type Uses struct {
	Obj   *types.Var
	Type  ast.Expr                   // the type in the declaration
	Calls map[string][]*ast.CallExpr // by method, in source order
	Addrs []*ast.UnaryExpr           // &x
}

// OtherThan reports whether a method beside the named ones is called, or the
// address is taken.
func (u *Uses) OtherThan(methods ...string) bool {
	known := 0
	for _, m := range methods {
		if _, ok := u.Calls[m]; ok {
			known++
		}
	}
	return known != len(u.Calls) || len(u.Addrs) > 0
}

// Receiver returns the variable or field whose method a call calls, or nil
// when it is not named by an identifier or a selector.
func Receiver(f *program.File, call *ast.CallExpr) *types.Var {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if selection := f.Info().Selections[sel]; selection != nil && len(selection.Index()) > 1 {
		return nil // promoted from an embedded field
	}
	var id *ast.Ident
	switch x := ast.Unparen(sel.X).(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	default:
		return nil
	}
	v, _ := f.Info().ObjectOf(id).(*types.Var)
	if v == nil {
		return nil
	}
	return v.Origin()
}

// Locate finds every use of a variable or field declared with type pkg.name,
// or a pointer to it. It fails when a use is not a method call or an address,
// or when others can use it: an exported field or variable, an embedded one.
func Locate(p *program.Program, v *types.Var, pkg, name string) (*Uses, bool) {
	u := &Uses{Obj: v, Calls: map[string][]*ast.CallExpr{}}
	ok := !(v.Exported() && (v.IsField() || v.Parent() == v.Pkg().Scope()))
	for _, id := range p.Uses(v) {
		ok = ok && !p.IsFrozen(id)
		switch {
		case id.Pos() == v.Pos():
			u.Type = DeclaredType(p, id)
			ok = ok && u.Type != nil && IsNamed(v.Type(), pkg, name)
		default:
			ok = u.add(p, id) && ok
		}
	}
	return u, ok && u.Type != nil
}

// add notes one use, unless it is of another form.
func (u *Uses) add(p *program.Program, id *ast.Ident) bool {
	var x ast.Node = id
	if sel, ok := p.Parent(x).(*ast.SelectorExpr); ok && sel.Sel == id {
		x = sel
	}
	switch parent := p.Parent(x).(type) {
	case *ast.SelectorExpr:
		call, ok := p.Parent(parent).(*ast.CallExpr)
		if !ok || call.Fun != ast.Expr(parent) {
			return false
		}
		u.Calls[parent.Sel.Name] = append(u.Calls[parent.Sel.Name], call)
		return true
	case *ast.UnaryExpr:
		u.Addrs = append(u.Addrs, parent)
		return parent.Op == token.AND
	case *ast.KeyValueExpr:
		return false
	}
	return false
}

// DeclaredType returns the type written in the declaration of a single
// variable or named struct field; nil for any other form of declaration.
func DeclaredType(p *program.Program, id *ast.Ident) ast.Expr {
	switch n := p.Parent(id).(type) {
	case *ast.ValueSpec:
		if len(n.Names) == 1 && len(n.Values) == 0 {
			return n.Type
		}
	case *ast.Field:
		if _, isStruct := p.Parent(p.Parent(n)).(*ast.StructType); isStruct && len(n.Names) == 1 {
			return n.Type
		}
	}
	return nil
}

// IsNamed reports whether t is the named type pkg.name.
func IsNamed(t types.Type, pkg, name string) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == pkg
}

// TakesBool reports whether a value of type bool can be assigned to lhs.
func TakesBool(f *program.File, lhs ast.Expr) bool {
	t := f.Info().TypeOf(lhs)
	return t == nil || types.AssignableTo(types.Typ[types.Bool], t) // nil: the blank identifier
}

// AllOpen reports whether this rule may change every one of the calls: none
// stands in code that is left alone, and none was taken back before.
func (p *Pass) AllOpen(calls ...*ast.CallExpr) bool {
	for _, call := range calls {
		if p.Spot(call) != nil && !p.IsOpen(call) {
			return false
		}
	}
	return true
}
