package waitgroup

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule turns WaitGroups into groups of tasks.
var Rule = &rule.Rule{
	Name: "waitgroup",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "waitgroup-escapes", Text: "The WaitGroup is handed to an exported function, a method, a literal or another module, copied, embedded or exported, or used in code that must not be changed, so that not all of its uses can change.", Next: "Keep it in one variable or unexported field, and hand pointers to it to unexported functions at most."},
		{Code: "waitgroup-unpaired", Text: "An Add, a Done and a go statement could not be matched.", Next: "Put Add(1) right before the go statement and defer Done in its function."},
		{Code: "waitgroup-add-inside", Text: "Add is called inside the goroutine that it counts, so that Wait may return too early.", Next: "Call it before the go statement."},
		{Code: "waitgroup-early-done", Text: "Done is the goroutine's last statement, but a return or a recovered panic may skip it.", Next: "Defer it."},
		{Code: rule.ReturnsValue, Text: "The goroutine's function literal has results, which the go statement drops.", Next: "Remove them."},
		{Code: rule.ArgumentBinding, Text: "An argument of the go statement cannot be evaluated early without a new name.", Next: "Bind it to a variable first."},
		{Code: rule.CommentInHead, Text: "A comment stands inside the head of the goroutine's function literal.", Next: "Move it."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	seen := map[token.Pos]bool{}
	for _, v := range groups(pass) {
		if seen[v.Pos()] {
			continue
		}
		var set []*group
		for _, v := range declaredWith(pass, v) {
			seen[v.Pos()] = true
			set = append(set, &group{pass: pass, obj: v})
		}
		code := collect(set)
		if code == "waitgroup-escapes" {
			if together := handed(pass, v); together != nil {
				for _, g := range together {
					seen[g.obj.Pos()] = true
				}
				set, code = together, ""
			}
		}
		if code != "" {
			for _, g := range set {
				g.refuse(code)
			}
			continue
		}
		pass.Propose(proposal(set))
	}
}

// collect looks at all uses of groups that are declared with one type: they
// are changed together or not at all.
func collect(set []*group) string {
	for _, g := range set {
		if code := g.collect(); code != "" {
			return code
		}
	}
	return ""
}

// declaredWith returns the variables or fields that v's declaration declares.
func declaredWith(pass *rule.Pass, v *types.Var) []*types.Var {
	p := pass.Program
	for _, id := range p.Uses(v) {
		if id.Pos() != v.Pos() {
			continue
		}
		var names []*ast.Ident
		switch n := p.Parent(id).(type) {
		case *ast.ValueSpec:
			names = n.Names
		case *ast.Field:
			names = n.Names
		}
		var list []*types.Var
		for _, name := range names {
			if other, ok := p.FileAt(id.Pos()).Info().Defs[name].(*types.Var); ok && name.Name != "_" {
				list = append(list, other)
			}
		}
		if len(list) > 0 {
			return list
		}
	}
	return []*types.Var{v}
}

// groups returns the variables and fields of type sync.WaitGroup that open
// spots use, in order of first use.
func groups(pass *rule.Pass) []*types.Var {
	var list []*types.Var
	seen := map[*types.Var]bool{}
	for _, s := range pass.Open(site.WaitGroup) {
		call := s.Node.(*ast.CallExpr)
		v := rule.Receiver(s.Func.File, call)
		if v == nil {
			pass.Refuse(call, "waitgroup-escapes", "")
			continue
		}
		known := false
		for other := range seen {
			known = known || program.Same(other, v)
		}
		if !known {
			seen[v] = true
			list = append(list, v)
		}
	}
	return list
}

// start is one goroutine that the group counts.
type start struct {
	*rule.Start
	fn    *program.Func // the function around the go statement
	adds  ast.Stmt      // the Add to be removed; nil when a loop's Add covers it
	dones []ast.Stmt
	task  bool // it reaches a yield point; otherwise it runs beside the loop
}

// group is everything that concerns one WaitGroup.
type group struct {
	pass   *rule.Pass
	obj    *types.Var
	typ    ast.Expr   // the type in its declaration
	news   []ast.Expr // the types of new ones in literals that set it without naming it
	waits  []*ast.CallExpr
	gos    []*ast.CallExpr // wg.Go(f)
	starts []*start
	drops  []ast.Stmt // statements to be removed beside those of the starts
	fns    map[ast.Node]*program.Func
}

// refuse gives the reason for every spot of the group.
func (g *group) refuse(code string) {
	for _, id := range g.pass.Program.Uses(g.obj) {
		call, name := rule.MethodCall(g.pass.Program, id)
		if call != nil && (name == "Wait" || name == "Go") {
			g.pass.Refuse(call, code, "")
		}
	}
	for _, s := range g.starts {
		g.pass.Refuse(s.Stmt, code, "")
	}
}
