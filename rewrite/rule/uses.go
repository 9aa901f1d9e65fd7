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
	News  []ast.Expr                 // the types of new ones in literals that set the field without naming it
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
	for _, value := range p.Positional(v) {
		lit, isLit := ast.Unparen(value).(*ast.CompositeLit)
		if !isLit || lit.Type == nil || p.IsFrozen(lit) || !IsNamed(p.FileAt(lit.Pos()).Info().TypeOf(lit), pkg, name) {
			return u, false
		}
		u.News = append(u.News, lit.Type)
	}
	return u, ok && u.Type != nil
}

// add notes one use, unless it is of another form.
func (u *Uses) add(p *program.Program, id *ast.Ident) bool {
	if call, method := MethodCall(p, id); call != nil {
		u.Calls[method] = append(u.Calls[method], call)
		return true
	}
	var x ast.Node = id
	if sel, ok := p.Parent(x).(*ast.SelectorExpr); ok && sel.Sel == id {
		x = sel
	}
	addr, ok := p.Parent(x).(*ast.UnaryExpr)
	if !ok || addr.Op != token.AND {
		return false
	}
	u.Addrs = append(u.Addrs, addr)
	return true
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
