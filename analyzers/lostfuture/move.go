package lostfuture

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/asyncport/asyncport/analyzers/suggestedfix"
)

// moveAdd returns the fix that takes an Add out of the goroutine that it counts
// and puts it before the go statement.
//
// That is right only if the goroutine always gets to its Add, and if the same
// group is counted by the same number there. So Add is the first thing that the
// literal does, but for a deferred call of Done; the number is a constant; the group
// is a variable of the function around, or a field of one that keeps its value; and
// what is evaluated in between, the arguments of the go statement, cannot fail.
func (c *counter) moveAdd(stmt *ast.GoStmt, add *ast.CallExpr) []analysis.SuggestedFix {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || !plainArgs(stmt.Call.Args) || len(add.Args) != 1 || c.pass.TypesInfo.Types[add.Args[0]].Value == nil {
		return nil
	}
	file := suggestedfix.File(c.pass, stmt.Pos())
	src, ok := suggestedfix.Read(c.pass, stmt.Pos())
	if file == nil || !ok {
		return nil
	}
	path, _ := astutil.PathEnclosingInterval(file, stmt.Pos(), stmt.End())
	indent, ok := src.Indent(stmt.Pos())
	if !ok || path[0] != stmt || !suggestedfix.InList(path) {
		return nil
	}
	at := c.addFirst(lit.Body.List, add)
	if at < 0 || !c.sameGroup(file, stmt, lit, add) || src.Above(file, add.Pos()) {
		return nil
	}
	moved := src.Trailing(file, add.End()) // a comment goes with it
	pos, end, ok := src.Line(add.Pos(), moved)
	if !ok && at+1 < len(lit.Body.List) && moved == add.End() {
		pos, end, ok = add.Pos(), lit.Body.List[at+1].Pos(), true
	}
	if !ok {
		return nil
	}
	return suggestedfix.New(c.pass, "Call Add before the go statement",
		analysis.TextEdit{Pos: stmt.Pos(), End: stmt.Pos(), NewText: []byte(src.Text(add.Pos(), moved) + "\n" + indent)},
		analysis.TextEdit{Pos: pos, End: end})
}

// addFirst returns the index of the statement that is the call of Add, if nothing
// but a deferred call of Done on the same group comes before it; else -1.
func (c *counter) addFirst(list []ast.Stmt, add *ast.CallExpr) int {
	for i, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt:
			if ast.Unparen(s.X) == add {
				return i
			}
			return -1
		case *ast.DeferStmt:
			sel, ok := ast.Unparen(s.Call.Fun).(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Done" || !c.isGroup(s.Call) {
				return -1
			}
		default:
			return -1
		}
	}
	return -1
}

// sameGroup reports whether what Add is called on is the same group at the go
// statement as in the literal.
func (c *counter) sameGroup(file *ast.File, stmt *ast.GoStmt, lit *ast.FuncLit, add *ast.CallExpr) bool {
	sel, ok := ast.Unparen(add.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	info := c.pass.TypesInfo
	root := suggestedfix.Root(info, sel.X)
	if root == nil || lit.Pos() <= root.Pos() && root.Pos() < lit.End() || !suggestedfix.InScope(info, c.pass.Pkg, sel.X, stmt.Pos()) {
		return false
	}
	if _, pointer := root.Type().Underlying().(*types.Pointer); !pointer {
		return directGroup(info, sel)
	}
	return root.Parent() != c.pass.Pkg.Scope() && directGroup(info, sel) && suggestedfix.Fixed(info, file, root)
}

// directGroup reports whether the method is selected from a WaitGroup, or a pointer
// in a variable, and not from a struct that embeds one.
func directGroup(info *types.Info, sel *ast.SelectorExpr) bool {
	s := info.Selections[sel]
	if s == nil || len(s.Index()) != 1 {
		return false
	}
	_, pointer := info.TypeOf(sel.X).Underlying().(*types.Pointer)
	_, name := ast.Unparen(sel.X).(*ast.Ident)
	return !pointer || name
}

// plainArgs reports whether the evaluation of the arguments has no effect and
// cannot fail.
func plainArgs(args []ast.Expr) bool {
	for _, arg := range args {
		switch ast.Unparen(arg).(type) {
		case *ast.Ident, *ast.BasicLit:
		default:
			return false
		}
	}
	return true
}
