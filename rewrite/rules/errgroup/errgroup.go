package errgroup

import (
	_ "embed"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Path is the import path of the package that the rule rewrites.
const Path = "golang.org/x/sync/errgroup"

// Rule turns errgroups into groups of tasks.
var Rule = &rule.Rule{
	Name: "errgroup",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "errgroup-escapes", Text: "The group is handed on, stored or used otherwise than by Go, TryGo, SetLimit and Wait, so that not all of its uses are known.", Next: "Keep the group in one variable and call its methods only."},
		{Code: "errgroup-function", Text: "A function given to Go is a method of something that might be another when it is called, or a literal with a comment in its head.", Next: "Use a function literal, and move the comment."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	seen := map[types.Object]bool{}
	var refused []*group
	for _, s := range pass.Open(site.ErrGroup) {
		sel, ok := ast.Unparen(s.Node.(*ast.CallExpr).Fun).(*ast.SelectorExpr)
		if !ok {
			continue
		}
		id, ok := ast.Unparen(sel.X).(*ast.Ident)
		if !ok {
			pass.Refuse(s.Node, "errgroup-escapes", "")
			continue
		}
		obj := s.Func.File.Info().ObjectOf(id)
		if seen[obj] {
			continue
		}
		seen[obj] = true
		g := &group{pass: pass, obj: obj, file: s.Func.File}
		if code := g.collect(); code != "" {
			g.refuse(code)
			g.handedOn = code == "errgroup-escapes"
			refused = append(refused, g)
			continue
		}
		pass.Propose(g.proposal())
	}
	if pass.Level != "lift" {
		markLimited(pass, refused)
	}
}

// group is everything that concerns one errgroup variable.
type group struct {
	pass *rule.Pass
	obj  types.Object
	file *program.File

	typ    ast.Expr      // var g errgroup.Group
	create *ast.CallExpr // errgroup.WithContext(ctx)
	ctx    *types.Var    // its second result
	gos    []*ast.CallExpr
	waits  []*ast.CallExpr

	handedOn bool // not all uses are known
}

func (g *group) refuse(code string) {
	for _, id := range g.pass.Program.Uses(g.obj) {
		if call, _ := rule.MethodCall(g.pass.Program, id); call != nil {
			g.pass.Refuse(call, code, "")
		}
	}
}
