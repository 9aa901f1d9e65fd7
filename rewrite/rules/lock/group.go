package lock

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// group is what has to change together: the variables and fields that hold one
// lock, by value or by pointer, those that are declared together with them, and
// the conditions on it.
type group struct {
	vars  []*types.Var    // locks, in the order in which they were found
	conds []*types.Var    // conditions, likewise
	types []ast.Expr      // sync.Mutex, sync.Cond: where they are declared or made
	news  []*ast.CallExpr // sync.NewCond(...)
	locks []*ast.CallExpr // Lock, RLock
	waits []*ast.CallExpr // Wait of a condition
	// stays is a variable whose type cannot change, as code of other modules or
	// the callers of a function use it, or nil.
	stays *types.Var
	// escapes is the variable of which not all uses are known, or nil.
	escapes *types.Var
	frozen  bool // one of the uses stands in a file that must not be edited
}

// groupOf returns the group of a lock or a condition. All members of a group
// get the same one.
func (f *finder) groupOf(v *types.Var) *group {
	if g := f.groups[v.Pos()]; g != nil {
		return g
	}
	b := &builder{finder: f, group: &group{}}
	if !b.join(v) {
		b.escapes = v
	}
	for len(b.work) > 0 {
		next := b.work[0]
		b.work = b.work[1:]
		if !b.add(next) && b.escapes == nil {
			b.escapes = next
		}
	}
	for _, member := range append(b.vars[:len(b.vars):len(b.vars)], b.conds...) {
		f.groups[member.Pos()] = b.group
	}
	return b.group
}

// held reports whether one of the group's locks is held across a yield.
func (g *group) held(f *finder) bool {
	for _, v := range g.vars {
		if f.isHeld(v) {
			return true
		}
	}
	return false
}

// marks are the calls that are handed the task.
func (g *group) marks() []*ast.CallExpr {
	return append(g.locks[:len(g.locks):len(g.locks)], g.waits...)
}

// builder collects a group.
type builder struct {
	*finder
	*group
	work []*types.Var
}

// join makes a variable a member. It fails for what is no lock and no
// condition, and for results.
func (b *builder) join(v *types.Var) bool {
	if v == nil || v.Kind() == types.ResultVar || v.Kind() == types.RecvVar {
		return false
	}
	v = v.Origin()
	list := &b.vars
	if isCond(v.Type()) {
		list = &b.conds
	} else if !isLock(v.Type()) {
		return false
	}
	for _, known := range *list {
		if program.Same(known, v) {
			return true
		}
	}
	*list = append(*list, v)
	b.work = append(b.work, v)
	return true
}

// add notes every use of a member. It fails when one is of another form than
// those that are known.
func (b *builder) add(v *types.Var) bool {
	p := b.pass.Program
	if v.Kind() == types.ParamVar || b.exposed(v) {
		b.stays = v
	}
	b.frozen = b.frozen || p.UsedElsewhere(v)
	ok := v.Kind() != types.ParamVar || b.callers(v)
	for _, id := range p.Uses(v) {
		b.frozen = b.frozen || p.IsFrozen(id)
		switch {
		case id.Pos() != v.Pos():
			ok = b.use(v, id) && ok
		case v.Kind() != types.ParamVar:
			ok = b.declaration(id) && ok
		}
	}
	for _, value := range p.Positional(v) {
		b.frozen = b.frozen || p.IsFrozen(value)
		ok = b.value(value) && ok
	}
	if v.Embedded() {
		for _, sel := range b.promotions(v) {
			b.frozen = b.frozen || p.IsFrozen(sel)
			ok = b.method(v, sel) && ok
		}
	}
	return ok
}

// isLock reports whether t is a lock, or a pointer to one.
func isLock(t types.Type) bool { return isNamed(t, "Mutex") || isNamed(t, "RWMutex") }

// isCond reports whether t is a condition, or a pointer to one.
func isCond(t types.Type) bool { return isNamed(t, "Cond") }

func isNamed(t types.Type, name string) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	return rule.IsNamed(t, "sync", name)
}
