package lockheld

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// Across says that a lock may be held while something yields.
type Across struct {
	// Mutex is the variable or field that is locked.
	Mutex types.Object
	// Lock is the acquiring call, Yield the operation or call that may yield
	// while the lock is held.
	Lock  *ast.CallExpr
	Yield ast.Node
	// Kinds is what the yield may wait for; Hard as in yieldpoint. None is that of an
	// interface's method behind which nothing is seen from here that waits.
	Kinds catalog.Set
	Hard  bool
	// Starts is true for the call of a function that waits for nobody but starts
	// goroutines. It has no kinds.
	Starts bool
}

// Given says that a function literal releases a lock that it has not taken: it has got
// the lock from whoever started it.
type Given struct {
	Mutex types.Object
	Lit   *ast.FuncLit
}

// Result lists the locks that may be held across a yield, in source order of
// Lock, then Yield; and the locks that literals get, in source order.
type Result struct {
	Across []Across
	Given  []Given
}
