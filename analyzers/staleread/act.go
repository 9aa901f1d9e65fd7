package staleread

import (
	"go/ast"
	"go/types"
	"sort"
)

// A finding is a use of a stale value.
type finding struct {
	at   ast.Node
	how  manner
	loc  location // that is written or indexed
	fact fact
}

// manner is what is done with a stale value.
type manner int

const (
	writesBack manner = iota // what is written was computed from it
	actsOn                   // a condition on it led to the write
	indexes                  // it is an index into what it was taken from
	ranges                   // it is a map that is being ranged over
)

// write looks for stale facts about what is written, and forgets all about it: the
// task has made the value its own. rhs is nil where the statement goes by the old
// value itself, as s.n++ does.
func (w *walker) write(lhs, rhs ast.Expr, n ast.Node) {
	loc, ok := w.prog.locate(lhs)
	if !ok {
		return
	}
	if w.report != nil {
		for _, f := range w.stale() {
			if how, ok := w.misuse(f, loc, lhs, rhs); ok && !covered(f.holds, w.held[n]) {
				w.report(finding{at: n, how: how, loc: loc, fact: f.fact})
				break
			}
		}
	}
	for k, f := range w.state {
		if f.loc.state == loc.state && (!f.loc.element || !loc.element || f.loc.name == loc.name) {
			delete(w.state, k)
		}
	}
}

// sourced is a fact with its source.
type sourced struct {
	source
	fact
}

// stale returns the stale facts in a fixed order, values before conditions.
func (w *walker) stale() []sourced {
	var list []sourced
	for k, f := range w.state {
		if f.stale != nil {
			list = append(list, sourced{k, f})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if (a.check == nil) != (b.check == nil) {
			return a.check == nil
		}
		if a.source.read != b.source.read {
			return a.source.read < b.source.read
		}
		if a.check != nil {
			return a.check.Index < b.check.Index
		}
		return a.local.Pos() < b.local.Pos()
	})
	return list
}

// misuse reports whether the write goes by the stale fact.
func (w *walker) misuse(f sourced, loc location, lhs, rhs ast.Expr) (manner, bool) {
	same := f.fact.loc.key() == loc.key()
	if f.check != nil {
		grows := f.size && loc.element && f.fact.loc.state == loc.state && w.prog.isMap(lhs)
		return actsOn, (same || grows) && decides(f.check, w.blk) && !w.fills(f.fact, lhs, rhs)
	}
	return writesBack, same && w.mentions(rhs, f.local)
}

// fills reports whether the write only puts in what the condition found missing, and
// it does not matter who does so: plain data that does not depend on what was there.
func (w *walker) fills(f fact, lhs, rhs ast.Expr) bool {
	if rhs == nil || f.ordered {
		return false
	}
	tv := w.prog.info.Types[rhs]
	if tv.Value != nil || tv.IsNil() {
		return false
	}
	for _, v := range w.prog.variables(rhs) {
		if v == f.loc.state {
			return false
		}
	}
	if w.readsAgain(rhs, f.loc) {
		return false
	}
	t := w.prog.info.TypeOf(lhs)
	return t != nil && isData(t, nil)
}

// readsAgain reports whether e reads the location, as in append(s.list, x).
func (w *walker) readsAgain(e ast.Expr, loc location) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if x, ok := n.(ast.Expr); ok {
			if l, ok := w.prog.locate(x); ok && l.key() == loc.key() {
				found = true
			}
		}
		return !found
	})
	return found
}

// isData reports whether values of type t are data without identity: two that are
// equal are as good as one.
func isData(t types.Type, around []types.Type) bool {
	for _, a := range around {
		if types.Identical(a, t) {
			return true
		}
	}
	around = append(around, t)
	if named, ok := types.Unalias(t).(*types.Named); ok {
		switch obj := named.Obj(); {
		case obj.Pkg() == nil:
			return obj.Name() == "error"
		case obj.Pkg().Path() == "time":
			return true
		}
	}
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Kind() != types.UnsafePointer
	case *types.Slice:
		return isData(t.Elem(), around)
	case *types.Array:
		return isData(t.Elem(), around)
	case *types.Map:
		return isData(t.Key(), around) && isData(t.Elem(), around)
	case *types.Struct:
		for f := range t.Fields() {
			if !isData(f.Type(), around) {
				return false
			}
		}
		return true
	}
	return false
}

// useIndex reports an index that was taken before a yield from what it is used on.
func (w *walker) useIndex(n *ast.IndexExpr) {
	if w.report == nil || !w.prog.isContainer(n.X) || w.prog.isMap(n) {
		return
	}
	base, ok := w.prog.locate(n.X)
	if !ok {
		return
	}
	for _, f := range w.stale() {
		if f.local != nil && f.fact.loc.key() == base.key() && isInt(f.local) && w.mentions(n.Index, f.local) &&
			!covered(f.holds, w.held[n]) {
			w.report(finding{at: n, how: indexes, loc: base, fact: f.fact})
			return
		}
	}
}

func isInt(v *types.Var) bool {
	b, ok := v.Type().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// isMap reports whether an index expression is into a map.
func (p *program) isMap(e ast.Expr) bool {
	n, ok := ast.Unparen(e).(*ast.IndexExpr)
	if !ok {
		return false
	}
	t := p.info.TypeOf(n.X)
	if t == nil {
		return false
	}
	_, ok = t.Underlying().(*types.Map)
	return ok
}
