package lockset

import (
	"go/ast"
	"go/types"
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
	if p, read, ok := l.Acquires(call); ok {
		return []Taking{{p, read}}
	}
	sum := l.calleeSummary(call)
	if sum == nil {
		return nil
	}
	var list []Taking
	for _, t := range sum.Reaches {
		if p, _, ok := l.bind(t.Ref, call); ok {
			list = append(list, Taking{p, t.Read})
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
// does so.
func (l *Locks) reaches(b *body, sig *types.Signature) []Reached {
	var list []Reached
	seen := make(map[Path]bool)
	for _, blk := range b.cfg.Blocks {
		if b.in[blk.Index] == nil {
			continue
		}
		l.walkBlock(b, blk, b.in[blk.Index].clone(), func(n ast.Node, _ State) {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return
			}
			for _, t := range l.MayTake(call) {
				if seen[t.Path] {
					continue
				}
				seen[t.Path] = true
				if ref, ok := refTo(sig, t.Path); ok {
					list = append(list, Reached{Acquired{Ref: ref, Read: t.Read}, call})
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
		if q, _, ok := l.bind(sum.Reaches[i].Ref, call); ok && q == p {
			return &sum.Reaches[i]
		}
	}
	return nil
}
