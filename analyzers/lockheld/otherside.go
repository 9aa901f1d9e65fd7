package lockheld

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/lockheld/partners"
)

// A side says who ends a wait.
type side uint8

const (
	unseen    side = iota // nobody is seen who does
	own                   // a function of the package that needs nothing for it
	outside               // users of the package, or a timer
	needsLock             // a function that takes the lock first
)

// heldLock is a lock that is held across a wait.
type heldLock struct {
	lock *types.Var
	told map[types.Object]bool // what the function that holds it has set
}

// otherSide returns who ends the wait of an operation, and for needsLock where.
func (c *checker) otherSide(n ast.Node, held heldLock) (side, ast.Node) {
	switch n := n.(type) {
	case *ast.SendStmt:
		return c.answers(n, n.Chan, held, partners.Receives)
	case *ast.UnaryExpr:
		return c.answers(n, n.X, held, partners.Sends, partners.Closes)
	case *ast.RangeStmt:
		return c.answers(n, n.X, held, partners.Closes)
	case *ast.CallExpr:
		if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
			return c.answers(n, sel, held, partners.Finishes)
		}
	case *ast.SelectStmt:
		return c.selected(n, held)
	}
	return unseen, nil
}

// selected returns who ends a select: whoever does the other half of one of its
// cases. A case that only a close ends, or that is not known, as that of a context, does not
// count: it is there to give up.
func (c *checker) selected(sel *ast.SelectStmt, held heldLock) (side, ast.Node) {
	worst, where := unseen, ast.Node(nil)
	for _, clause := range sel.Body.List {
		s, at := unseen, ast.Node(nil)
		switch comm := clause.(*ast.CommClause).Comm.(type) {
		case *ast.SendStmt:
			s, at = c.answers(sel, comm.Chan, held, partners.Receives)
		case *ast.ExprStmt:
			s, at = c.received(sel, comm.X, held)
		case *ast.AssignStmt:
			s, at = c.received(sel, comm.Rhs[0], held)
		}
		if s == own {
			return own, nil
		}
		if s > worst {
			worst, where = s, at
		}
	}
	return worst, where
}

func (c *checker) received(sel *ast.SelectStmt, e ast.Expr, held heldLock) (side, ast.Node) {
	u, ok := ast.Unparen(e).(*ast.UnaryExpr)
	if !ok {
		return unseen, nil
	}
	if call, ok := ast.Unparen(u.X).(*ast.CallExpr); ok {
		if fn, ok := typeutil.Callee(c.pass.TypesInfo, call).(*types.Func); ok && fn.FullName() == "time.After" {
			return outside, nil
		}
	}
	return c.answers(sel, u.X, held, partners.Sends)
}

// answers returns who does the other half of a wait for what e names.
func (c *checker) answers(at ast.Node, e ast.Expr, held heldLock, does ...partners.Does) (side, ast.Node) {
	found := unseen
	for _, h := range c.partners.Halves(e) {
		if !slices.Contains(does, h.Does) || c.inTest(h.At) || h.Body == nil || isBody(h.Body, at) {
			continue
		}
		if c.takesBefore(h, held) {
			return needsLock, h.At
		}
		if c.waitsForUsers(h) {
			found = outside
		}
		found = max(found, own)
	}
	if c.partners.Shared(e) && !c.partners.Lent(e) && !carriesTokens(c.pass.TypesInfo.TypeOf(e), does) {
		return outside, nil
	}
	return found, nil
}

// waitsForUsers reports whether a function sends to users of the package what they may
// take or not, before it does its half.
func (c *checker) waitsForUsers(h partners.Half) bool {
	found := false
	limit := until(h)
	inSelect := make(map[ast.Node]bool)
	ast.Inspect(h.Body, func(n ast.Node) bool {
		if n == nil || n.Pos() >= limit {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return n == h.Body
		case *ast.CommClause:
			inSelect[n.Comm] = true
		case *ast.SendStmt:
			found = found || !inSelect[n] && c.partners.Shared(n.Chan)
		}
		return true
	})
	return found
}

// carriesTokens reports whether what is received may be a token, which whoever has taken it
// puts back.
func carriesTokens(t types.Type, does []partners.Does) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok || slices.Contains(does, partners.Receives) {
		return false
	}
	st, ok := ch.Elem().Underlying().(*types.Struct)
	return ok && st.NumFields() == 0
}

// takesBefore reports whether a function takes the lock before it does its half.
func (c *checker) takesBefore(h partners.Half, held heldLock) bool {
	t := taker{c: c, held: held, seen: make(map[ast.Node]bool)}
	return t.takes(h.Body, c.since(h), until(h))
}

// until returns where what comes before a half ends in its function: a half in a loop
// or a deferred call comes after all that the loop or the function does.
func until(h partners.Half) token.Pos {
	if h.Whole {
		return h.Body.End()
	}
	limit := h.At.Pos()
	ast.Inspect(h.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return n == h.Body
		case *ast.ForStmt, *ast.RangeStmt:
			if encloses(n, h.At) && n != h.At {
				limit = max(limit, n.End())
			}
		case *ast.DeferStmt:
			if encloses(n, h.At) {
				limit = h.Body.End()
			}
		}
		return true
	})
	return limit
}

// isBody reports whether n is in the function itself, not in a literal inside.
func isBody(fn, n ast.Node) bool {
	if !encloses(fn, n) {
		return false
	}
	inLiteral := false
	ast.Inspect(fn, func(m ast.Node) bool {
		if lit, ok := m.(*ast.FuncLit); ok && m != fn {
			inLiteral = inLiteral || encloses(lit, n)
		}
		return !inLiteral
	})
	return !inLiteral
}

func encloses(outer, n ast.Node) bool { return outer.Pos() <= n.Pos() && n.End() <= outer.End() }

// taker looks for where a lock is taken that is held.
type taker struct {
	c    *checker
	held heldLock
	seen map[ast.Node]bool
}

// takes reports whether a function takes the lock, itself or by calls of functions of
// the package, behind a point and before it gets to a limit. What it does only under a condition that asks for what
// who waits has set does not count.
func (t *taker) takes(fn ast.Node, since, limit token.Pos) bool {
	if fn == nil || t.seen[fn] {
		return false
	}
	t.seen[fn] = true
	found := false
	ast.Inspect(fn, func(n ast.Node) bool {
		if found || n == nil || n.Pos() >= limit {
			return false
		}
		switch n := n.(type) {
		case *ast.GoStmt:
			return false
		case *ast.IfStmt:
			return !t.c.asks(n.Cond, t.held.told)
		case *ast.CallExpr:
			if n.Pos() <= since {
				return true
			}
			if p, _, ok := t.c.locks.Acquires(n); ok {
				found = found || p.Last == t.held.lock
				return !found
			}
			if callee := typeutil.StaticCallee(t.c.pass.TypesInfo, n); callee != nil {
				if decl := t.c.partners.Decl(callee); decl != nil {
					found = t.takes(decl, token.NoPos, decl.End())
				}
			}
		}
		return !found
	})
	return found
}
