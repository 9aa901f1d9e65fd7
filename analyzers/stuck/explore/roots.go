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
	for _, fn := range fns {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				makes[fn] = makes[fn] || s.makesObject(in)
				waits[fn] = waits[fn] || s.waitsIn(in)
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, fn := range fns {
			for _, b := range fn.Blocks {
				for _, in := range b.Instrs {
					for _, callee := range mentions(in) {
						if makes[callee] && !makes[fn] {
							makes[fn], changed = true, true
						}
						if waits[callee] && !waits[fn] {
							waits[fn], changed = true, true
						}
					}
				}
			}
		}
	}
	var list []*ssa.Function
	for _, fn := range fns {
		if makes[fn] && waits[fn] && fn.TypeParams().Len() == 0 && fn.Name() != "init" {
			list = append(list, fn)
		}
	}
	return list
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
	for _, op := range in.Operands(nil) {
		if fn, ok := (*op).(*ssa.Function); ok {
			list = append(list, fn)
		}
	}
	return list
}
