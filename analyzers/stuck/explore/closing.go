package explore

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// closings knows which channels anybody closes. A main package has no callers but
// itself: a channel that another package did not make is closed by it, or stays open.
type closings struct {
	main  *types.Package // nil for other packages: who calls them may close any channel
	elems []types.Type   // of the channels that the package closes
}

func findClosings(pkg *types.Package, fns []*ssa.Function) *closings {
	cl := &closings{}
	if pkg.Name() != "main" {
		return cl
	}
	cl.main = pkg
	for _, fn := range fns {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if c, ok := in.(ssa.CallInstruction); ok {
					cl.look(c.Common())
				}
			}
		}
	}
	return cl
}

func (cl *closings) look(c *ssa.CallCommon) {
	b, ok := c.Value.(*ssa.Builtin)
	if !ok || b.Name() != "close" {
		return
	}
	if t, ok := c.Args[0].Type().Underlying().(*types.Chan); ok {
		cl.elems = append(cl.elems, t.Elem())
	} else {
		cl.main = nil // of a type parameter: any
	}
}

// may reports whether a channel of unknown origin may be closed.
func (cl *closings) may(elem types.Type) bool {
	if cl.main == nil || cl.foreign(elem) {
		return true
	}
	for _, t := range cl.elems {
		if types.Identical(t, elem) {
			return true
		}
	}
	return false
}

// foreign reports whether a type says that another package may have made a channel
// of it: it is declared there, or it is an interface or says nothing.
func (cl *closings) foreign(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return false
	case *types.Named:
		return t.Obj().Pkg() != cl.main
	case *types.Pointer:
		return cl.foreign(t.Elem())
	case *types.Slice:
		return cl.foreign(t.Elem())
	}
	return true
}
