package lostfuture

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/suppress"
)

//go:embed doc.go
var doc string

// Analyzer finds lost futures and errors, groups that nobody waits for, and
// WaitGroups counted too late.
var Analyzer = &analysis.Analyzer{
	Name:     "lostfuture",
	Doc:      ruledoc.Must(doc, "lostfuture"),
	URL:      "https://github.com/asyncport/asyncport/blob/main/docs/rules/lostfuture.md",
	Run:      suppress.Run(run),
	Requires: []*analysis.Analyzer{lockset.Analyzer},
}

func run(pass *analysis.Pass) (any, error) {
	if catalog.SpeaksFor(pass) {
		return nil, nil
	}
	c := &counter{
		pass:  pass,
		locks: pass.ResultOf[lockset.Analyzer].(*lockset.Locks),
		decls: make(map[*types.Func]*ast.FuncDecl),
	}
	for _, file := range pass.Files {
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				if obj, ok := pass.TypesInfo.Defs[fn.Name].(*types.Func); ok {
					c.decls[obj] = fn
				}
			}
		}
	}
	for _, file := range pass.Files {
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				c.function(fn)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ExprStmt:
				dropped(pass, n)
			case *ast.GoStmt:
				goroutineError(c, n)
			}
			return true
		})
	}
	unwaited(c)
	return nil, nil
}

// dropped reports a statement whose value is a future.
func dropped(pass *analysis.Pass, stmt *ast.ExprStmt) {
	call, ok := ast.Unparen(stmt.X).(*ast.CallExpr)
	if !ok || !hasFuture(pass.TypesInfo.TypeOf(call)) {
		return
	}
	name := "the call"
	if fn, ok := typeutil.Callee(pass.TypesInfo, call).(*types.Func); ok {
		name = fn.Name()
	}
	pass.Report(analysis.Diagnostic{
		Pos:      call.Pos(),
		End:      call.End(),
		Category: "lostfuture",
		Message:  fmt.Sprintf("the future that %s returns is dropped: nobody sees its result or error", name),
	})
}

// hasFuture reports whether t is a pointer to aio.Future, or a tuple with one.
func hasFuture(t types.Type) bool {
	switch t := t.(type) {
	case *types.Tuple:
		for v := range t.Variables() {
			if hasFuture(v.Type()) {
				return true
			}
		}
	case *types.Pointer:
		named, ok := types.Unalias(t.Elem()).(*types.Named)
		return ok && named.Obj().Name() == "Future" && named.Obj().Pkg() != nil && color.IsRuntime(named.Obj().Pkg().Path())
	}
	return false
}
