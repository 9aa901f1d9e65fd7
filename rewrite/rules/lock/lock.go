package lock

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

// Rule turns locks held across a yield, and conditions, into awaitable ones.
var Rule = &rule.Rule{
	Name: "lock",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "lock-short", Text: "The lock is never held across a yield that is marked.", Next: "Nothing: nobody waits for long."},
		{Code: "lock-escapes", Text: "The lock is held across a yield, but it is embedded, exported, copied, handed on or declared together with another, so that not all of its uses are known.", Next: "Keep it in an unexported field of its own and call its methods only."},
		{Code: "lock-partial", Text: "The lock is held across a yield, but one of its uses cannot change: it runs while packages are initialised, or stands in a file that is not edited.", Next: "Use the lock after main has started only, and from code that may be edited."},
		{Code: "cond-escapes", Text: "The condition is not made from a new lock or the address of one in a variable or field of its own, or is used otherwise than by Wait, Signal, Broadcast and its lock.", Next: "Make the condition by sync.NewCond of the lock's own address, and call its methods only."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	f := &finder{pass: pass, across: heldAcross(pass)}
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
}

type finder struct {
	pass   *rule.Pass
	across []types.Object
}

// heldAcross returns the locks that are held across a yield that is marked and
// that static calls prove, or a plan.
func heldAcross(pass *rule.Pass) []types.Object {
	var list []types.Object
	for _, pkg := range pass.Program.Module.Packages {
		locks := pass.Facts.Locks(pkg)
		if locks == nil {
			continue
		}
		for _, a := range locks.Across {
			call, _ := a.Yield.(*ast.CallExpr)
			if a.Hard && a.Kinds.Intersects(catalog.Marked) || pass.Handed[call] {
				list = append(list, a.Mutex)
			}
		}
	}
	return list
}

func (f *finder) isHeld(v *types.Var) bool {
	for _, obj := range f.across {
		if program.Same(obj, v) {
			return true
		}
	}
	return false
}

// lock offers the edit of the mutex that a spot locks.
func (f *finder) lock(s *rule.Spot) {
	call := s.Node.(*ast.CallExpr)
	v := rule.Receiver(s.Func.File, call)
	if v == nil || !f.isHeld(v) {
		if v == nil && f.promotedHeld(s.Func.File, call) {
			f.pass.Refuse(call, "lock-escapes", "")
			return
		}
		f.pass.NotApplicable(call, "lock-short", "")
		return
	}
	uses, ok := f.locate(v)
	if !ok || len(uses.Addrs) > 0 {
		f.pass.Refuse(call, "lock-escapes", v.Name())
		return
	}
	if !f.isOpen(uses) {
		f.pass.Refuse(call, "lock-partial", v.Name())
		return
	}
	pr := &rule.Proposal{}
	addLock(f.pass, pr, uses)
	pr.Apply = func(ed *rule.Editor) { applyLock(ed, uses) }
	f.pass.Propose(pr)
}

// isOpen reports whether all calls that lock may change.
func (f *finder) isOpen(uses *rule.Uses) bool {
	return f.pass.AllOpen(uses.Calls["Lock"]...) && f.pass.AllOpen(uses.Calls["RLock"]...)
}

// promotedHeld reports whether the call locks an embedded mutex that is held
// across a yield.
func (f *finder) promotedHeld(file *program.File, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	selection := file.Info().Selections[sel]
	if selection == nil || len(selection.Index()) < 2 {
		return false
	}
	t := selection.Recv()
	for _, i := range selection.Index()[:len(selection.Index())-1] {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return false
		}
		field := st.Field(i)
		if f.isHeld(field) {
			return true
		}
		t = field.Type()
	}
	return false
}

// locate finds all uses of a mutex, of either type.
func (f *finder) locate(v *types.Var) (*rule.Uses, bool) {
	for _, name := range []string{"Mutex", "RWMutex"} {
		if rule.IsNamed(v.Type(), "sync", name) {
			uses, ok := rule.Locate(f.pass.Program, v, "sync", name)
			for method := range uses.Calls {
				ok = ok && lockMethods[method]
			}
			return uses, ok
		}
	}
	return nil, false
}

var lockMethods = map[string]bool{
	"Lock": true, "Unlock": true, "TryLock": true, "RLock": true, "RUnlock": true, "TryRLock": true,
}

// addLock adds the spots and marks of a mutex to a proposal.
func addLock(pass *rule.Pass, pr *rule.Proposal, uses *rule.Uses) {
	for _, method := range []string{"Lock", "RLock"} {
		for _, call := range uses.Calls[method] {
			if s := pass.Spot(call); s != nil {
				pr.Spots = append(pr.Spots, s)
			}
			pr.Marks = append(pr.Marks, call)
		}
	}
}

func applyLock(ed *rule.Editor, uses *rule.Uses) {
	name := "Mutex"
	if rule.IsNamed(uses.Obj.Type(), "sync", "RWMutex") {
		name = "RWMutex"
	}
	ed.ReplaceNode(uses.Type, ed.Aio(uses.Type, name))
	for _, method := range []string{"Lock", "RLock"} {
		for _, call := range uses.Calls[method] {
			ed.InsertArg(call, ed.Co(call))
		}
	}
}
