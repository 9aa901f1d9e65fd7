package lock

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// cond offers the edit of the condition that a spot waits on, together with
// all conditions on the same mutex and the mutex itself.
func (f *finder) cond(s *rule.Spot) {
	call := s.Node.(*ast.CallExpr)
	v := rule.Receiver(s.Func.File, call)
	if v == nil {
		f.pass.Refuse(call, "cond-escapes", "")
		return
	}
	c, ok := f.locateCond(v)
	if !ok {
		f.pass.Refuse(call, "cond-escapes", v.Name())
		return
	}
	if c.mutex == nil {
		f.propose(call, nil, []*cond{c})
		return
	}
	mutex, ok := f.locate(c.mutex)
	if !ok {
		f.pass.Refuse(call, "lock-escapes", c.mutex.Name())
		return
	}
	// Every address of the mutex must have gone to a condition that changes too.
	conds := []*cond{c}
	for _, addr := range mutex.Addrs {
		other, ok := f.condOf(addr)
		if !ok {
			f.pass.Refuse(call, "lock-escapes", c.mutex.Name())
			return
		}
		if !program.Same(other.uses.Obj, v) {
			conds = append(conds, other)
		}
	}
	f.propose(call, mutex, conds)
}

// propose offers the edit of conditions and of the mutex that they share,
// which is nil if it has no name.
func (f *finder) propose(call *ast.CallExpr, mutex *rule.Uses, conds []*cond) {
	open := mutex == nil || f.isOpen(mutex)
	for _, c := range conds {
		open = open && f.pass.AllOpen(c.uses.Calls["Wait"]...) && f.mayLock(c)
	}
	if !open {
		f.pass.Refuse(call, "lock-partial", conds[0].uses.Obj.Name())
		return
	}
	pr := &rule.Proposal{}
	if mutex != nil {
		addLock(f.pass, pr, mutex)
	}
	for _, c := range conds {
		for _, marked := range append(c.uses.Calls["Wait"], c.locks...) {
			if s := f.pass.Spot(marked); s != nil {
				pr.Spots = append(pr.Spots, s)
			}
			pr.Marks = append(pr.Marks, marked)
		}
	}
	pr.Apply = func(ed *rule.Editor) {
		if mutex != nil {
			applyLock(ed, mutex)
		}
		for _, c := range conds {
			c.apply(ed)
		}
	}
	f.pass.Propose(pr)
}

// mayLock reports whether the calls that lock by means of a condition may
// change. By themselves they are left alone only for being locks.
func (f *finder) mayLock(c *cond) bool {
	for _, call := range c.locks {
		if refusal, ok := f.pass.Refusals[call]; ok && !refusal.NA {
			return false
		}
	}
	return true
}
