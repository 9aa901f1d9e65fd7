package stuck

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/suppress"
)

//go:embed doc.go
var doc string

// Analyzer finds goroutines that can never finish.
var Analyzer = &analysis.Analyzer{
	Name:     "stuck",
	Doc:      ruledoc.Must(doc, "stuck"),
	URL:      "https://github.com/asyncport/asyncport/blob/main/docs/rules/stuck.md",
	Run:      suppress.Run(run),
	Requires: []*analysis.Analyzer{ctrlflow.Analyzer},
}

// finder holds what the checks of one file share.
type finder struct {
	pass   *analysis.Pass
	cfgs   *ctrlflow.CFGs
	parent map[ast.Node]ast.Node
	// reported are the operations that a finding stands at.
	reported map[token.Pos]bool
}

func run(pass *analysis.Pass) (any, error) {
	if catalog.Std(pass.Pkg.Path()) {
		return nil, nil
	}
	f := &finder{pass: pass, cfgs: pass.ResultOf[ctrlflow.Analyzer].(*ctrlflow.CFGs), reported: make(map[token.Pos]bool)}
	for _, file := range pass.Files {
		f.parent = parents(file)
		for _, ch := range f.channels(file) {
			f.check(ch)
		}
	}
	explored(pass, f.reported)
	return nil, nil
}

func parents(file *ast.File) map[ast.Node]ast.Node {
	parent := make(map[ast.Node]ast.Node)
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if len(stack) > 0 {
			parent[n] = stack[len(stack)-1]
		}
		stack = append(stack, n)
		return true
	})
	return parent
}

// inspect calls visit for every node with the function around it.
func (f *finder) inspect(file *ast.File, visit func(n, body ast.Node)) {
	ast.Inspect(file, func(n ast.Node) bool {
		if n != nil {
			visit(n, f.body(n))
		}
		return true
	})
}

// body returns the function around n, n excluded, or nil.
func (f *finder) body(n ast.Node) ast.Node {
	for n = f.parent[n]; n != nil; n = f.parent[n] {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return n
		}
	}
	return nil
}

// goroutine returns the go statement that runs a literal, or nil.
func (f *finder) goroutine(body ast.Node) *ast.GoStmt {
	lit, ok := body.(*ast.FuncLit)
	if !ok {
		return nil
	}
	call, ok := f.parent[lit].(*ast.CallExpr)
	if !ok || call.Fun != ast.Expr(lit) {
		return nil
	}
	stmt, _ := f.parent[call].(*ast.GoStmt)
	return stmt
}

// check looks at a channel of which one goroutine does the one side and the
// function that made it does the other.
func (f *finder) check(ch *channel) {
	if f.isMain(ch.body) || f.graph(ch.body) == nil {
		return // when main returns, everything ends; what never returns leaves nothing behind
	}
	var theirs *op
	var start *ast.GoStmt
	var ours []op
	for i, o := range ch.ops {
		if o.body == ch.body {
			ours = append(ours, o)
			continue
		}
		stmt := f.goroutine(o.body)
		if stmt == nil || f.body(stmt) != ch.body || start != nil && stmt != start {
			return // someone else takes part
		}
		start = stmt
		if o.kind == closes {
			continue // closing never waits
		}
		if theirs != nil {
			return // more than one operation
		}
		theirs = &ch.ops[i]
	}
	if theirs == nil || theirs.clause != nil {
		return // a select has another way out
	}
	switch theirs.kind {
	case send:
		if !ch.buffered {
			f.skipped(ch, theirs, start, ours, receive, ranges)
		}
	case receive:
		f.skipped(ch, theirs, start, ours, send, closes)
	case ranges:
		if leaves(theirs.node.(*ast.RangeStmt).Body) {
			return
		}
		if len(ours) > 0 && !has(ours, closes) {
			f.unclosed(ch, theirs, start)
			return
		}
		f.skipped(ch, theirs, start, ours, closes, closes)
	}
}

func has(ops []op, kind opKind) bool {
	for _, o := range ops {
		if o.kind == kind {
			return true
		}
	}
	return false
}

// isMain reports whether body is the main function of a program.
func (f *finder) isMain(body ast.Node) bool {
	decl, ok := body.(*ast.FuncDecl)
	return ok && decl.Recv == nil && decl.Name.Name == "main" && f.pass.Pkg.Name() == "main"
}

// skipped reports the goroutine's operation if the function can return without
// its counterpart, which is of kind a or b; all of the function's operations must
// be of these kinds, or sends to a range.
func (f *finder) skipped(ch *channel, theirs *op, start *ast.GoStmt, ours []op, a, b opKind) {
	p := &paths{graph: f.graph(ch.body), end: ch.body.End() - 1, stops: make(map[ast.Node]bool), through: make(map[ast.Stmt]bool)}
	var counterparts []op
	for _, o := range ours {
		if o.kind != a && o.kind != b {
			if theirs.kind == ranges && o.kind == send {
				continue
			}
			return
		}
		if _, ok := f.parent[o.node].(*ast.DeferStmt); ok && o.node.Pos() < start.Pos() {
			return // done whenever the function returns
		}
		counterparts = append(counterparts, o)
		if o.clause != nil {
			p.stops[o.clause] = true
		} else {
			p.stops[o.node] = true
		}
		for n := f.parent[o.node]; n != ch.body; n = f.parent[n] {
			if loop, ok := n.(ast.Stmt); ok && isLoop(n) && !contains(n, start) {
				p.through[loop] = true
			}
		}
	}
	if len(counterparts) == 0 || contains(counterparts[0].node, start) {
		return
	}
	leave, ok := f.byOtherCase(p, counterparts, start)
	if !ok {
		leave, ok = f.byEarlyReturn(p, counterparts, start)
	}
	if !ok && theirs.kind == send && f.repeats(theirs.node, theirs.body) {
		leave, ok = f.insideRange(p, counterparts)
	}
	if ok {
		f.report(ch, theirs, start, leave, counterparts[0])
	}
}

func isLoop(n ast.Node) bool {
	switch n.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return true
	}
	return false
}

func contains(outer, inner ast.Node) bool {
	return outer.Pos() <= inner.Pos() && inner.End() <= outer.End()
}

func (f *finder) report(ch *channel, theirs *op, start *ast.GoStmt, leave token.Pos, other op) {
	f.reported[theirs.node.Pos()] = true
	if loop, ok := theirs.node.(*ast.RangeStmt); ok {
		f.reported[loop.X.Pos()] = true
	}
	f.pass.Report(analysis.Diagnostic{
		Pos:      theirs.node.Pos(),
		End:      theirs.node.End(),
		Category: "stuck",
		Message: fmt.Sprintf("goroutine may wait for ever in this %s: the function that started it can return without its %s of %s",
			theirs.kind, other.kind, ch.v.Name()),
		Related: []analysis.RelatedInformation{
			{Pos: leave, Message: "returns here without it"},
			{Pos: other.node.Pos(), Message: fmt.Sprintf("the %s that is skipped", other.kind)},
			{Pos: start.Pos(), Message: "the goroutine is started here"},
			{Pos: ch.made.Pos(), Message: ch.v.Name() + " is made here and not passed on"},
		},
	})
}

// unclosed reports a range over a channel that nobody closes.
func (f *finder) unclosed(ch *channel, theirs *op, start *ast.GoStmt) {
	p := &paths{graph: f.graph(ch.body), end: ch.body.End() - 1}
	b := p.block(start)
	if b == nil {
		return
	}
	exits := p.from(b, start)
	if len(exits) == 0 {
		return
	}
	loop := theirs.node.(*ast.RangeStmt)
	f.reported[loop.X.Pos()] = true
	f.pass.Report(analysis.Diagnostic{
		Pos:      loop.Pos(),
		End:      loop.Body.Pos(),
		Category: "stuck",
		Message:  fmt.Sprintf("goroutine waits for ever in this range: nobody closes %s", ch.v.Name()),
		Related: []analysis.RelatedInformation{
			{Pos: exits[0].pos, Message: "the function that started it returns here"},
			{Pos: start.Pos(), Message: "the goroutine is started here"},
			{Pos: ch.made.Pos(), Message: ch.v.Name() + " is made here and not passed on"},
		},
	})
}
