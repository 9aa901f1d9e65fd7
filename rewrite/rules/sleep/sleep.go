package sleep

import (
	_ "embed"
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule marks time.Sleep.
var Rule = &rule.Rule{
	Name: "sleep",
	Doc:  rule.Doc(doc),
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Sleep) {
		call := s.Node.(*ast.CallExpr)
		pass.Propose(&rule.Proposal{
			Spots: []*rule.Spot{s},
			Marks: []ast.Node{call},
			Apply: func(ed *rule.Editor) {
				ed.ReplaceNode(call.Fun, ed.Aio(call, "Sleep"))
				ed.InsertArg(call, ed.Co(call))
			},
		})
	}
}
