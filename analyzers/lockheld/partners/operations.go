package partners

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// placed is a half and what it is done to.
type placed struct {
	Half
	object types.Object
}

// operations returns the halves in a file.
func (p *Partners) operations(file *ast.File) []placed {
	var found []placed
	var bodies []ast.Node // those around the node, the innermost last
	var stack []ast.Node
	add := func(does Does, at ast.Node, e ast.Expr) {
		var body ast.Node
		if len(bodies) > 0 {
			body = bodies[len(bodies)-1]
		}
		if obj := p.object(e); obj != nil {
			found = append(found, placed{Half{Does: does, At: at, Body: body}, obj})
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if len(bodies) > 0 && bodies[len(bodies)-1] == last {
				bodies = bodies[:len(bodies)-1]
			}
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			bodies = append(bodies, n)
		case *ast.SendStmt:
			add(Sends, n, n.Chan)
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				add(Receives, n, n.X)
			}
		case *ast.RangeStmt:
			if t := p.info.TypeOf(n.X); t != nil && isChan(t) {
				add(Receives, n, n.X)
			}
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "close" && len(n.Args) == 1 {
				add(Closes, n, n.Args[0])
			}
			found = append(found, p.finishes(n, bodies)...)
		}
		return true
	})
	return found
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// finishes returns what a call does to a group or a condition.
func (p *Partners) finishes(call *ast.CallExpr, bodies []ast.Node) []placed {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	fn, ok := p.info.Uses[sel.Sel].(*types.Func)
	if !ok {
		return nil
	}
	obj := p.object(sel)
	if obj == nil {
		return nil
	}
	switch fn.FullName() {
	case "(*sync.WaitGroup).Done", "(*sync.Cond).Signal", "(*sync.Cond).Broadcast":
		var body ast.Node
		if len(bodies) > 0 {
			body = bodies[len(bodies)-1]
		}
		return []placed{{Half{Does: Finishes, At: call, Body: body}, obj}}
	case "(*sync.WaitGroup).Go", "(*golang.org/x/sync/errgroup.Group).Go", "(*golang.org/x/sync/errgroup.Group).TryGo":
		if body := p.function(call.Args[0]); body != nil {
			return []placed{{Half{Does: Finishes, At: call, Body: body, Whole: true}, obj}}
		}
	}
	return nil
}

// function returns the function that a value is, if the package shows it.
func (p *Partners) function(e ast.Expr) ast.Node {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return e
	case *ast.Ident, *ast.SelectorExpr:
		var id *ast.Ident
		if sel, ok := e.(*ast.SelectorExpr); ok {
			id = sel.Sel
		} else {
			id = e.(*ast.Ident)
		}
		if fn, ok := p.info.Uses[id].(*types.Func); ok && p.decls[fn.Origin()] != nil {
			return p.decls[fn.Origin()]
		}
	case *ast.CallExpr:
		if fn := typeutil.StaticCallee(p.info, e); fn != nil && p.decls[fn.Origin()] != nil {
			return p.decls[fn.Origin()]
		}
	}
	return nil
}
