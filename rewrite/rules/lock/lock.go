package lock

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule turns locks held across a yield, and conditions, into awaitable ones.
var Rule = &rule.Rule{
	Name: "lock",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "lock-short", Text: "The lock is never held across a yield that is marked.", Next: "Nothing: nobody waits for long."},
		{Code: "lock-escapes", Text: "The lock is held across a yield, but it is copied, or handed on as an interface or a function or to another module, so that not all of its uses are known.", Next: "Keep it in a field of its own, hand on pointers to it at most, and call its methods only."},
		{Code: "lock-partial", Text: "The lock is held across a yield, but one of its uses cannot change: it runs while packages are initialised, or stands in a file that is not edited.", Next: "Use the lock after main has started only, and from code that may be edited."},
		{Code: "cond-escapes", Text: "The condition is not made from a lock of which all uses are known, or is used otherwise than by Wait, Signal, Broadcast and its lock.", Next: "Make the condition by sync.NewCond of the lock's own address, and call its methods only."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	f := &finder{pass: pass, groups: map[token.Pos]*group{}, taken: map[*ast.CallExpr]bool{}}
	f.findAcross()
	for _, s := range pass.Open(site.Cond) {
		if pass.IsOpen(s.Node) {
			f.cond(s)
		}
	}
	for _, s := range pass.Open(site.Lock) {
		if pass.IsOpen(s.Node) {
			f.lock(s)
		}
	}
	for _, s := range pass.Spots {
		if s.Construct == site.Lock && !pass.IsOpen(s.Node) {
			f.short(s) // whatever else keeps it as it is
		}
	}
}

type finder struct {
	pass     *rule.Pass
	across   []types.Object         // locks that are held across a yield
	taken    map[*ast.CallExpr]bool // calls that take them: an element of a container is no object
	groups   map[token.Pos]*group
	api      func(*types.Var) bool             // nil until it is asked for
	promoted map[token.Pos][]*ast.SelectorExpr // by embedded lock; nil until it is asked for
}

// findAcross finds the locks that are held across a yield that is marked and
// that static calls prove, or a plan.
func (f *finder) findAcross() {
	pass := f.pass
	for _, pkg := range pass.Program.Module.Packages {
		locks := pass.Facts.Locks(pkg)
		if locks == nil {
			continue
		}
		for _, a := range locks.Across {
			call, _ := a.Yield.(*ast.CallExpr)
			if a.Hard && a.Kinds.Intersects(catalog.Marked) || pass.Handed[call] {
				f.across = append(f.across, a.Mutex)
				f.taken[a.Lock] = true
			}
		}
		for _, g := range locks.Given {
			if f.startsWaiting(pkg, g.Lit) {
				f.across = append(f.across, g.Mutex)
			}
		}
	}
}

// startsWaiting reports whether a literal is started on a goroutine or as a task and waits
// there: a lock that it has got from whoever started it is held meanwhile.
func (f *finder) startsWaiting(pkg *packages.Package, lit *ast.FuncLit) bool {
	p := f.pass.Program
	call, ok := p.Parent(lit).(*ast.CallExpr)
	facts := f.pass.Facts.Yields(pkg)
	if !ok || facts == nil || !facts.Lit(lit).Kinds(true).Intersects(catalog.Marked) {
		return false
	}
	if _, isGo := p.Parent(call).(*ast.GoStmt); isGo {
		return true
	}
	callee, _ := typeutil.Callee(pkg.TypesInfo, call).(*types.Func)
	return callee != nil && (callee.Name() == "Go" || callee.Name() == "Spawn")
}

func (f *finder) isHeld(v *types.Var) bool {
	for _, obj := range f.across {
		if program.Same(obj, v) {
			return true
		}
	}
	return false
}

// cond offers the edit of the condition that a spot waits on.
func (f *finder) cond(s *rule.Spot) {
	call := s.Node.(*ast.CallExpr)
	v := receiver(s.Func.File, call)
	if v == nil || !isCond(v.Type()) {
		f.pass.Refuse(call, "cond-escapes", "")
		return
	}
	f.propose(call, f.groupOf(v))
}

// lock offers the edit of the lock that a spot locks.
func (f *finder) lock(s *rule.Spot) {
	if g := f.short(s); g != nil {
		f.propose(s.Node.(*ast.CallExpr), g)
	}
}

// short says of a lock that is held for short sections only that it needs no change, and
// returns the group of any other.
func (f *finder) short(s *rule.Spot) *group {
	call := s.Node.(*ast.CallExpr)
	if s.Func != nil {
		v := receiver(s.Func.File, call)
		isVar := v != nil && isLock(v.Type())
		if isVar {
			if g := f.groupOf(v); g.held(f) || f.taken[call] {
				return g
			}
		}
		if !isVar && f.taken[call] {
			f.pass.Refuse(call, "lock-escapes", "")
			return nil
		}
	}
	f.pass.NotApplicable(call, "lock-short", "")
	return nil
}

// propose offers the edit of a group, or refuses the spot for which it was
// asked.
func (f *finder) propose(call *ast.CallExpr, g *group) {
	switch {
	case g.escapes != nil && isCond(g.escapes.Type()):
		f.pass.Refuse(call, "cond-escapes", g.escapes.Name())
		return
	case g.escapes != nil:
		f.pass.Refuse(call, "lock-escapes", g.escapes.Name())
		return
	case g.frozen || !f.mayChange(g):
		f.pass.Refuse(call, "lock-partial", append(g.vars, g.conds...)[0].Name())
		return
	}
	pr := &rule.Proposal{}
	for _, marked := range g.marks() {
		if s := f.pass.Spot(marked); s != nil {
			pr.Spots = append(pr.Spots, s)
		}
		pr.Marks = append(pr.Marks, marked)
	}
	pr.Apply = func(ed *rule.Editor) { g.apply(ed) }
	f.pass.Propose(pr)
}

// mayChange reports whether all calls that are handed the task may change. Locking
// by means of a condition is left alone otherwise, as its kind is.
func (f *finder) mayChange(g *group) bool {
	for _, call := range g.marks() {
		if s := f.pass.Spot(call); s == nil || f.pass.IsOpen(call) || s.Construct == site.Call && f.pass.Refusals[call].NA {
			continue
		}
		return false
	}
	return true
}

// apply changes the types and hands the task to what waits. Where the types stay,
// waiting for the lock is marked as any other wait is: meanwhile the loop is free
// for the task that holds it.
func (g *group) apply(ed *rule.Editor) {
	if g.stays != nil {
		for _, call := range g.marks() {
			ed.Wrap(call.Fun, ed.Aio(call, "Call")+"("+ed.Co(call)+", ", "")
			ed.Replace(call.Lparen, call.Lparen+1, "")
		}
		return
	}
	for _, t := range g.types {
		named := types.Unalias(ed.File(t).Info().TypeOf(t)).(*types.Named)
		ed.ReplaceNode(t, ed.Aio(t, named.Obj().Name()))
	}
	for _, call := range g.news {
		ed.ReplaceNode(call.Fun, ed.Aio(call, "NewCond"))
	}
	for _, call := range g.marks() {
		ed.InsertArg(call, ed.Co(call))
	}
}
