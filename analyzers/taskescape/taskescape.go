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
	c := &checker{pass: pass, info: pass.TypesInfo, seen: make(map[token.Pos]bool)}
	for _, file := range pass.Files {
		ast.Inspect(file, c.node)
	}
	return nil, nil
}

type checker struct {
	pass *analysis.Pass
	info *types.Info
	seen map[token.Pos]bool // what was reported: goroutines may be nested
}

func (c *checker) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		c.assignment(n)
	case *ast.CompositeLit:
		c.literal(n)
	case *ast.SendStmt:
		if ch, ok := c.info.TypeOf(n.Chan).Underlying().(*types.Chan); ok && color.IsContext(ch.Elem()) {
			c.report(n.Value, "is sent on a channel")
		}
	case *ast.GoStmt:
		c.started(n)
	case *ast.CallExpr:
		c.appended(n)
		c.startedBy(n)
	}
	return true
}

func isNil(info *types.Info, e ast.Expr) bool { return info.Types[e].IsNil() }

func (c *checker) report(e ast.Expr, how string) {
	c.say(e, types.ExprString(e)+", an aio.Context, "+how+": it belongs to the task that it was given to")
}

// reportHolder reports a value that has a Context in it.
func (c *checker) reportHolder(e ast.Expr, how string) {
	c.say(e, types.ExprString(e)+", which holds an aio.Context, "+how+": it belongs to the task that it was given to")
}

func (c *checker) say(e ast.Expr, message string) {
	if c.seen[e.Pos()] {
		return
	}
	c.seen[e.Pos()] = true
	c.pass.Report(analysis.Diagnostic{Pos: e.Pos(), End: e.End(), Category: "taskescape", Message: message})
}
