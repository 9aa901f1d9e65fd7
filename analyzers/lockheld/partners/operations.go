package partners

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

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
	ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
		add := func(does Does, e ast.Expr) {
			if obj := p.object(e); obj != nil {
				found = append(found, placed{Half{Does: does, At: n, Body: innermost(stack)}, obj})
			}
		}
		switch n := n.(type) {
		case *ast.SendStmt:
			add(Sends, n.Chan)
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				add(Receives, n.X)
			}
		case *ast.RangeStmt:
			if t := p.info.TypeOf(n.X); t != nil && isChan(t) {
				add(Receives, n.X)
			}
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "close" && len(n.Args) == 1 {
				add(Closes, n.Args[0])
			}
			if f, ok := p.finishes(n, stack); ok {
				found = append(found, f)
			}
		}
		return true
	})
	return found
}

// innermost returns the last function of those around a node, or nil.
func innermost(stack []ast.Node) ast.Node {
	for _, n := range slices.Backward(stack) {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return n
		}
	}
	return nil
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// finishes returns what a call does to a group or a condition, if it does.
func (p *Partners) finishes(call *ast.CallExpr, stack []ast.Node) (placed, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return placed{}, false
	}
	fn, ok := p.info.Uses[sel.Sel].(*types.Func)
	if !ok {
		return placed{}, false
	}
	obj := p.object(sel)
	if obj == nil {
		return placed{}, false
	}
	switch fn.FullName() {
	case "(*sync.WaitGroup).Done", "(*sync.Cond).Signal", "(*sync.Cond).Broadcast":
		return placed{Half{Does: Finishes, At: call, Body: innermost(stack)}, obj}, true
	case "(*sync.WaitGroup).Go", "(*golang.org/x/sync/errgroup.Group).Go", "(*golang.org/x/sync/errgroup.Group).TryGo":
		if body := p.function(call.Args[0]); body != nil {
			return placed{Half{Does: Finishes, At: call, Body: body, Whole: true}, obj}, true
		}
	}
	return placed{}, false
}

// function returns the function that a value is, or that makes it, if the package shows it.
func (p *Partners) function(e ast.Expr) ast.Node {
	var fn *types.Func
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return e
	case *ast.Ident:
		fn, _ = p.info.Uses[e].(*types.Func)
	case *ast.SelectorExpr:
		fn, _ = p.info.Uses[e.Sel].(*types.Func)
	case *ast.CallExpr:
		fn = typeutil.StaticCallee(p.info, e)
	}
	if fn == nil || p.Decl(fn) == nil {
		return nil // and not an *ast.FuncDecl that is nil
	}
	return p.Decl(fn)
}
