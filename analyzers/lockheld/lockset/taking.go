package lockset

import (
	"go/ast"
	"go/types"
	"slices"
	"sort"
)

// A Taking is a lock that a call takes, as the caller names it.
type Taking struct {
	Path Path
	Read bool
}

// Taken returns the locks that a call of a function of this package takes first
// thing.
func (l *Locks) Taken(call *ast.CallExpr) []Taking {
	sum := l.calleeSummary(call)
	if sum == nil {
		return nil
	}
	var list []Taking
	for _, t := range sum.Takes {
		if p, _, ok := l.bind(t.Ref, call); ok {
			list = append(list, Taking{p, t.Read})
		}
	}
	return list
}

// MayTake returns the locks that a call may take without giving up: it is one of
// a lock, or of a function of this package that gets to one.
func (l *Locks) MayTake(call *ast.CallExpr) []Taking {
	var list []Taking
	for _, t := range l.mayTake(call, nil) {
		if !slices.Contains(list, t.Taking) {
			list = append(list, t.Taking)
		}
	}
	return list
}

func (l *Locks) mayTake(call *ast.CallExpr, caller *types.Signature) []conditional {
	if p, read, ok := l.Acquires(call); ok {
		return []conditional{{Taking: Taking{p, read}}}
	}
	if sum := l.calleeSummary(call); sum != nil {
		return l.reached(sum, call, caller)
	}
	return nil
}

// conditional is a lock that a call takes if the caller's parameters are so.
type conditional struct {
	Taking
	when When
}

// reached returns the locks that a call of a function with this summary may take.
func (l *Locks) reached(sum *Summary, call *ast.CallExpr, caller *types.Signature) []conditional {
	var list []conditional
	for _, t := range sum.Reaches {
		need, possible := l.needs(t.When, call, caller)
		if p, _, ok := l.bind(t.Ref, call); ok && possible {
			list = append(list, conditional{Taking{p, t.Read}, need})
		}
	}
	return list
}

// takes returns the locks taken in the entry block: what runs on every call.
func (l *Locks) takes(b *body, sig *types.Signature) []Acquired {
	if len(b.cfg.Blocks) == 0 {
		return nil
	}
	var taken []Acquired
	touched := make(map[Path]bool)
	l.walkBlock(b, b.cfg.Blocks[0], State{}, func(n ast.Node, held State) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		for p := range l.releasedBy(call) {
			touched[p] = true
		}
		for _, t := range l.taken(call) {
			if touched[t.Path] {
				continue
			}
			touched[t.Path] = true
			if ref, ok := refTo(sig, t.Path); ok {
				taken = append(taken, Acquired{Ref: ref, Read: t.Read, Must: true})
			}
		}
	})
	return taken
}

// taken returns the locks that a call takes for certain, as the caller names them.
func (l *Locks) taken(call *ast.CallExpr) []Taking {
	if p, read, ok := l.Acquires(call); ok {
		return []Taking{{p, read}}
	}
	return l.Taken(call)
}

// reaches returns the locks that the body may take, each with the first call that
// does so, and with those that do so under other conditions.
func (l *Locks) reaches(b *body, sig *types.Signature) []Reached {
	var list []Reached
	known := func(t conditional) bool {
		return slices.ContainsFunc(list, func(r Reached) bool { return r.Path == t.Path && t.when.implies(r.When) })
	}
	whens := l.whens(b, sig)
	for _, blk := range b.cfg.Blocks {
		if b.in[blk.Index] == nil {
			continue
		}
		l.walkBlock(b, blk, b.in[blk.Index].clone(), func(n ast.Node, _ State) {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return
			}
			for _, t := range l.mayTake(call, sig) {
				t.when = t.when.and(whens[blk.Index])
				if ref, ok := refTo(sig, t.Path); ok && !known(t) {
					list = append(list, Reached{Acquired{Ref: ref, Read: t.Read}, call, t.when})
				}
			}
		})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].At.Pos() < list[j].At.Pos() })
	return list
}

// Way returns the calls from one that may take a lock, the call first, down to the
// one that does.
func (l *Locks) Way(call *ast.CallExpr, p Path) []*ast.CallExpr {
	way := []*ast.CallExpr{call}
	for range maxRounds {
		sum := l.calleeSummary(call)
		if sum == nil {
			break
		}
		next := l.next(sum, call, p)
		if next == nil {
			break
		}
		call, p = next.At, next.Path
		way = append(way, call)
	}
	return way
}

// next returns what the callee reaches that the caller names p.
func (l *Locks) next(sum *Summary, call *ast.CallExpr, p Path) *Reached {
	for i := range sum.Reaches {
		_, possible := l.needs(sum.Reaches[i].When, call, nil)
		if q, _, ok := l.bind(sum.Reaches[i].Ref, call); ok && possible && q == p {
			return &sum.Reaches[i]
		}
	}
	return nil
}
