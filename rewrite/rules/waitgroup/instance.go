package waitgroup

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// sameInstance reports whether the Add and the Done of a goroutine concern one
// group. A variable is one; a field is as many as there are structs, and both
// have to reach it by the same path from the same variable, or from the
// receiver of the method that the goroutine runs.
func (g *group) sameInstance(add *ast.CallExpr, s *rule.Start, done ast.Stmt) bool {
	if !g.obj.IsField() {
		return true
	}
	addRoot, addPath := g.path(add)
	doneRoot, donePath := g.path(doneCall(done))
	if addRoot == nil || doneRoot == nil || addPath != donePath && s.Lit != nil {
		return false
	}
	f := g.fileOf(add)
	root := f.Info().ObjectOf(addRoot)
	if s.Lit != nil {
		if arg := argumentFor(s, f.Info(), doneRoot); arg != nil {
			doneRoot, _ = ast.Unparen(arg).(*ast.Ident)
		}
		return doneRoot != nil && f.Info().ObjectOf(doneRoot) == root && g.stays(addRoot)
	}
	sel, ok := ast.Unparen(s.Call.Fun).(*ast.SelectorExpr)
	callee, _ := typeutil.Callee(f.Info(), s.Call).(*types.Func)
	if !ok || callee == nil {
		return false
	}
	recv := callee.Origin().Signature().Recv()
	doneObj := g.fileOf(done).Info().ObjectOf(doneRoot)
	return recv != nil && doneObj != nil && recv.Pos() == doneObj.Pos() && f.Text(sel.X)+donePath == addRoot.Name+addPath
}

func doneCall(done ast.Stmt) *ast.CallExpr {
	if d, ok := done.(*ast.DeferStmt); ok {
		return d.Call
	}
	return done.(*ast.ExprStmt).X.(*ast.CallExpr)
}

// path returns the variable from which a call's group is reached, and the
// fields between. The variable is nil when the path is of another form.
func (g *group) path(call *ast.CallExpr) (root *ast.Ident, fields string) {
	e := call.Fun.(*ast.SelectorExpr).X
	var names []string
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.SelectorExpr:
			names = append([]string{x.Sel.Name}, names...)
			e = x.X
		case *ast.Ident:
			return x, "." + strings.Join(names, ".")
		default:
			return nil, ""
		}
	}
}

// argumentFor returns the argument of the go statement for the parameter that
// id names, or nil.
func argumentFor(s *rule.Start, info *types.Info, id *ast.Ident) ast.Expr {
	i := 0
	for _, field := range s.Lit.Type.Params.List {
		for _, name := range field.Names {
			if info.Defs[name] == info.ObjectOf(id) && i < len(s.Call.Args) {
				return s.Call.Args[i]
			}
			i++
		}
	}
	return nil
}

// stays reports whether a variable leads to the same struct for as long as the
// goroutine runs.
func (g *group) stays(id *ast.Ident) bool {
	f := g.fileOf(id)
	_, isPointer := f.Info().TypeOf(id).Underlying().(*types.Pointer)
	return !isPointer || g.pass.Program.Stable(f, id)
}
