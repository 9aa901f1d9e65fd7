package program

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Kept reports whether something may hold on to a variable that the statement
// scope declares, and look at it when an iteration of scope is over: a pointer, a
// slice of an array, or a function literal that is more than called on the spot.
func (p *Program) Kept(f *File, v *types.Var, scope ast.Node) bool {
	home := p.Enclosing(scope)
	for _, id := range p.Uses(v) {
		if p.pointedAt(f, id) {
			return true
		}
		for fn := p.Enclosing(id); fn != home; fn = fn.Parent {
			if fn == nil || !p.calledAtOnce(fn.Lit) {
				return true
			}
		}
	}
	return false
}

// calledAtOnce reports whether a literal is the function of a call that is over
// when the statement around it is: neither deferred nor a goroutine's.
func (p *Program) calledAtOnce(lit *ast.FuncLit) bool {
	var n ast.Node = lit
	for {
		switch parent := p.parents[n].(type) {
		case *ast.ParenExpr:
			n = parent
		case *ast.CallExpr:
			if parent.Fun != n {
				return false
			}
			switch p.parents[parent].(type) {
			case *ast.GoStmt, *ast.DeferStmt:
				return false
			}
			return true
		default:
			return false
		}
	}
}

// pointedAt reports whether this use of a variable makes a pointer to it, or
// to a part of it.
func (p *Program) pointedAt(f *File, id *ast.Ident) bool {
	part, method := p.part(f, id)
	if method != nil {
		return takesPointer(method)
	}
	switch parent := p.parents[part].(type) {
	case *ast.SliceExpr:
		return parent.X == part && isArray(f, parent.X)
	case *ast.UnaryExpr:
		return parent.Op == token.AND
	}
	return false
}

// part returns the largest expression that names id's variable or a part of it,
// without a pointer or a slice in between, and the method that is selected of it,
// if one is. It returns nil where id only leads to something else.
func (p *Program) part(f *File, id *ast.Ident) (part ast.Node, method *types.Signature) {
	part = id
	for {
		switch parent := p.parents[part].(type) {
		case *ast.ParenExpr:
		case *ast.SelectorExpr:
			if parent.X != part || isPointer(f, parent.X) {
				return nil, nil
			}
			if sel := f.Info().Selections[parent]; sel != nil && sel.Kind() == types.MethodVal {
				return part, sel.Obj().Type().(*types.Signature)
			}
		case *ast.IndexExpr:
			if parent.X != part || !isArray(f, parent.X) {
				return nil, nil
			}
		default:
			return part, nil
		}
		part = p.parents[part]
	}
}

// takesPointer reports whether a method has a pointer receiver.
func takesPointer(method *types.Signature) bool {
	recv := method.Recv()
	return recv != nil && isPointerType(recv.Type())
}
