package lostfuture

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"
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
		if isCleanUp(fn) || c.neverFails(fn) {
			return
		}
		name = fn.Name()
	}
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok && c.onlyNil(lit.Body) {
		return
	}
	c.pass.Report(analysis.Diagnostic{
		Pos:      stmt.Pos(),
		End:      stmt.End(),
		Category: "lostfuture",
		Message:  fmt.Sprintf("the error that %s returns is lost: nobody waits for the goroutine", name),
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

// cleanUp are the names of what is started only to be rid of something, and of
// copies between two peers, which end with an error as a rule.
var cleanUp = map[string]bool{
	"Close": true, "Shutdown": true, "Stop": true, "Wait": true, "Kill": true, "Release": true, "Copy": true,
}

func isCleanUp(fn *types.Func) bool { return cleanUp[fn.Name()] }

// neverFails reports whether a function of this package only ever returns nil as
// its error.
func (c *counter) neverFails(fn *types.Func) bool {
	decl := c.decls[fn.Origin()]
	return decl != nil && c.onlyNil(decl.Body)
}

func (c *counter) onlyNil(block *ast.BlockStmt) bool {
	only := true
	ast.Inspect(block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if len(n.Results) == 0 || !c.pass.TypesInfo.Types[n.Results[len(n.Results)-1]].IsNil() {
				only = false
			}
		}
		return only
	})
	return only
}
