package blockingcall

import (
	_ "embed"
	"fmt"
	"go/ast"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/suppress"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

//go:embed doc.go
var doc string

// Analyzer finds explicit code that blocks without a mark.
var Analyzer = &analysis.Analyzer{
	Name:     "blockingcall",
	Doc:      ruledoc.Must(doc, "blockingcall"),
	URL:      "https://github.com/asyncport/asyncport/blob/main/docs/rules/blockingcall.md",
	Run:      suppress.Run(run),
	Requires: []*analysis.Analyzer{yieldpoint.Analyzer},
}

// unmarked are the kinds that a task must mark.
const unmarked = catalog.Set(1<<catalog.Net | 1<<catalog.DB | 1<<catalog.Process | 1<<catalog.Chan |
	1<<catalog.Select | 1<<catalog.Wait | 1<<catalog.Sleep)

type checker struct {
	pass   *analysis.Pass
	yields *yieldpoint.Result
	finder *hops.Finder
	ops    map[ast.Node]yieldpoint.Op
}

func run(pass *analysis.Pass) (any, error) {
	if color.IsRuntime(pass.Pkg.Path()) {
		return nil, nil // the runtime is what blocks
	}
	c := &checker{
		pass:   pass,
		yields: pass.ResultOf[yieldpoint.Analyzer].(*yieldpoint.Result),
		ops:    make(map[ast.Node]yieldpoint.Op),
	}
	c.finder = hops.NewFinder(pass, c.yields)
	for _, op := range c.yields.Ops() {
		if !op.Free {
			c.ops[op.Node] = op
		}
	}
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Body != nil && color.Func(pass.TypesInfo, n) {
					c.body(n.Body)
				}
			case *ast.FuncLit:
				if color.Func(pass.TypesInfo, n) {
					c.body(n.Body)
				}
			}
			return true
		})
	}
	return nil, nil
}

// body checks what runs as part of a task.
func (c *checker) body(block *ast.BlockStmt) {
	ast.Inspect(block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // entered by call, if it runs in place
		case *ast.GoStmt:
			return false
		case *ast.CallExpr:
			c.call(n)
		case *ast.RangeStmt:
			c.rangeFunc(n)
			c.operation(n)
		case *ast.SendStmt, *ast.UnaryExpr, *ast.SelectStmt:
			c.operation(n)
		}
		return true
	})
}

func (c *checker) operation(n ast.Node) {
	if op, ok := c.ops[n]; ok && op.Hard && unmarked.Has(op.Kind) {
		c.report(n, op.Kind, []yieldpoint.Hop{{Pos: hops.At(c.pass.Fset, n.Pos()), What: op.What}})
	}
}

// rangeFunc checks the function that a loop ranges over; the loop's body is a
// part of the task like any other code.
func (c *checker) rangeFunc(loop *ast.RangeStmt) {
	if w := hops.Worst(c.yields.Range(loop).Yields, unmarked); w != nil {
		c.report(loop.X, w.Kind, c.finder.Chain(*w))
	}
}

// call checks a call and the literals that it runs in place.
func (c *checker) call(call *ast.CallExpr) {
	info := c.pass.TypesInfo
	if color.Marked(info, call) {
		c.marked(call)
		return
	}
	effect := c.yields.Call(call)
	inside := c.inPlace(call, effect)
	for _, w := range effect.Yields {
		if chain := c.finder.Chain(w); w.Hard && entersBelow(chain) {
			c.facade(call, chain)
			return
		}
	}
	if w := hops.Worst(effect.Yields, unmarked&^inside); w != nil {
		c.report(call, w.Kind, c.finder.Chain(*w))
	}
}

// inPlace checks the literals that a call runs in place and returns the kinds
// that they bring. That a literal runs in place is seen from the call's yields:
// those of a literal that is started or kept are not among them.
func (c *checker) inPlace(call *ast.CallExpr, effect yieldpoint.Effect) catalog.Set {
	var inside catalog.Set
	for _, e := range append([]ast.Expr{call.Fun}, call.Args...) {
		lit, ok := ast.Unparen(e).(*ast.FuncLit)
		if !ok || color.Func(c.pass.TypesInfo, lit) {
			continue
		}
		kinds := c.yields.Lit(lit).Kinds(true) & unmarked
		if kinds != 0 && effect.Kinds(false)&kinds == kinds {
			inside |= kinds
			c.body(lit.Body)
		}
	}
	return inside
}

// marked checks the plain literals given to a mark. Call and the Offloads release the loop
// while theirs runs; other marks run them, if at all, as part of the task.
func (c *checker) marked(call *ast.CallExpr) {
	name, ok := color.Runtime(c.pass.TypesInfo, call)
	if !ok || strings.HasPrefix(name, "Call") || strings.Contains(name, "Offload") {
		return
	}
	for _, arg := range call.Args {
		if lit, ok := ast.Unparen(arg).(*ast.FuncLit); ok && !color.Func(c.pass.TypesInfo, lit) {
			c.body(lit.Body)
		}
	}
}

// entersBelow reports whether the first function of the chain itself enters the
// loop.
func entersBelow(chain []yieldpoint.Hop) bool {
	if len(chain) != 2 {
		return false
	}
	path, name, _ := strings.Cut(chain[1].What, "aio.")
	return (name == "Enter" || name == "Run") && (path == "" || strings.HasSuffix(path, "/"))
}

func (c *checker) facade(call *ast.CallExpr, chain []yieldpoint.Hop) {
	c.pass.Report(analysis.Diagnostic{
		Pos:      call.Pos(),
		End:      call.End(),
		Category: "blockingcall",
		Message:  fmt.Sprintf("a task calls %s, which enters the loop for callers without a Context: call the explicit function behind it", chain[0].What),
		Related:  c.finder.Related(call, chain),
	})
}

func (c *checker) report(n ast.Node, kind catalog.Kind, chain []yieldpoint.Hop) {
	hint := ""
	if len(chain) == 1 {
		if e, ok := catalog.LookupName(chain[0].What); ok && e.Replacement != "" {
			hint = "; use " + e.Replacement
		}
	}
	c.pass.Report(analysis.Diagnostic{
		Pos:      n.Pos(),
		End:      n.End(),
		Category: "blockingcall",
		Message:  fmt.Sprintf("a task blocks without a mark (%s): %s%s", kind, hops.Text(chain), hint),
		Related:  c.finder.Related(n, chain),
	})
}
