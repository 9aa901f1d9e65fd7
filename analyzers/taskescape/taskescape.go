package taskescape

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/suppress"
)

//go:embed doc.go
var doc string

// Analyzer finds an aio.Context that leaves its task.
var Analyzer = &analysis.Analyzer{
	Name: "taskescape",
	Doc:  ruledoc.Must(doc, "taskescape"),
	URL:  "https://github.com/asyncport/asyncport/blob/main/docs/rules/taskescape.md",
	Run:  suppress.Run(run),
}

func run(pass *analysis.Pass) (any, error) {
	path := pass.Pkg.Path()
	if color.IsRuntime(path) || strings.Contains(path, "/aio/") {
		return nil, nil // the runtime keeps what it hands out
	}
	c := &checker{pass: pass, info: pass.TypesInfo}
	for _, file := range pass.Files {
		ast.Inspect(file, c.node)
	}
	return nil, nil
}

type checker struct {
	pass *analysis.Pass
	info *types.Info
}

func (c *checker) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if len(n.Lhs) == len(n.Rhs) {
			for i, lhs := range n.Lhs {
				c.assign(lhs, n.Rhs[i])
			}
		}
	case *ast.CompositeLit:
		c.literal(n)
	case *ast.SendStmt:
		if ch, ok := c.info.TypeOf(n.Chan).Underlying().(*types.Chan); ok && color.IsContext(ch.Elem()) {
			c.report(n.Value, "is sent on a channel")
		}
	case *ast.GoStmt:
		c.started(n)
	}
	return true
}

// assign reports an assignment that outlives the function.
func (c *checker) assign(lhs, rhs ast.Expr) {
	lhs = ast.Unparen(lhs)
	if !color.IsContext(c.info.TypeOf(lhs)) || isNil(c.info, rhs) {
		return
	}
	switch lhs := lhs.(type) {
	case *ast.SelectorExpr:
		if v, ok := c.info.Uses[lhs.Sel].(*types.Var); ok && v.IsField() {
			c.report(rhs, "is stored in a field")
		} else {
			c.report(rhs, "is stored in a package variable")
		}
	case *ast.IndexExpr:
		c.report(rhs, "is stored in an element")
	case *ast.Ident:
		if v, ok := c.info.Uses[lhs].(*types.Var); ok && v.Parent() == c.pass.Pkg.Scope() {
			c.report(rhs, "is stored in a package variable")
		}
	}
}

// literal reports a Context in a composite literal.
func (c *checker) literal(n *ast.CompositeLit) {
	t := c.info.TypeOf(n)
	if t == nil {
		return
	}
	st, isStruct := t.Underlying().(*types.Struct)
	for i, e := range n.Elts {
		var field types.Type
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
			if id, ok := kv.Key.(*ast.Ident); ok && isStruct {
				field = c.info.TypeOf(id)
			}
		} else if isStruct && i < st.NumFields() {
			field = st.Field(i).Type()
		}
		switch {
		case isStruct && color.IsContext(field) && !isNil(c.info, e):
			c.report(e, "is stored in a field")
		case !isStruct && holdsContexts(t):
			c.report(e, "is stored in an element")
		}
	}
}

func holdsContexts(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return color.IsContext(t.Elem())
	case *types.Array:
		return color.IsContext(t.Elem())
	case *types.Map:
		return color.IsContext(t.Elem())
	}
	return false
}

// started reports a Context of the surrounding function that a goroutine is
// given or takes.
func (c *checker) started(stmt *ast.GoStmt) {
	if color.Marked(c.info, stmt.Call) {
		c.report(stmt.Call.Args[0], "is handed to a goroutine started by go")
	}
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok {
		return
	}
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !color.Marked(c.info, call) || len(call.Args) == 0 {
			return true
		}
		id, ok := ast.Unparen(call.Args[0]).(*ast.Ident)
		if !ok {
			return true
		}
		if v, ok := c.info.Uses[id].(*types.Var); ok && color.IsContext(v.Type()) && !within(lit, v.Pos()) {
			c.report(id, "is used by a goroutine started by go")
			return false
		}
		return true
	})
}

func within(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

func isNil(info *types.Info, e ast.Expr) bool { return info.Types[e].IsNil() }

func (c *checker) report(e ast.Expr, how string) {
	c.pass.Report(analysis.Diagnostic{
		Pos:      e.Pos(),
		End:      e.End(),
		Category: "taskescape",
		Message:  types.ExprString(e) + ", an aio.Context, " + how + ": it belongs to the task that it was given to",
	})
}
