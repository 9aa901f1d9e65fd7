package lockheld

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/suggestedfix"
)

// unlockBefore returns the fix that releases a lock before a return or continue that
// leaves it locked.
//
// Nobody but this function can release the lock, so the release is missing. It may
// stand before the return if the results do not depend on what the lock guards:
// they are constants, local variables that no other function can reach, package
// variables that are never assigned, and errors made of such. What is locked must be named by a variable that keeps its value.
func (c *checker) unlockBefore(at ast.Stmt, lock lockset.Lock) []analysis.SuggestedFix {
	sel, ok := ast.Unparen(lock.Call.Fun).(*ast.SelectorExpr)
	if !ok || !c.locks.IsLock(lock.Call) {
		return nil
	}
	file := suggestedfix.File(c.pass, at.Pos())
	src, ok := suggestedfix.Read(c.pass, at.Pos())
	if file == nil || !ok {
		return nil
	}
	release, ok := map[string]string{"Lock": "Unlock", "RLock": "RUnlock"}[sel.Sel.Name]
	root := suggestedfix.Root(c.pass.TypesInfo, sel.X)
	if !ok || root == nil || !suggestedfix.InScope(c.pass.TypesInfo, c.pass.Pkg, sel.X, at.Pos()) {
		return nil
	}
	if !suggestedfix.Fixed(c.pass.TypesInfo, file, root) && !c.variable(root) {
		return nil
	}
	indent, ok := src.Indent(at.Pos())
	before, room := before(file, at)
	if !ok || !room {
		return nil
	}
	if ret, ok := at.(*ast.ReturnStmt); ok && !c.allUnguarded(ret.Results, file) {
		return nil
	}
	text := before + src.Text(sel.X.Pos(), sel.X.End()) + "." + release + "()\n" + indent
	return suggestedfix.New(c.pass, "Unlock first",
		analysis.TextEdit{Pos: at.Pos(), End: at.Pos(), NewText: []byte(text)})
}

// before returns what indents a statement that is put before a return, beside the
// return's own indent. The end of a function counts as a return at its brace.
func before(file *ast.File, at ast.Stmt) (indent string, ok bool) {
	path, _ := astutil.PathEnclosingInterval(file, at.Pos(), at.Pos())
	if path[0] == at {
		return "", suggestedfix.InList(path)
	}
	block, ok := path[0].(*ast.BlockStmt)
	return "\t", ok && block.Rbrace == at.Pos()
}

// variable reports whether the variable is no pointer: then it stands for the same
// lock whatever is assigned to it.
func (c *checker) variable(v *types.Var) bool {
	_, pointer := v.Type().Underlying().(*types.Pointer)
	return !pointer
}

func (c *checker) allUnguarded(results []ast.Expr, file *ast.File) bool {
	for _, e := range results {
		if !c.unguarded(e, file) {
			return false
		}
	}
	return true
}

// unguarded reports whether the value of an expression is the same before and
// after the lock is released.
func (c *checker) unguarded(e ast.Expr, file *ast.File) bool {
	info := c.pass.TypesInfo
	e = ast.Unparen(e)
	if tv := info.Types[e]; tv.Value != nil || tv.IsNil() {
		return true
	}
	switch e := e.(type) {
	case *ast.Ident:
		v, ok := info.Uses[e].(*types.Var)
		if ok && v.Parent() == c.pass.Pkg.Scope() {
			return c.never(v)
		}
		return ok && private(info, file, v)
	case *ast.SelectorExpr: // of a package
		v, ok := info.Uses[e.Sel].(*types.Var)
		return ok && !v.IsField() && c.never(v)
	case *ast.CallExpr:
		fn, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		if !ok || e.Ellipsis.IsValid() {
			return false
		}
		obj, ok := info.Uses[fn.Sel].(*types.Func)
		if !ok || obj.FullName() != "errors.New" && obj.FullName() != "fmt.Errorf" {
			return false
		}
		for _, arg := range e.Args {
			// A value with methods or parts may lead to what is guarded.
			if _, basic := info.TypeOf(arg).(*types.Basic); !basic || !c.unguarded(arg, file) {
				return false
			}
		}
		return true
	}
	return false
}

// never reports whether the package never assigns the package variable. Only the
// package's own functions can hold the lock, so nobody guards it by the lock.
func (c *checker) never(v *types.Var) bool {
	for _, file := range c.pass.Files {
		if !suggestedfix.Fixed(c.pass.TypesInfo, file, v) {
			return false
		}
	}
	return true
}

// private reports whether a local variable is used in one function only, and has no
// pointers to it.
func private(info *types.Info, file *ast.File, v *types.Var) bool {
	var home ast.Node
	ok := true
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		id, isName := n.(*ast.Ident)
		if !isName || info.ObjectOf(id) != v {
			return true
		}
		fn := function(stack)
		ok = ok && (home == nil || fn == home) && !addressed(stack)
		home = fn
		return true
	})
	return ok
}

// function returns the innermost function that a stack of nodes leads into.
func function(stack []ast.Node) ast.Node {
	for i := len(stack) - 1; i >= 0; i-- {
		switch stack[i].(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return stack[i]
		}
	}
	return nil
}

// addressed reports whether the name on top of a stack has its address taken, by & or
// by a method, a part or a slice of it.
func addressed(stack []ast.Node) bool {
	if len(stack) < 2 {
		return false
	}
	name := stack[len(stack)-1]
	switch parent := stack[len(stack)-2].(type) {
	case *ast.UnaryExpr:
		return parent.Op == token.AND
	case *ast.SelectorExpr:
		return parent.X == name
	case *ast.IndexExpr:
		return parent.X == name
	case *ast.SliceExpr:
		return parent.X == name
	case *ast.ParenExpr:
		return true // not looked into
	}
	return false
}
