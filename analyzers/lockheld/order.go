package lockheld

import (
	"go/ast"
	"go/types"
	"sort"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// A lockID names a lock for the whole package: a package variable or something in
// it, or the way from a value of a type, whichever value that is.
type lockID struct {
	global *types.Var
	typ    types.Type // of the value at the root, a pointer to it the same
	rest   string
}

// An orderEdge says that a function takes one lock while it holds another.
type orderEdge struct {
	held, taken         lockID
	heldRead, takenRead bool
	heldPath, takenPath lockset.Path
	lock                *ast.CallExpr // that took the first
	call                *ast.CallExpr // that takes the second, or leads to it
	gates               []lockID      // further locks held meanwhile
	fn                  *ast.FuncDecl // nil in the value of a package variable
}

// order is the first edge for each pair of locks, and those under other gates.
type order struct {
	edges []orderEdge
	types []types.Type // one for each that is identical
}

// ordered notes the locks that a call may take while others are held.
func (c *checker) ordered(call *ast.CallExpr, held lockset.State) {
	for _, t := range c.locks.MayTake(call) {
		for _, p := range held.Paths() {
			lock := held[p]
			if !lock.Must || p == t.Path || c.locks.Releases(call, p) {
				continue
			}
			from, to, ok := c.order.pair(p, t.Path)
			if !ok {
				continue
			}
			e := orderEdge{
				held: from, taken: to, heldRead: lock.Read, takenRead: t.Read,
				heldPath: p, takenPath: t.Path, lock: lock.Call, call: call, fn: c.current,
			}
			for q := range held {
				if q != p {
					e.gates = append(e.gates, c.order.id(q))
				}
			}
			c.order.edges = append(c.order.edges, e)
		}
	}
}

// pair names two locks so that they can be compared with those of other functions.
// That two functions mean the same pair is only known when both paths begin at
// the same value, or at a package variable: a parent's lock and a child's may
// belong to any parent and any child.
func (o *order) pair(p, q lockset.Path) (from, to lockID, ok bool) {
	if hasElement(p) || hasElement(q) {
		return lockID{}, lockID{}, false
	}
	from, to = o.id(p), o.id(q)
	ok = from != to && (from.global != nil || to.global != nil || p.Root == q.Root)
	return from, to, ok && !hasOwnLock(from.typ) && !hasOwnLock(to.typ)
}

// hasOwnLock reports whether a struct has a lock that is neither of package sync
// nor of the runtime. It is not followed and may keep the others apart.
func hasOwnLock(t types.Type) bool {
	if t == nil {
		return false
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		methods := types.NewMethodSet(f.Type())
		if _, isPtr := f.Type().Underlying().(*types.Pointer); !isPtr && !types.IsInterface(f.Type()) {
			methods = types.NewMethodSet(types.NewPointer(f.Type()))
		}
		has := func(name string) bool {
			m := methods.Lookup(f.Pkg(), name)
			return m != nil && !lockset.IsLockMethod(m.Obj().(*types.Func))
		}
		if has("Unlock") && (has("Lock") || has("TryLock")) {
			return true
		}
	}
	return false
}

func (o *order) id(p lockset.Path) lockID {
	if p.Root.Pkg() != nil && p.Root.Parent() == p.Root.Pkg().Scope() {
		return lockID{global: p.Root, rest: p.Rest}
	}
	if p.Rest == "" {
		// A lock by itself: only within one function is it known to be the same.
		return lockID{global: p.Root}
	}
	return lockID{typ: o.canonical(p.Root.Type()), rest: p.Rest}
}

// canonical returns one type for all that are identical, without the pointer.
func (o *order) canonical(t types.Type) types.Type {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		t = named.Origin()
	}
	for _, u := range o.types {
		if types.Identical(t, u) {
			return u
		}
	}
	o.types = append(o.types, t)
	return t
}

func hasElement(p lockset.Path) bool {
	for i := range len(p.Rest) {
		if p.Rest[i] == '[' {
			return true
		}
	}
	return false
}

// cycles returns the shortest cycles of edges that may wait for each other, each
// set of locks once.
func (o *order) cycles() [][]orderEdge {
	sort.SliceStable(o.edges, func(i, j int) bool { return o.edges[i].call.Pos() < o.edges[j].call.Pos() })
	var found [][]orderEdge
	seen := make(map[lockID]bool)
	for _, first := range o.edges {
		if seen[first.held] {
			continue
		}
		if cycle := o.back([]orderEdge{first}); cycle != nil {
			for _, e := range cycle {
				seen[e.held] = true
			}
			found = append(found, cycle)
		}
	}
	return found
}

// maxCycle bounds the number of locks in a cycle.
const maxCycle = 4

// back extends a chain of edges to the shortest one that returns to its beginning.
func (o *order) back(chain []orderEdge) []orderEdge {
	for length := 2; length <= maxCycle; length++ {
		if cycle := o.extend(chain, length); cycle != nil {
			return cycle
		}
	}
	return nil
}

func (o *order) extend(chain []orderEdge, length int) []orderEdge {
	last := chain[len(chain)-1]
	for _, e := range o.edges {
		if e.held != last.taken || e.heldRead && last.takenRead || gated(chain, e) {
			continue
		}
		next := append(chain[:len(chain):len(chain)], e)
		switch {
		case e.taken == chain[0].held:
			if len(next) == length && !(e.takenRead && chain[0].heldRead) {
				return next
			}
		case len(next) < length && !passes(chain, e.taken):
			if cycle := o.extend(next, length); cycle != nil {
				return cycle
			}
		}
	}
	return nil
}

func passes(chain []orderEdge, id lockID) bool {
	for _, e := range chain {
		if e.held == id {
			return true
		}
	}
	return false
}

// gated reports whether a lock that one of the chain and e both hold keeps the two
// from running at the same time.
func gated(chain []orderEdge, e orderEdge) bool {
	for _, c := range chain {
		for _, g := range c.gates {
			for _, h := range e.gates {
				if g == h {
					return true
				}
			}
		}
	}
	return false
}
