package explore

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// layout is what is known of a function before it runs: computed once, used in
// each of the many runs that call it.
type layout struct {
	name  string // as nameOf gives it
	model model  // nil for most
	loud  bool   // it has a model that others notice
	mild  bool   // it is harmless
	// slots are the places of its values in an activation's registers.
	slots map[ssa.Value]int
}

// layouts are those of the functions of a program that were met.
type layouts map[*ssa.Function]*layout

func (ls layouts) of(fn *ssa.Function) *layout {
	l := ls[fn]
	if l == nil {
		l = &layout{name: nameOf(fn), mild: harmless(fn)}
		l.model = models[l.name]
		l.loud = l.model != nil && !quiet[l.name]
		ls[fn] = l
	}
	return l
}

// entered returns the layout of a function with a body, with its slots.
func (ls layouts) entered(fn *ssa.Function) *layout {
	l := ls.of(fn)
	if l.slots != nil {
		return l
	}
	l.slots = make(map[ssa.Value]int)
	add := func(v ssa.Value) { l.slots[v] = len(l.slots) }
	for _, p := range fn.Params {
		add(p)
	}
	for _, v := range fn.FreeVars {
		add(v)
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			if v, ok := in.(ssa.Value); ok {
				add(v)
			}
		}
	}
	return l
}

// nameOf returns the name of a declared function as types.Func.FullName has it.
func nameOf(fn *ssa.Function) string {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	if obj, ok := fn.Object().(*types.Func); ok {
		return obj.Origin().FullName()
	}
	return ""
}
