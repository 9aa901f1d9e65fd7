package removable

import (
	"cmp"
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/removable"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule removes the mutexes that protect nothing under the serial policy.
var Rule = &rule.Rule{
	Name: "removable",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "removable-escapes", Text: "The mutex is used otherwise than by calls of Lock, Unlock, RLock and RUnlock that stand by themselves, in files that are seen and edited.", Next: "Nothing: it may stay. Or keep it in one variable or field, and call these methods only."},
		{Code: "removable-layout", Text: "The declaration cannot go by itself, or other code would notice: a value of the struct is printed or handed to a reflecting package, the field is exported or has a tag, or it is declared together with others.", Next: "Nothing: it may stay. Or give it a declaration of its own."},
		{Code: "removable-section", Text: "Lock and Unlock do not stand in one function on every path, or two such mutexes are held at once.", Next: "Nothing: it may stay. Or lock and unlock in one function."},
		{Code: "removable-yield", Text: "Between Lock and Unlock something may yield, now or once it is marked: others would go on there, and see what the mutex keeps from them.", Next: "Keep the mutex."},
		{Code: "removable-off-loop", Text: "A section may run off the loop, in parallel to the tasks: in a goroutine, a callback, what the runtime runs beside the loop, a test.", Next: "Keep the mutex, or call the function from tasks only."},
		{Code: "removable-exposed", Text: "Other modules may import the code, and run it under the policy of their choice.", Next: "Move it into an internal package; or port with --api=break, if no other module imports this one."},
		{Code: "removable-loops", Text: "A program that has the mutex makes loops of its own, which run beside each other.", Next: "Keep the mutex, or use the loop of the process only."},
		{Code: "removable-policy", Text: "A program that has the mutex may run under the policy in which tasks run in parallel.", Next: "Select aio.Serial at the top of main, which --policy=serial does, and in the TestMain of the tests named."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	open := pass.Open(site.Lock)
	if len(open) == 0 {
		return
	}
	survey := pass.Survey.(*color.Survey)
	f := removable.NewFinder(pass.Program, survey, pass.Home, pass.Facts)
	selected := selection(pass, survey)
	for _, m := range f.All() {
		obstacle := m.Obstacle
		if why := f.Unselected(m, selected); obstacle == nil && why != "" {
			obstacle = &removable.Obstacle{Code: "removable-policy", Detail: why}
		}
		if obstacle == nil && !pass.AllOpen(m.Locks...) {
			obstacle = &removable.Obstacle{Code: "removable-escapes", Detail: m.Name}
		}
		for _, s := range open {
			if lockedBy(s) != nil && program.Same(lockedBy(s), m.Var) && obstacle != nil {
				pass.Refuse(s.Node, obstacle.Code, m.Name+": "+obstacle.Detail)
			}
		}
		if obstacle == nil {
			propose(pass, f, m)
		}
	}
	for _, s := range open {
		pass.Refuse(s.Node, "removable-escapes", "not a variable or field that the module declares")
	}
}

// selection returns which commands select the serial policy after this run.
func selection(pass *rule.Pass, survey *color.Survey) func(string) bool {
	if pass.Policy != "serial" {
		return func(string) bool { return false }
	}
	selects := removable.Selects(pass.Program, survey, pass.Home)
	return func(path string) bool { return selects[path] }
}

// lockedBy returns the mutex that a spot locks, the embedded one when the method
// is promoted.
func lockedBy(s *rule.Spot) *types.Var {
	file := s.Func.File
	call := s.Node.(*ast.CallExpr)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if field := removable.Promoted(file.Info().Selections[sel]); field != nil {
			return field
		}
	}
	return rule.Receiver(file, call)
}

func propose(pass *rule.Pass, f *removable.Finder, m *removable.Mutex) {
	pr := &rule.Proposal{}
	for _, call := range m.Locks {
		if s := pass.Spot(call); s != nil {
			pr.Spots = append(pr.Spots, s)
		}
	}
	if len(pr.Spots) == 0 {
		return // nobody locks it
	}
	decl := removedWith(pass.Program, f.Declaration(m))
	pr.Apply = func(ed *rule.Editor) {
		r := &remover{ed: ed, gone: map[*program.File]map[int]bool{}}
		for _, n := range inOrder(m.Stmts, decl) {
			r.remove(n)
		}
	}
	pass.Propose(pr)
}

// inOrder returns all that is removed in source order.
func inOrder(stmts []ast.Stmt, decl ast.Node) []ast.Node {
	list := []ast.Node{decl}
	for _, stmt := range stmts {
		list = append(list, stmt)
	}
	slices.SortFunc(list, func(a, b ast.Node) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return list
}

// removedWith returns what goes with a declaration: the whole of a declaration of
// variables that declares nothing else.
func removedWith(p *program.Program, decl ast.Node) ast.Node {
	spec, ok := decl.(*ast.ValueSpec)
	if !ok {
		return decl
	}
	gen := p.Parent(spec).(*ast.GenDecl)
	if len(gen.Specs) > 1 {
		return spec
	}
	if stmt, ok := p.Parent(gen).(*ast.DeclStmt); ok {
		return stmt
	}
	return gen
}
