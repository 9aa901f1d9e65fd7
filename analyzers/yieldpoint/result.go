package yieldpoint

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// Hop is one step of a witness chain: inside a function, the operation or the
// call that leads to the primitive.
type Hop struct {
	// Pos is "file:line" of the step, the file by its base name, so that
	// facts are the same on every machine.
	Pos string
	// What names the step: for a primitive the operation ("channel receive",
	// "sync.WaitGroup.Wait", "net/http.Get"), for a call the callee as
	// stack traces name it ("example.com/m/db.(*Store).Put").
	What string
	// Callee is the full name of the called function when the chain goes on
	// in another function of which a summary is known; empty at a primitive.
	Callee string
}

// Witness says that a function may yield in one kind, and why: the shortest
// chain's first hop. Follow Hop.Callee for the rest.
type Witness struct {
	Kind catalog.Kind
	// Hard is true when the chain consists of static calls only; false when
	// it needs an interface or function value to be what it might be.
	Hard bool
	// Seen is true when Hard is not, and the package shows that the value which waits
	// gets where the call is: as one of several that a variable or field is given, as
	// one of the streams that a wrapper reads from. That is no proof for a finding, and
	// enough for a mark, which does no harm where the other value is behind it.
	Seen bool
	// Depth is the number of hops to the primitive; 1 means here.
	Depth int
	Hop   Hop
}

// Summary is what is known of one function. The zero value means: never
// yields.
type Summary struct {
	// Yields holds at most one witness per kind, ordered by kind.
	Yields []Witness
	// Params lists the indexes of the parameters (receiver not counted) of
	// function or interface type that the function calls itself: it blocks if they do.
	Params []int
	// Methods tells for the parameters of interface type which of their
	// methods the function calls; sorted. Params lists these parameters too.
	Methods []ParamMethod
	// Given holds the kinds that the function may yield in by calling its parameters
	// and their methods, as far as its package can tell: by what the package hands to
	// them, and if others may call the function, by what the parameters' types allow. It
	// is not part of Yields, because the caller's arguments say what will happen.
	Given catalog.Set
	// Returns names the function literal that the function always returns, as
	// iterators' constructors do; empty otherwise. The literal has a summary of its
	// own under that name, unless it never yields.
	Returns string
	// Assumed is true when a directive in the source says what the function does.
	Assumed bool
	// Spawns is true when the function starts a goroutine, directly or not.
	Spawns bool
}

// ParamMethod is a method that a function calls on a parameter.
type ParamMethod struct {
	Param  int // receiver not counted
	Method string
}

// Kinds returns the kinds of s, hard ones only if hardOnly.
func (s *Summary) Kinds(hardOnly bool) catalog.Set {
	var set catalog.Set
	if s == nil {
		return 0
	}
	for _, w := range s.Yields {
		if w.Hard || !hardOnly {
			set |= catalog.SetOf(w.Kind)
		}
	}
	return set
}

// Possible returns all kinds that a stack with the function on it may be seen to
// wait in: its own, hard and soft, and those that its parameters may bring.
func (s *Summary) Possible() catalog.Set {
	if s == nil {
		return 0
	}
	return s.Kinds(false) | s.Given
}

// Op is one primitive yield operation or catalogued blocking call in the
// package's source, or a call that blocks only by what it is given, as
// writeFrame(conn) does whose callee takes any io.Writer.
type Op struct {
	Node ast.Node // *ast.SendStmt, *ast.UnaryExpr, *ast.RangeStmt, *ast.SelectStmt or *ast.CallExpr
	Kind catalog.Kind
	Hard bool
	Seen bool   // as Witness.Seen
	What string // as Hop.What
	// Free is true for a channel operation that is proved not to wait; it is no yield
	// point.
	Free bool
}

// Result is what the analyzer gives to the analyzers and rules that build on
// it. It is for one package and must not be changed; it may be used by several
// goroutines at the same time.
type Result struct {
	// ByName returns the summary of a function of this package or of an
	// analysed dependency by its name in a witness, for [Chain].
	ByName func(name string) *Summary

	summaries func(*types.Func) *Summary
	undecided func(*types.Func) bool
	literals  map[*ast.FuncLit]*Summary
	effects   func() map[ast.Node]Effect
	ops       func() []Op
}

// Effect is what one call may do.
type Effect struct {
	// Yields as in Summary, with this call as the first hop.
	Yields []Witness
	// Callee is the statically known callee, or nil.
	Callee *types.Func
}

// Kinds returns the kinds of e, hard ones only if hardOnly.
func (e Effect) Kinds(hardOnly bool) catalog.Set {
	return (&Summary{Yields: e.Yields}).Kinds(hardOnly)
}

// Ops lists every primitive operation of the package in source order, also those that
// are Free. Communication clauses of a select are not listed: the select is. A select
// with default is not listed. The list must not be changed.
func (r *Result) Ops() []Op { return r.ops() }

// Func returns the summary of fn, a function of this package, of an analysed
// dependency or of the catalog; nil when nothing is known.
func (r *Result) Func(fn *types.Func) *Summary { return r.summaries(fn) }

// Lit returns the summary of a function literal of this package.
func (r *Result) Lit(lit *ast.FuncLit) *Summary { return r.literals[lit] }

// Call returns what a call expression of this package may do: the callee's
// summary with arguments taken into account. The call of a go statement yields
// nothing, because it runs elsewhere; its Callee is set. A conversion or a call
// of a builtin gives the zero Effect.
func (r *Result) Call(call *ast.CallExpr) Effect { return r.effects()[call] }

// Range returns what a range statement of this package may do by calling the
// function that it ranges over; its body and a channel do not count.
func (r *Result) Range(loop *ast.RangeStmt) Effect { return r.effects()[loop] }
