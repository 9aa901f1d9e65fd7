package lockheld

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/lockheld/assign"
	"github.com/asyncport/asyncport/analyzers/lockheld/partners"
)

// since returns from where on in its function a half counts for who waits: he cannot wait for what does not exist yet, and
// not for who has not said yet that he takes part. Locks that are taken before that keep nobody waiting.
//
// Who calls Add for his own Done takes part from there on. A channel that a function makes is known to
// others when it first does something with it.
func (c *checker) since(h partners.Half) token.Pos {
	switch at := h.At.(type) {
	case *ast.CallExpr:
		if sel, ok := ast.Unparen(at.Fun).(*ast.SelectorExpr); ok && !h.Whole {
			return c.lastAdd(h, sel)
		}
	case *ast.SendStmt:
		return c.sinceMade(h, at.Chan)
	case *ast.UnaryExpr:
		return c.sinceMade(h, at.X)
	case *ast.RangeStmt:
		return c.sinceMade(h, at.X)
	}
	return token.NoPos
}

// lastAdd returns where the function calls Add on the group of its Done, before that in the text.
func (c *checker) lastAdd(h partners.Half, done *ast.SelectorExpr) token.Pos {
	add := token.NoPos
	inFunction(h.Body, func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || call.Pos() >= h.At.Pos() {
			return
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || !c.partners.Same(sel, done) {
			return
		}
		if fn, ok := c.pass.TypesInfo.Uses[sel.Sel].(*types.Func); ok && fn.FullName() == "(*sync.WaitGroup).Add" {
			add = call.Pos()
		}
	})
	return add
}

// sinceMade returns where others may get to know the channel that the function makes, or NoPos if it has it from elsewhere.
func (c *checker) sinceMade(h partners.Half, e ast.Expr) token.Pos {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return token.NoPos
	}
	v := c.pass.TypesInfo.Uses[id]
	made := token.NoPos
	inFunction(h.Body, func(n ast.Node) {
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
			return
		}
		if x, ok := a.Lhs[0].(*ast.Ident); ok && v != nil && c.pass.TypesInfo.Defs[x] == v && isMake(a.Rhs[0]) {
			made = a.End()
		}
	})
	if !made.IsValid() {
		return token.NoPos
	}
	return c.published(h.Body, v, made)
}

// published returns where a function first does something with a variable, or with a local one into which it has put it,
// behind a point.
func (c *checker) published(fn ast.Node, v types.Object, behind token.Pos) token.Pos {
	holders := map[types.Object]bool{v: true}
	at := token.NoPos
	ast.Inspect(fn, func(n ast.Node) bool {
		if at.IsValid() || n == nil || n.End() <= behind {
			return false
		}
		switch n := n.(type) {
		case *ast.AssignStmt:
			if x := c.packed(n, holders); x != nil {
				holders[x] = true
				return false
			}
		case *ast.Ident:
			if n.Pos() >= behind && holders[c.pass.TypesInfo.Uses[n]] {
				at = n.Pos()
			}
		}
		return true
	})
	return at
}

// packed returns the local variable that gets a struct into which one of the holders is put, or nil.
func (c *checker) packed(a *ast.AssignStmt, holders map[types.Object]bool) types.Object {
	if a.Tok != token.DEFINE || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
		return nil
	}
	value := ast.Unparen(a.Rhs[0])
	if u, ok := value.(*ast.UnaryExpr); ok && u.Op == token.AND {
		value = u.X
	}
	if _, ok := value.(*ast.CompositeLit); !ok {
		return nil
	}
	found := false
	ast.Inspect(value, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && holders[c.pass.TypesInfo.Uses[id]] {
			found = true
		}
		return !found
	})
	id, ok := a.Lhs[0].(*ast.Ident)
	if !found || !ok {
		return nil
	}
	return c.pass.TypesInfo.Defs[id]
}

func isMake(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && id.Name == "make"
}

// inFunction visits the nodes of a function but for literals inside, in the order of the text.
func inFunction(fn ast.Node, visit func(n ast.Node)) {
	ast.Inspect(fn, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok && n != fn {
			visit(lit)
			return false
		}
		if n != nil {
			visit(n)
		}
		return true
	})
}

// setBy returns the fields and package variables that the declaration around a node assigns: by these who waits may
// have told others to leave his lock alone.
func (c *checker) setBy(n ast.Node) map[types.Object]bool {
	set := make(map[types.Object]bool)
	for _, file := range c.pass.Files {
		if !encloses(file, n) {
			continue
		}
		for _, d := range file.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !encloses(fn, n) {
				continue
			}
			assign.Each(c.pass.TypesInfo, file, func(target, _ ast.Expr) {
				if v := c.named(target); encloses(fn, target) && v != nil && (v.IsField() || v.Parent() == c.pass.Pkg.Scope()) {
					set[v] = true
				}
			})
		}
	}
	return set
}

// named returns the variable or field that an expression ends in, or nil.
func (c *checker) named(e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, _ := c.pass.TypesInfo.ObjectOf(e).(*types.Var)
		return v
	case *ast.SelectorExpr:
		v, _ := c.pass.TypesInfo.Uses[e.Sel].(*types.Var)
		return v
	}
	return nil
}

// asks reports whether a condition reads one of some variables.
func (c *checker) asks(cond ast.Expr, set map[types.Object]bool) bool {
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			if v := c.named(e); v != nil && set[v] {
				found = true
			}
		}
		return !found
	})
	return found
}
