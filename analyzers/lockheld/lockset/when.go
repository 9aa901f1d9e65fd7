package lockset

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// When says which parameters of a function must be true, and which false, for
// something in it to happen: a bit each, by their index. The zero When says that
// nothing is asked of them.
type When struct{ True, False uint64 }

// implies reports whether all that v asks for, w asks for.
func (w When) implies(v When) bool { return v.True&^w.True == 0 && v.False&^w.False == 0 }

func (w When) and(v When) When { return When{w.True | v.True, w.False | v.False} }

func (w When) or(v When) When { return When{w.True & v.True, w.False & v.False} }

// flags are the variables of type bool that keep the value they are declared with.
type flags struct {
	changed map[*types.Var]bool
	values  map[*types.Var]ast.Expr
}

// note takes up what a node says of variables of type bool.
func (f *flags) note(info *types.Info, n ast.Node) {
	variable := func(e ast.Expr) *types.Var {
		id, ok := ast.Unparen(e).(*ast.Ident)
		if !ok {
			return nil
		}
		v, _ := info.ObjectOf(id).(*types.Var)
		if v == nil || !types.Identical(v.Type(), types.Typ[types.Bool]) {
			return nil
		}
		return v
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			v := variable(lhs)
			if v == nil {
				continue
			}
			if info.Defs[ast.Unparen(lhs).(*ast.Ident)] == v && len(n.Lhs) == len(n.Rhs) {
				f.values[v] = n.Rhs[i]
			} else {
				f.changed[v] = true
			}
		}
	case *ast.RangeStmt:
		for _, e := range []ast.Expr{n.Key, n.Value} {
			if e != nil && variable(e) != nil {
				f.changed[variable(e)] = true
			}
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			if v := variable(n.X); v != nil {
				f.changed[v] = true
			}
		}
	}
}

// implied returns what an expression of type bool that has the given value says of
// the parameters of a function.
func (l *Locks) implied(sig *types.Signature, e ast.Expr, value bool) When {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return l.implied(sig, e.X, !value)
		}
	case *ast.BinaryExpr:
		if e.Op == token.LAND && value || e.Op == token.LOR && !value {
			return l.implied(sig, e.X, value).and(l.implied(sig, e.Y, value))
		}
	case *ast.Ident:
		v, ok := l.info.Uses[e].(*types.Var)
		if !ok || l.flags.changed[v] {
			break
		}
		for i := range min(sig.Params().Len(), 64) {
			if sig.Params().At(i) == v {
				if value {
					return When{True: 1 << i}
				}
				return When{False: 1 << i}
			}
		}
		if init := l.flags.values[v]; init != nil {
			return l.implied(sig, init, value)
		}
	}
	return When{}
}

// whens returns for every block of a function, by index, what must hold for control
// to get there.
func (l *Locks) whens(b *body, sig *types.Signature) []When {
	all := When{^uint64(0), ^uint64(0)}
	in := make([]When, len(b.cfg.Blocks))
	for i := range in {
		in[i] = all
	}
	in[0] = When{}
	work := []*cfg.Block{b.cfg.Blocks[0]}
	for len(work) > 0 {
		blk := work[0]
		work = work[1:]
		for i, succ := range blk.Succs {
			if out := in[succ.Index].or(l.edge(b, blk, i, sig).and(in[blk.Index])); out != in[succ.Index] {
				in[succ.Index] = out
				work = append(work, succ)
			}
		}
	}
	return in
}

// edge returns what holds on the edge to the i-th successor of a block.
func (l *Locks) edge(b *body, blk *cfg.Block, i int, sig *types.Signature) When {
	if len(blk.Succs) != 2 || len(blk.Nodes) == 0 {
		return When{}
	}
	cond, ok := blk.Nodes[len(blk.Nodes)-1].(ast.Expr)
	if !ok || !types.Identical(l.info.TypeOf(cond).Underlying(), types.Typ[types.Bool]) {
		return When{}
	}
	switch blk.Succs[0].Kind {
	case cfg.KindIfThen, cfg.KindForBody, cfg.KindIfDone, cfg.KindIfElse, cfg.KindForDone:
		return l.implied(sig, cond, i == 0)
	}
	return When{}
}

// needs returns what a caller's parameters must be for the callee's to be as w says;
// false if a constant argument says otherwise. The caller has no signature where
// its parameters do not matter.
func (l *Locks) needs(w When, call *ast.CallExpr, caller *types.Signature) (When, bool) {
	var need When
	if w == need || !l.plain(call) {
		return need, true
	}
	for i := range min(len(call.Args), 64) {
		for _, value := range []bool{true, false} {
			if w.True>>i&1 == 0 && value || w.False>>i&1 == 0 && !value {
				continue
			}
			if c := l.info.Types[call.Args[i]].Value; c != nil {
				if (c.ExactString() == "true") != value {
					return need, false
				}
			} else if caller != nil {
				need = need.and(l.implied(caller, call.Args[i], value))
			}
		}
	}
	return need, true
}

// plain reports whether the arguments of a call stand where the parameters do.
func (l *Locks) plain(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return true
	}
	s, ok := l.info.Selections[sel]
	return !ok || s.Kind() == types.MethodVal
}
