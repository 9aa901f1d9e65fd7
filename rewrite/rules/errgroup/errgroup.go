package errgroup

import (
	_ "embed"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

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
		{Code: "errgroup-escapes", Text: "The group is handed on, stored or used otherwise than by Go, SetLimit and Wait, so that not all of its uses are known.", Next: "Keep the group in one variable and call its methods only."},
		{Code: "errgroup-cpu", Text: "None of the group's functions is proved to reach a yield point that is marked: what only an interface or a function value could bring is no proof. If they compute, they would lose their parallelism as tasks of a serial loop.", Next: "Nothing, if they compute; if they wait, let a static call show where."},
		{Code: "errgroup-function", Text: "A function given to Go is not a literal and might differ when it is called.", Next: "Use a function literal."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	seen := map[types.Object]bool{}
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
			continue
		}
		pass.Propose(g.proposal())
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
}

func (g *group) refuse(code string) {
	for _, id := range g.pass.Program.Uses(g.obj) {
		if call, _ := rule.MethodCall(g.pass.Program, id); call != nil {
			g.pass.Refuse(call, code, "")
		}
	}
}

// collect goes through every use of the group and returns a refusal reason
// when one is not understood.
func (g *group) collect() string {
	p := g.pass.Program
	for _, id := range p.Uses(g.obj) {
		if p.IsFrozen(id) {
			return "errgroup-escapes"
		}
		if id.Pos() == g.obj.Pos() {
			if !g.declares(id) {
				return "errgroup-escapes"
			}
			continue
		}
		call, method := rule.MethodCall(p, id)
		switch {
		case call == nil:
			return "errgroup-escapes"
		case method == "Go" && len(call.Args) == 1:
			if _, ok := p.Parent(call).(*ast.ExprStmt); !ok {
				return "errgroup-escapes"
			}
			lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit)
			if !ok && !rule.Settled(p, g.file, call.Args[0]) {
				return "errgroup-function"
			}
			if lit != nil && rule.HasComments(g.file, lit.Pos(), lit.Body.Lbrace) {
				return "errgroup-function"
			}
			g.gos = append(g.gos, call)
		case method == "Wait":
			g.waits = append(g.waits, call)
		case method == "SetLimit":
		default:
			return "errgroup-escapes"
		}
	}
	if g.typ == nil && g.create == nil || g.obj.Exported() && g.obj.Parent() == g.obj.Pkg().Scope() {
		return "errgroup-escapes"
	}
	for _, call := range append(g.gos[:len(g.gos):len(g.gos)], g.waits...) {
		if !g.pass.IsOpen(call) {
			return "errgroup-escapes"
		}
	}
	for _, call := range g.gos {
		if g.pass.YieldsValue(g.file, call.Args[0]) {
			return ""
		}
	}
	return "errgroup-cpu"
}

// declares finds the declaration: var g errgroup.Group, what a new group is
// made of, or g, ctx := errgroup.WithContext(ctx).
func (g *group) declares(id *ast.Ident) bool {
	switch n := g.pass.Program.Parent(id).(type) {
	case *ast.ValueSpec:
		if len(n.Names) == 1 && n.Type == nil && len(n.Values) == 1 {
			g.typ = rule.MadeType(n.Values[0])
			break
		}
		g.typ = n.Type
		return len(n.Names) == 1 && n.Type != nil && len(n.Values) == 0 && rule.IsNamed(g.obj.Type(), Path, "Group")
	case *ast.AssignStmt:
		switch {
		case len(n.Rhs) != 1:
		case len(n.Lhs) == 1:
			g.typ = rule.MadeType(n.Rhs[0])
		case len(n.Lhs) == 2:
			return g.derives(n)
		}
	}
	return g.typ != nil && rule.IsNamed(g.file.Info().TypeOf(g.typ), Path, "Group")
}

// derives finds the call of WithContext that makes the group, and its context.
func (g *group) derives(assign *ast.AssignStmt) bool {
	call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	fn, _ := typeutil.Callee(g.file.Info(), call).(*types.Func)
	if fn == nil || fn.FullName() != Path+".WithContext" {
		return false
	}
	g.create = call
	if ctx, ok := assign.Lhs[1].(*ast.Ident); ok && ctx.Name != "_" {
		g.ctx, _ = g.file.Info().ObjectOf(ctx).(*types.Var)
	}
	return true
}

func (g *group) proposal() *rule.Proposal {
	pr := &rule.Proposal{Apply: g.apply}
	add := func(n ast.Node) {
		if s := g.pass.Spot(n); s != nil {
			pr.Spots = append(pr.Spots, s)
		}
		pr.Marks = append(pr.Marks, n)
	}
	for _, call := range g.gos {
		add(call)
		if lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit); ok {
			pr.Tasks = append(pr.Tasks, lit)
		} else if fn, id := rule.FuncValue(g.pass.Program, g.file, call.Args[0]); fn != nil {
			pr.Values = append(pr.Values, id)
		}
	}
	for _, call := range g.waits {
		add(call)
	}
	if g.ctx != nil {
		pr.Contexts = []rule.Derived{{Var: g.ctx, Call: g.create}}
	}
	return pr
}

func (g *group) apply(ed *rule.Editor) {
	if g.typ != nil {
		ed.ReplaceNode(g.typ, ed.Aio(g.typ, "Group"))
	}
	if g.create != nil {
		ed.ReplaceNode(g.create.Fun, ed.Aio(g.create, "NewGroup"))
		ed.Context(g.create.Args[0])
	}
	for _, call := range g.waits {
		ed.Insert(call.Fun.End(), "First")
		ed.InsertArg(call, ed.Co(call))
	}
	for _, call := range g.gos {
		lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit)
		if !ok {
			ed.InsertArg(call, ed.ContextName(g.ctx, call))
			ed.HandOver(call.Args[0], "error")
			continue
		}
		ed.InsertArg(call, ed.SpawnCo(lit))
		ed.Insert(lit.Type.Params.Opening+1, ed.TaskCo(lit)+" "+ed.Aio(call, "Context"))
	}
}
