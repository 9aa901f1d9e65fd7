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
		{Code: "once-short", Text: "The function of the Once reaches no yield point that is marked: nobody waits for long."},
		{Code: "once-escapes", Text: "The Once is handed on, copied, embedded or exported, so that not all of its uses are known; keep it in one variable or unexported field."},
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
		case !yields(pass, s.Func.File, uses.Calls["Do"], call):
			pass.NotApplicable(call, "once-short", "")
		case !ok:
			pass.Refuse(call, "once-escapes", "")
		default:
			propose(pass, uses)
		}
	}
}

// yields reports whether one of the functions that the Once may run waits.
func yields(pass *rule.Pass, f *program.File, calls []*ast.CallExpr, call *ast.CallExpr) bool {
	if len(calls) == 0 {
		calls = []*ast.CallExpr{call}
	}
	for _, c := range calls {
		facts := pass.Facts.Yields(pass.Program.FileAt(c.Pos()).Pkg)
		if facts == nil || len(c.Args) != 1 {
			continue
		}
		var kinds catalog.Set
		switch fn := ast.Unparen(c.Args[0]).(type) {
		case *ast.FuncLit:
			kinds = facts.Lit(fn).Kinds(true)
		case *ast.Ident:
			if obj, ok := f.Info().ObjectOf(fn).(*types.Func); ok {
				kinds = facts.Func(obj).Kinds(true)
			}
		case *ast.SelectorExpr:
			if obj, ok := f.Info().ObjectOf(fn.Sel).(*types.Func); ok {
				kinds = facts.Func(obj).Kinds(true)
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
		if lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit); ok {
			pr.Frames = append(pr.Frames, lit)
		}
	}
	pr.Apply = func(ed *rule.Editor) {
		ed.ReplaceNode(uses.Type, ed.Aio(uses.Type, "Once"))
		for _, call := range uses.Calls["Do"] {
			ed.InsertArg(call, ed.Co(call))
		}
	}
	pass.Propose(pr)
}
