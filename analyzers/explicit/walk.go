package explicit

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// waits are the kinds that must be marked: those that wait for someone else.
const waits = catalog.Set(1<<catalog.Net | 1<<catalog.DB | 1<<catalog.Process | 1<<catalog.Chan |
	1<<catalog.Select | 1<<catalog.Wait | 1<<catalog.Sleep)

// starters are the functions of others that run the function that they are
// given in a goroutine.
var starters = map[string]bool{
	"sync.(*WaitGroup).Go":                      true,
	"golang.org/x/sync/errgroup.(*Group).Go":    true,
	"golang.org/x/sync/errgroup.(*Group).TryGo": true,
	"time.AfterFunc":                            true,
}

type checker struct {
	pass   *analysis.Pass
	yields *yieldpoint.Result
	finder *hops.Finder
	ops    map[ast.Node]yieldpoint.Op
}

func newChecker(pass *analysis.Pass, yields *yieldpoint.Result, finder *hops.Finder) *checker {
	c := &checker{pass: pass, yields: yields, finder: finder, ops: make(map[ast.Node]yieldpoint.Op)}
	for _, op := range yields.Ops() {
		if !op.Free {
			c.ops[op.Node] = op
		}
	}
	return c
}

// walk checks all code below a node, literals included: some function of the
// package runs it.
func (c *checker) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			c.report(n, nil, "a plain goroutine in an explicit package: start a task, by aio.Go, aio.Spawn or a Group")
			return false
		case *ast.CallExpr:
			return c.call(n)
		case *ast.RangeStmt:
			c.operation(n)
			c.yield(n.X, c.yields.Range(n).Yields, waits)
		case *ast.SelectStmt:
			c.operation(n)
			c.clauses(n)
			return false
		case *ast.SendStmt, *ast.UnaryExpr:
			c.operation(n)
		}
		return true
	})
}

// clauses checks what a select evaluates and runs. The communication of a clause
// is no operation of its own.
func (c *checker) clauses(n *ast.SelectStmt) {
	for _, clause := range n.Body.List {
		for _, stmt := range clause.(*ast.CommClause).Body {
			c.walk(stmt)
		}
	}
}

func (c *checker) operation(n ast.Node) {
	if op, ok := c.ops[n]; ok && op.Hard && waits.Has(op.Kind) {
		c.unmarked(n, op.Kind, []yieldpoint.Hop{{Pos: hops.At(c.pass.Fset, n.Pos()), What: op.What}})
	}
}

// call checks a call and reports whether to look at its parts in the usual way.
func (c *checker) call(call *ast.CallExpr) bool {
	name, runtime := color.Runtime(c.pass.TypesInfo, call)
	switch {
	case runtime && (strings.HasPrefix(name, "Call") || strings.Contains(name, "Offload")):
		// The loop is released while the literal runs; the rest is as usual.
		for _, arg := range call.Args {
			if lit, ok := ast.Unparen(arg).(*ast.FuncLit); !ok || color.Func(c.pass.TypesInfo, lit) {
				c.walk(arg)
			}
		}
		return false
	case runtime || color.Marked(c.pass.TypesInfo, call):
		return true
	}
	fn, ok := typeutil.Callee(c.pass.TypesInfo, call).(*types.Func)
	if ok && starters[catalog.FuncName(fn)] {
		c.report(call, nil, fmt.Sprintf("%s starts a plain goroutine in an explicit package: start a task, by aio.Go, aio.Spawn or a Group", yieldpoint.ShortName(catalog.FuncName(fn))))
		return false
	}
	c.yield(call, c.yields.Call(call).Yields, waits&^c.literals(call))
	return true
}

// literals returns the kinds that the literals of a call bring: these are
// looked at by themselves.
func (c *checker) literals(call *ast.CallExpr) catalog.Set {
	var set catalog.Set
	for _, e := range append([]ast.Expr{call.Fun}, call.Args...) {
		if lit, ok := ast.Unparen(e).(*ast.FuncLit); ok {
			set |= c.yields.Lit(lit).Kinds(true)
		}
	}
	return set
}

// yield reports what a call certainly waits for, at the place where it leaves the
// package.
func (c *checker) yield(n ast.Expr, yields []yieldpoint.Witness, in catalog.Set) {
	for _, w := range yields {
		if chain := c.finder.Chain(w); w.Hard && in.Has(w.Kind) && facade(chain) {
			c.report(n, chain, fmt.Sprintf("an explicit package calls %s, which enters the loop for callers without a Context: take one, and call the explicit function behind it",
				yieldpoint.ShortName(chain[0].What)))
			return
		}
	}
	w := hops.Worst(yields, in)
	if w == nil {
		return
	}
	chain := c.finder.Chain(*w)
	for _, h := range chain {
		if strings.HasPrefix(h.Callee, c.pass.Pkg.Path()+".") {
			return // reported in there
		}
	}
	c.unmarked(n, w.Kind, chain)
}

// facade reports whether the first function of the chain itself enters the
// loop.
func facade(chain []yieldpoint.Hop) bool {
	if len(chain) != 2 {
		return false
	}
	path, name, _ := strings.Cut(chain[1].What, "aio.")
	return (name == "Enter" || name == "Run") && (path == "" || strings.HasSuffix(path, "/"))
}

func (c *checker) unmarked(n ast.Node, kind catalog.Kind, chain []yieldpoint.Hop) {
	hint := ""
	if len(chain) == 1 {
		if e, ok := catalog.LookupName(chain[0].What); ok && e.Replacement != "" {
			hint = "; use " + e.Replacement
		}
	}
	c.report(n, chain, fmt.Sprintf("an unmarked yield point in an explicit package (%s): %s%s", kind, hops.Text(chain), hint))
}

func (c *checker) report(n ast.Node, chain []yieldpoint.Hop, message string) {
	d := analysis.Diagnostic{Pos: n.Pos(), End: n.End(), Category: "explicit", Message: message}
	if chain != nil {
		d.Related = c.finder.Related(n, chain)
	}
	c.pass.Report(d)
}
