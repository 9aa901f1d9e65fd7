package once

import (
	_ "embed"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule turns a Once whose function waits into an aio.Once.
var Rule = &rule.Rule{
	Name: "once",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "once-short", Text: "The function of the Once reaches no yield point that is marked.", Next: "Nothing: nobody waits for long."},
		{Code: "once-escapes", Text: "The Once is handed on, copied, embedded or exported, so that not all of its uses are known.", Next: "Keep it in one variable or unexported field."},
		{Code: "once-partial", Text: "One of the calls cannot change: it runs while packages are initialised, or stands in a file that is not edited.", Next: "Call it after main has started only, and from code that may be edited."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Once) {
		if pass.Claimed[s.Node] {
			continue // with an earlier call on the same variable
		}
		call := s.Node.(*ast.CallExpr)
		v := rule.Receiver(s.Func.File, call)
		if v == nil {
			pass.Refuse(call, "once-escapes", "")
			continue
		}
		uses, ok := rule.Locate(pass.Program, v, "sync", "Once")
		ok = ok && !uses.OtherThan("Do")
		switch {
		case !yields(pass, uses.Calls["Do"], call):
			pass.NotApplicable(call, "once-short", "")
		case !ok:
			pass.Refuse(call, "once-escapes", "")
		case pass.Program.UsedElsewhere(v) || !pass.AllOpen(uses.Calls["Do"]...):
			pass.Refuse(call, "once-partial", "")
		default:
			propose(pass, uses)
		}
	}
}

// yields reports whether one of the functions that the Once may run waits.
func yields(pass *rule.Pass, calls []*ast.CallExpr, call *ast.CallExpr) bool {
	if len(calls) == 0 {
		calls = []*ast.CallExpr{call}
	}
	for _, c := range calls {
		facts := pass.Facts.Yields(pass.Program.FileAt(c.Pos()).Pkg)
		if facts == nil || len(c.Args) != 1 {
			continue
		}
		if pass.Onces[c] {
			return true
		}
		var kinds catalog.Set
		switch fn := ast.Unparen(c.Args[0]).(type) {
		case *ast.FuncLit:
			kinds = facts.Lit(fn).Kinds(true)
		default:
			if id := named(fn); id != nil {
				if obj, ok := pass.Program.FileAt(c.Pos()).Info().ObjectOf(id).(*types.Func); ok {
					kinds = facts.Func(obj).Kinds(true)
				}
			}
		}
		if kinds.Intersects(catalog.Marked) {
			return true
		}
	}
	return false
}

func propose(pass *rule.Pass, uses *rule.Uses) {
	pr := &rule.Proposal{}
	for _, call := range uses.Calls["Do"] {
		if s := pass.Spot(call); s != nil {
			pr.Spots = append(pr.Spots, s)
		}
		pr.Marks = append(pr.Marks, call)
		arg := ast.Unparen(call.Args[0])
		if lit, ok := arg.(*ast.FuncLit); ok {
			pr.Frames = append(pr.Frames, lit)
		} else if id := named(arg); id != nil && function(pass.Program, id) != nil {
			pr.Values = append(pr.Values, id)
		}
	}
	pr.Apply = func(ed *rule.Editor) {
		for _, typ := range append(uses.News[:len(uses.News):len(uses.News)], uses.Type) {
			ed.ReplaceNode(typ, ed.Aio(typ, "Once"))
		}
		for _, call := range uses.Calls["Do"] {
			ed.InsertArg(call, ed.Co(call))
			handOver(ed, call)
		}
	}
	pass.Propose(pr)
}

// handOver puts the named function that a call hands over into a literal, if it
// takes a task.
func handOver(ed *rule.Editor, call *ast.CallExpr) {
	arg := ast.Unparen(call.Args[0])
	id := named(arg)
	if id == nil {
		return
	}
	fn := function(ed.Program, id)
	if fn == nil || !ed.Takes(fn) {
		return
	}
	if name := ed.Explicit(fn); name != id.Name {
		ed.ReplaceNode(id, name)
	}
	ed.Wrap(call.Args[0], "func() { ", "("+ed.Co(call)+") }")
}

// named returns the identifier of a function that an expression names without
// evaluating anything that could have an effect, or nil.
func named(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		for x := e.X; ; {
			switch inner := ast.Unparen(x).(type) {
			case *ast.Ident:
				return e.Sel
			case *ast.SelectorExpr:
				x = inner.X
			default:
				return nil
			}
		}
	}
	return nil
}

// function returns the module's function that an identifier names, or nil.
func function(p *program.Program, id *ast.Ident) *program.Func {
	obj, _ := p.FileAt(id.Pos()).Info().ObjectOf(id).(*types.Func)
	return p.Func(obj)
}
