package lostfuture

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
)

// goroutineError reports a go statement whose function returns an error: nobody
// will ever see it.
func goroutineError(c *counter, stmt *ast.GoStmt) {
	sig, ok := c.pass.TypesInfo.TypeOf(stmt.Call.Fun).Underlying().(*types.Signature)
	if !ok || !returnsError(sig) || c.inTest(stmt) {
		return
	}
	name := "the function"
	if fn, ok := typeutil.Callee(c.pass.TypesInfo, stmt.Call).(*types.Func); ok {
		if !goesOn(fn) || isCleanUp(fn) || c.neverFails(fn) {
			return
		}
		name = fn.Name()
	}
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok && c.tells(lit.Body) {
		return
	}
	c.pass.Report(analysis.Diagnostic{
		Pos:      stmt.Pos(),
		End:      stmt.End(),
		Category: "lostfuture",
		Message:  fmt.Sprintf("the error that %s returns is lost: nobody waits for the goroutine, so nobody sees it end", name),
	})
}

// returnsError reports whether the last result is an error.
func returnsError(sig *types.Signature) bool {
	n := sig.Results().Len()
	return n > 0 && types.Identical(sig.Results().At(n-1).Type(), types.Universe.Lookup("error").Type())
}

// inTest reports whether the statement is in a test file: what starts there fails
// in the test.
func (c *counter) inTest(n ast.Node) bool {
	return strings.HasSuffix(c.pass.Fset.Position(n.Pos()).Filename, "_test.go")
}

// goesOn reports whether a function is one that goes on until it fails or is told to end:
// it serves, or takes a context. Where it ends early, something is missing from then on. What
// is done once, as best it can, is started without a look at its error on purpose.
func goesOn(fn *types.Func) bool {
	if strings.Contains(strings.ToLower(fn.Name()), "serve") {
		return true
	}
	for v := range fn.Signature().Params().Variables() {
		if named, ok := types.Unalias(v.Type()).(*types.Named); ok && named.Obj().Name() == "Context" &&
			named.Obj().Pkg() != nil && (named.Obj().Pkg().Path() == "context" || color.IsRuntime(named.Obj().Pkg().Path())) {
			return true
		}
	}
	return false
}

// cleanUp are the names of what is started only to be rid of something, and of
// copies between two peers, which end with an error as a rule.
var cleanUp = map[string]bool{
	"Close": true, "Shutdown": true, "Stop": true, "Wait": true, "Kill": true, "Release": true, "Copy": true,
}

func isCleanUp(fn *types.Func) bool { return cleanUp[fn.Name()] }

// neverFails reports whether a function of this package never returns an error that
// only its caller could see.
func (c *counter) neverFails(fn *types.Func) bool {
	decl := c.decls[fn.Origin()]
	return decl != nil && c.tells(decl.Body)
}

// tells reports whether every error that a block returns is nil, or is seen by
// someone else than the caller: it is kept in a field, or was given to a function
// that does not just wrap it.
func (c *counter) tells(block *ast.BlockStmt) bool {
	given := c.given(block)
	ok := true
	ast.Inspect(block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			ok = ok && len(n.Results) > 0 && c.known(n.Results[len(n.Results)-1], given)
		}
		return ok
	})
	return ok
}

func (c *counter) known(e ast.Expr, given map[types.Object]bool) bool {
	if c.pass.TypesInfo.Types[e].IsNil() {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return given[c.pass.TypesInfo.Uses[e]]
	case *ast.SelectorExpr:
		s, ok := c.pass.TypesInfo.Selections[e]
		return ok && s.Kind() == types.FieldVal
	}
	return false
}

// given returns the variables that the block passes to functions which do not just
// wrap an error, as those of packages fmt and errors do.
func (c *counter) given(block *ast.BlockStmt) map[types.Object]bool {
	given := make(map[types.Object]bool)
	ast.Inspect(block, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if fn, ok := typeutil.Callee(c.pass.TypesInfo, call).(*types.Func); ok && fn.Pkg() != nil &&
			(fn.Name() == "Errorf" && fn.Pkg().Path() == "fmt" || fn.Pkg().Path() == "errors") {
			return true
		}
		for _, arg := range call.Args {
			if id, ok := ast.Unparen(arg).(*ast.Ident); ok {
				given[c.pass.TypesInfo.Uses[id]] = true
			}
		}
		return true
	})
	delete(given, nil)
	return given
}
