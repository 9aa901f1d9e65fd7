package yieldpoint

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// callable is what calling a function expression may run. The zero value runs
// nothing that yields.
type callable struct {
	targets []target
	// param is set when the function is a parameter, or when it is a method of
	// one: then method is its name.
	param  *types.Var
	method string
	// shift is 1 for a method expression, whose first argument is the receiver.
	shift int
}

// target is one function that may run.
type target struct {
	name string
	hard bool
	seen bool             // not certain, but the package is seen to put the function where the call is
	sig  *types.Signature // nil if unknown

	// One of these says what the function does.
	node    *node          // its body is in this package
	summary *Summary       // its body is in another package
	entry   *catalog.Entry // the catalog speaks for it
	kinds   catalog.Set    // the call is itself the yield

	// made is the call that returned this function literal, if one did: it gives
	// the values of the parameters that the literal captured from maker.
	made  *ast.CallExpr
	maker *node

	// awaits is true when the function is given an aio.Context: then only its
	// explicit yields count.
	awaits bool
}

// unresolved is a call whose target nobody knows.
func unresolved(kind catalog.Kind, name string) callable {
	return callable{targets: []target{{name: name, kinds: catalog.SetOf(kind)}}}
}

// softened returns c as something that is only one of several possibilities.
func (c callable) softened() callable { return c.alternative(false) }

// alternative is softened for a value of which the package shows that it gets where
// the call is, if seen is true.
func (c callable) alternative(seen bool) callable {
	soft := make([]target, len(c.targets))
	for i, t := range c.targets {
		t.seen = seen && (t.hard || t.seen)
		t.hard = false
		soft[i] = t
	}
	c.targets = soft
	return c
}
