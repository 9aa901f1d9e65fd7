package explore

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// roots returns the functions from which to start: those that, with what they
// call, make something to wait for, and wait.
func (s *search) roots(fns []*ssa.Function) []*ssa.Function {
	makes := make(map[*ssa.Function]bool)
	waits := make(map[*ssa.Function]bool)
	users := make(map[*ssa.Function][]*ssa.Function)
	for _, fn := range fns {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				makes[fn] = makes[fn] || s.makesObject(in)
				waits[fn] = waits[fn] || s.waitsIn(in)
				for _, callee := range mentions(in) {
					users[callee] = append(users[callee], fn)
				}
			}
		}
	}
	spread(makes, users)
	spread(waits, users)
	var list []*ssa.Function
	for _, fn := range fns {
		if makes[fn] && waits[fn] && fn.TypeParams().Len() == 0 && fn.Name() != "init" {
			list = append(list, fn)
		}
	}
	return list
}

// spread adds the users of what is in the set, and theirs.
func spread(set map[*ssa.Function]bool, users map[*ssa.Function][]*ssa.Function) {
	var work []*ssa.Function
	for fn, ok := range set {
		if ok {
			work = append(work, fn)
		}
	}
	for len(work) > 0 {
		fn := work[len(work)-1]
		work = work[:len(work)-1]
		for _, user := range users[fn] {
			if !set[user] {
				set[user] = true
				work = append(work, user)
			}
		}
	}
}

// makesObject reports whether an instruction makes a thing to wait for.
func (s *search) makesObject(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.MakeChan:
		return true
	case *ssa.Send:
		return isNil(in.Chan)
	case *ssa.UnOp:
		return in.Op == token.ARROW && isNil(in.X)
	case *ssa.Select:
		for _, state := range in.States {
			if isNil(state.Chan) {
				return true
			}
		}
	case *ssa.Call:
		fn := in.Call.StaticCallee()
		return fn != nil && s.layouts.of(fn).name == "context.WithCancel"
	case *ssa.Alloc:
		return hasSync(in.Type().Underlying().(*types.Pointer).Elem(), 0)
	}
	return false
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// hasSync reports whether a variable of type t contains a primitive of sync, or a
// channel, which may be nil.
func hasSync(t types.Type, depth int) bool {
	if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "sync" {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			if depth < 4 && hasSync(u.Field(i).Type(), depth+1) {
				return true
			}
		}
	case *types.Chan:
		return true
	}
	return false
}

func (s *search) waitsIn(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.Send, *ssa.Select:
		return true
	case *ssa.UnOp:
		return in.Op == token.ARROW
	case ssa.CallInstruction:
		if fn := in.Common().StaticCallee(); fn != nil {
			return s.layouts.of(fn).model != nil
		}
	}
	return false
}

// mentions returns the functions of the program that an instruction refers to.
func mentions(in ssa.Instruction) []*ssa.Function {
	var list []*ssa.Function
	var room [8]*ssa.Value
	for _, op := range in.Operands(room[:0]) {
		if fn, ok := (*op).(*ssa.Function); ok {
			list = append(list, fn)
		}
	}
	return list
}
