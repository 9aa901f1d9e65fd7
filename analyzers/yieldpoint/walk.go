package yieldpoint

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// walk records the operations, calls and literals under root for n.
func (s *state) walk(n *node, root ast.Node) {
	ast.Inspect(root, func(x ast.Node) bool {
		switch x := x.(type) {
		case *ast.FuncLit:
			s.literal(n, x)
			return false
		case *ast.GoStmt:
			n.spawnsHere = true
			s.addCall(n, x.Call, true)
			s.walk(n, x.Call.Fun)
			for _, arg := range x.Call.Args {
				s.walk(n, arg)
			}
			return false
		case *ast.SelectStmt:
			s.selectStmt(n, x)
			return false
		case *ast.IfStmt:
			s.ifStmt(n, x)
			return false
		case *ast.SendStmt:
			s.op(n, x, x.Arrow, catalog.Chan, "channel send")
		case *ast.UnaryExpr:
			if x.Op == token.ARROW {
				s.receive(n, x)
			}
		case *ast.RangeStmt:
			s.rangeStmt(n, x)
			return false
		case *ast.CallExpr:
			s.addCall(n, x, false)
			s.reset(x)
		case *ast.CompositeLit:
			s.bindFields(x)
		case *ast.ReturnStmt:
			n.addReturn(x)
		case *ast.AssignStmt, *ast.ValueSpec:
			s.bind(x)
		}
		if u, ok := x.(*ast.UnaryExpr); ok && u.Op == token.AND {
			s.unbind(u.X)
		}
		return true
	})
}

func (s *state) op(n *node, x ast.Node, pos token.Pos, kind catalog.Kind, what string) {
	op := Op{Node: x, Kind: kind, Hard: true, What: what}
	n.ops = append(n.ops, primitive{op, s.place(pos)})
}

// receive records a channel receive. One from a timer's channel is a sleep.
func (s *state) receive(n *node, x *ast.UnaryExpr) {
	kind, what := catalog.Chan, "channel receive"
	if timer := s.timerChannel(x.X); timer != "" {
		kind, what = catalog.Sleep, "receive from "+timer
	}
	s.op(n, x, x.OpPos, kind, what)
}

// timerChannel names the timer that a channel expression of package time comes
// from, or returns "".
func (s *state) timerChannel(x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		if fn := s.staticCallee(x); fn != nil {
			switch name := catalog.FuncName(fn); name {
			case "time.After", "time.Tick":
				return name
			}
		}
	case *ast.SelectorExpr:
		sel := s.info.Selections[x]
		if sel != nil && sel.Kind() == types.FieldVal && sel.Obj().Pkg() != nil && sel.Obj().Pkg().Path() == "time" {
			return "time." + typeName(sel.Recv()) + "." + x.Sel.Name
		}
	}
	return ""
}

// rangeStmt records a range over a channel, and a range over a function as a
// call of it. The body of the loop belongs to n either way.
func (s *state) rangeStmt(n *node, x *ast.RangeStmt) {
	s.bindRange(x)
	var overFunc bool
	switch coreType(s.info.TypeOf(x.X)).(type) {
	case *types.Chan:
		s.op(n, x, x.For, catalog.Chan, "range over channel")
	case *types.Signature:
		overFunc = true
		c := &call{node: n, expr: x, fun: x.X, at: s.place(x.For)}
		s.calls[x] = c
		n.calls = append(n.calls, c)
	}
	for _, e := range []ast.Expr{x.Key, x.Value} {
		if e != nil {
			s.walk(n, e)
		}
	}
	// The compiler numbers the literals in the body of a loop over a function
	// before those in the function's expression.
	if overFunc {
		s.walk(n, x.Body)
		s.walk(n, x.X)
	} else {
		s.walk(n, x.X)
		s.walk(n, x.Body)
	}
}

// ifStmt looks into both branches even if the condition is a constant: another
// build may take the other one.
func (s *state) ifStmt(n *node, x *ast.IfStmt) {
	if x.Init != nil {
		s.walk(n, x.Init)
	}
	s.walk(n, x.Cond)
	value := s.info.Types[x.Cond].Value
	known := value != nil && value.Kind() == constant.Bool
	s.branch(n, x.Body, known && !constant.BoolVal(value))
	if x.Else != nil {
		s.branch(n, x.Else, known && constant.BoolVal(value))
	}
}

func (s *state) branch(n *node, body ast.Stmt, dead bool) {
	if dead {
		s.dead++
		defer func() { s.dead-- }()
	}
	s.walk(n, body)
}

// selectStmt records a select that can wait. The channel operations of its
// clauses are part of it; what computes their operands is not.
func (s *state) selectStmt(n *node, x *ast.SelectStmt) {
	if kind, what := selectKind(x); what != "" {
		s.op(n, x, x.Select, kind, what)
	}
	for _, c := range x.Body.List {
		clause := c.(*ast.CommClause)
		s.commOperands(n, clause.Comm)
		for _, stmt := range clause.Body {
			s.walk(n, stmt)
		}
	}
}

// selectKind says what a select waits for; what is empty if it does not wait. With
// one case only it is that channel operation, and the runtime says so, too.
func selectKind(x *ast.SelectStmt) (kind catalog.Kind, what string) {
	for _, clause := range x.Body.List {
		if clause.(*ast.CommClause).Comm == nil {
			return 0, ""
		}
	}
	if len(x.Body.List) != 1 {
		return catalog.Select, "select"
	}
	if _, ok := x.Body.List[0].(*ast.CommClause).Comm.(*ast.SendStmt); ok {
		return catalog.Chan, "channel send"
	}
	return catalog.Chan, "channel receive"
}

func (s *state) commOperands(n *node, comm ast.Stmt) {
	switch comm := comm.(type) {
	case *ast.SendStmt:
		s.walk(n, comm.Chan)
		s.walk(n, comm.Value)
	case *ast.ExprStmt:
		s.receiveOperand(n, comm.X)
	case *ast.AssignStmt:
		s.bind(comm)
		for _, lhs := range comm.Lhs {
			s.walk(n, lhs)
		}
		s.receiveOperand(n, comm.Rhs[0])
	}
}

func (s *state) receiveOperand(n *node, x ast.Expr) {
	if u, ok := ast.Unparen(x).(*ast.UnaryExpr); ok {
		s.walk(n, u.X)
	}
}

// addCall records a call; conversions and builtins are none.
func (s *state) addCall(n *node, x *ast.CallExpr, apart bool) {
	tv, ok := s.info.Types[x.Fun]
	if !ok || tv.IsType() || tv.IsBuiltin() {
		return
	}
	c := &call{
		node: n, expr: x, fun: x.Fun, args: x.Args, apart: apart,
		spread: x.Ellipsis.IsValid(), at: s.place(x.Lparen),
	}
	s.calls[x] = c
	n.calls = append(n.calls, c)
}
