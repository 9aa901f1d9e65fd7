package yieldpoint

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// runArgs adds what the callee does by calling its parameter index, or a
// method of it.
func (s *state) runArgs(o *outcome, t target, index int, method string, at site) {
	// What a task hands to a function with a Context runs under its mark, unless
	// the catalog says that it is called in place.
	if t.awaits && t.entry == nil {
		return
	}
	if index == catalog.Receiver {
		if at.recv == nil {
			return
		}
		s.runArg(o, t, at.recv, method, at)
		return
	}
	if !at.known {
		return
	}
	to := index + 1
	if t.sig != nil && t.sig.Variadic() && index == t.sig.Params().Len()-1 && !at.spread {
		to = len(at.args)
	}
	for i := index; i < to && i < len(at.args); i++ {
		s.runArg(o, t, at.args[i], method, at)
	}
}

func (s *state) runArg(o *outcome, t target, arg ast.Expr, method string, at site) {
	if at.depth >= maxDepth {
		return
	}
	inner := site{at: at.at, recv: arg, depth: at.depth + 1}
	var c callable
	if method == "" {
		c = s.funcValue(arg)
	} else {
		c = s.methodOn(arg, method, maxResolve)
	}
	if !t.hard {
		c = c.alternative(t.seen)
	}
	s.run(o, c, inner)
}

// interfaceMethods lists the methods of a parameter of interface type.
func interfaceMethods(sig *types.Signature, index int) []string {
	if sig == nil || index >= sig.Params().Len() {
		return nil
	}
	t := sig.Params().At(index).Type()
	if slice, ok := t.(*types.Slice); ok && sig.Variadic() {
		t = slice.Elem()
	}
	iface, ok := coreType(t).(*types.Interface)
	if !ok {
		return nil
	}
	names := make([]string, iface.NumMethods())
	for i := range names {
		names[i] = iface.Method(i).Name()
	}
	return names
}
