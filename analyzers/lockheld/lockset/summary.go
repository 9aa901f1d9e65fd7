package lockset

import (
	"go/ast"
	"go/types"
	"slices"
	"sort"
)

// A Ref names a lock from the caller's point of view.
type Ref struct {
	// Param is the index of the parameter at which the path begins; -1 is
	// the receiver, -2 a package-level variable.
	Param int
	// Path is the path as the callee sees it.
	Path Path
}

// receiver and global are the values of Ref.Param that are not parameters.
const (
	receiver = -1
	global   = -2
)

// Acquired is a lock that a function takes and leaves locked.
type Acquired struct {
	Ref
	Read, Must, Awaitable bool
}

// Summary is what calling a function does to locks that its caller can name.
type Summary struct {
	// Acquires are the locks held when the function returns.
	Acquires []Acquired
	// Releases are the locks that the function releases without having taken
	// them, perhaps to take them again.
	Releases []Ref
	// Takes are the locks that every call takes first thing, released again or not.
	Takes []Acquired
	// Reaches are the locks that a call may take, itself or through others, in
	// the order of the source.
	Reaches []Reached
}

// Reached is a lock that a function may take.
type Reached struct {
	Acquired
	// At is the call in the function that takes the lock, or leads to it.
	At *ast.CallExpr
	// When is what the parameters must be for that.
	When When
}

func (s *Summary) equal(t *Summary) bool {
	if s == nil || t == nil {
		return s == t
	}
	return slices.Equal(s.Acquires, t.Acquires) && slices.Equal(s.Releases, t.Releases) &&
		slices.Equal(s.Takes, t.Takes) && slices.Equal(s.Reaches, t.Reaches)
}

// summarize returns the summary of a declared function; nil when it is empty.
func (l *Locks) summarize(b *body) *Summary {
	sig := b.fn.Signature()
	sum := &Summary{}
	exit := l.exit(b)
	for _, p := range exit.Paths() {
		lock := exit[p]
		if ref, ok := refTo(sig, p); ok && !lock.Deferred {
			sum.Acquires = append(sum.Acquires, Acquired{ref, lock.Read, lock.Must, lock.Awaitable})
		}
	}
	seen := make(map[Path]bool)
	for _, blk := range b.cfg.Blocks {
		if b.in[blk.Index] == nil {
			continue
		}
		l.walkBlock(b, blk, b.in[blk.Index].clone(), func(n ast.Node, held State) {
			for p := range l.givenUp(b, n) {
				if held[p].Must || seen[p] {
					continue
				}
				seen[p] = true
				if ref, ok := refTo(sig, p); ok {
					sum.Releases = append(sum.Releases, ref)
				}
			}
		})
	}
	sort.Slice(sum.Releases, func(i, j int) bool {
		a, b := sum.Releases[i], sum.Releases[j]
		if a.Param != b.Param {
			return a.Param < b.Param
		}
		return a.Path.String() < b.Path.String()
	})
	sum.Takes = l.takes(b, sig)
	sum.Reaches = l.reaches(b, sig)
	if len(sum.Acquires)+len(sum.Releases)+len(sum.Takes)+len(sum.Reaches) == 0 {
		return nil
	}
	return sum
}

// exit returns the merged state at the function's returns.
func (l *Locks) exit(b *body) State {
	var exit State
	l.exits(b, func(_ *ast.ReturnStmt, out State) {
		if exit == nil {
			exit = out
		} else {
			exit.merge(out)
		}
	})
	return exit
}

// Exits calls visit for every return of a body, the implicit one included, with the
// locks that are held there. Deferred calls have not run yet.
func (l *Locks) Exits(fn ast.Node, visit func(at *ast.ReturnStmt, held State)) {
	if b := l.byNode[fn]; b != nil {
		l.exits(b, visit)
	}
}

func (l *Locks) exits(b *body, visit func(*ast.ReturnStmt, State)) {
	for _, blk := range b.cfg.Blocks {
		if ret := blk.Return(); ret != nil && b.in[blk.Index] != nil {
			visit(ret, l.walkBlock(b, blk, b.in[blk.Index].clone(), nil))
		}
	}
}

// refTo returns p as the caller of a function with this signature sees it.
func refTo(sig *types.Signature, p Path) (Ref, bool) {
	if !isLocal(p.Root) {
		return Ref{global, p}, true
	}
	if r := sig.Recv(); r != nil && r == p.Root {
		return Ref{receiver, p}, true
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == p.Root {
			return Ref{i, p}, true
		}
	}
	return Ref{}, false
}

// bind returns the path of a callee's lock at a call.
func (l *Locks) bind(r Ref, call *ast.CallExpr) (Path, []*types.Var, bool) {
	switch {
	case r.Param == global:
		return r.Path, nil, true
	case r.Param == receiver:
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			return Path{}, nil, false
		}
		_, deps, _ := l.path(sel.X)
		p, ok := l.Receiver(sel)
		return p.Join(r.Path), deps, ok
	case r.Param < len(call.Args):
		p, deps, ok := l.path(call.Args[r.Param])
		if !ok {
			return Path{}, nil, false
		}
		return p.Join(r.Path), deps, true
	}
	return Path{}, nil, false
}

// Receiver returns the path of the value on which a selected method is called,
// embedded fields on the way included.
func (l *Locks) Receiver(sel *ast.SelectorExpr) (Path, bool) {
	selection, ok := l.info.Selections[sel]
	if !ok || selection.Kind() != types.MethodVal {
		return Path{}, false
	}
	p, _, ok := l.path(sel.X)
	if !ok {
		return Path{}, false
	}
	index := selection.Index()
	return p.fields(selection.Recv(), index[:len(index)-1]), true
}
