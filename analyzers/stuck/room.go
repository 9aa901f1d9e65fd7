package stuck

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/asyncport/asyncport/analyzers/stuck/explore"
	"github.com/asyncport/asyncport/analyzers/suggestedfix"
)

// makeRoom returns the fix that gives the channel of a send a buffer of one.
//
// With it the send always has room if it is the only one for each channel that is
// made. Nobody can tell the difference otherwise if all uses of the channel are
// sends, receives and loops in sight, and if the sender has nothing left to do but
// to close the channel: what it did after the send would now come earlier.
func makeRoom(pass *analysis.Pass, f explore.Finding) []analysis.SuggestedFix {
	file := suggestedfix.File(pass, f.Made)
	if f.Kind != "send" || file == nil || !f.Made.IsValid() {
		return nil
	}
	m, ok := newMaking(pass, file, f.Made)
	if !ok || !m.onlySender(m.uses()) {
		return nil
	}
	return suggestedfix.New(pass, "Give the channel a buffer, so that the send never waits",
		analysis.TextEdit{Pos: m.call.Args[0].End(), End: m.call.Args[0].End(), NewText: []byte(", 1")})
}

// making is a call of make without a size whose channel is kept in a local variable.
type making struct {
	info *types.Info
	fn   *ast.FuncDecl // the declaration around
	call *ast.CallExpr
	path []ast.Node // from the call to the file
	v    *types.Var
}

func newMaking(pass *analysis.Pass, file *ast.File, at token.Pos) (*making, bool) {
	path, _ := astutil.PathEnclosingInterval(file, at, at)
	for len(path) > 0 {
		if _, ok := path[0].(*ast.CallExpr); ok {
			break
		}
		path = path[1:]
	}
	if len(path) < 3 {
		return nil, false
	}
	m := &making{info: pass.TypesInfo, call: path[0].(*ast.CallExpr), path: path}
	fun, _ := ast.Unparen(m.call.Fun).(*ast.Ident)
	if fun == nil || m.info.Uses[fun] != types.Universe.Lookup("make") || len(m.call.Args) != 1 {
		return nil, false
	}
	m.fn, _ = path[len(path)-2].(*ast.FuncDecl)
	m.v = m.variable()
	return m, m.fn != nil && m.v != nil
}

// variable returns the variable that is declared with the channel.
func (m *making) variable() *types.Var {
	var name *ast.Ident
	switch n := m.path[1].(type) {
	case *ast.AssignStmt:
		for i, rhs := range n.Rhs {
			if rhs == m.call && n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) {
				name, _ = n.Lhs[i].(*ast.Ident)
			}
		}
	case *ast.ValueSpec:
		for i, value := range n.Values {
			if value == m.call && len(n.Names) == len(n.Values) {
				name = n.Names[i]
			}
		}
	}
	if name == nil {
		return nil
	}
	v, _ := m.info.Defs[name].(*types.Var)
	return v
}

// use is one place that names the channel, with the nodes around it, innermost
// first.
type use struct{ around []ast.Node }

func (m *making) uses() []use {
	var list []use
	var stack []ast.Node
	ast.Inspect(m.fn, func(n ast.Node) bool {
		if n == nil {
			stack = stack[1:]
			return true
		}
		if id, ok := n.(*ast.Ident); ok && m.info.Uses[id] == m.v {
			list = append(list, use{stack})
		}
		stack = append([]ast.Node{n}, stack...)
		return true
	})
	return list
}

// onlySender reports whether all sends are in one goroutine that is started once for
// each channel, each as the last thing it does, and all else are receives.
func (m *making) onlySender(uses []use) bool {
	var sender *ast.FuncLit
	var closes []use
	for _, u := range uses {
		switch n := u.around[0].(type) {
		case *ast.SendStmt:
			lit, ok := m.goroutine(u.around)
			if !ok || sender != nil && lit != sender || m.isChannel(n.Value) || !m.last(u.around) {
				return false
			}
			sender = lit
		case *ast.UnaryExpr:
			if n.Op != token.ARROW {
				return false
			}
		case *ast.RangeStmt:
			if !m.isChannel(n.X) {
				return false
			}
		case *ast.CallExpr:
			if !m.isClose(n) {
				return false
			}
			closes = append(closes, u)
		default:
			return false
		}
	}
	if sender == nil || m.deferred(sender) {
		return false
	}
	for _, u := range closes {
		if lit := innermost(u.around); lit != sender {
			return false // another's close may come before the send
		}
	}
	return true
}

// goroutine returns the literal around a send, if it is that of a go statement that
// runs once for each channel.
func (m *making) goroutine(around []ast.Node) (*ast.FuncLit, bool) {
	lit, ok := innermost(around).(*ast.FuncLit)
	if !ok {
		return nil, false
	}
	for i, n := range around {
		stmt, ok := n.(*ast.GoStmt)
		if !ok || ast.Unparen(stmt.Call.Fun) != lit {
			continue
		}
		outer := around[i+1:]
		return lit, innermost(outer) == innermost(m.path[1:]) && loop(outer) == loop(m.path[1:]) && !jumps(m.fn)
	}
	return nil, false
}

// last reports whether nothing runs after the send in its function but a close of
// the channel.
func (m *making) last(around []ast.Node) bool {
	for i, n := range around[:len(around)-1] {
		var list []ast.Stmt
		switch parent := around[i+1].(type) {
		case *ast.BlockStmt:
			if !isClause(n) {
				list = parent.List
			}
		case *ast.CaseClause:
			list = parent.Body
		case *ast.CommClause:
			if parent.Comm == n {
				return false // the other cases are there for the time when it waits
			}
			list = parent.Body
		case *ast.ForStmt, *ast.RangeStmt, *ast.LabeledStmt:
			return false
		case *ast.FuncLit:
			return true
		}
		if ended, ok := m.rest(list, n); !ok {
			return false
		} else if ended {
			return true
		}
	}
	return false
}

// isClause reports whether the node is one of the branches of a switch or select.
func isClause(n ast.Node) bool {
	switch n.(type) {
	case *ast.CaseClause, *ast.CommClause:
		return true
	}
	return false
}

// rest looks at what follows a statement in a list: whether it ends the function, and
// whether it is only that and a close of the channel.
func (m *making) rest(list []ast.Stmt, n ast.Node) (ended, ok bool) {
	behind := false
	for _, s := range list {
		if s == n {
			behind = true
			continue
		}
		if !behind {
			continue
		}
		switch s := s.(type) {
		case *ast.ReturnStmt:
			return true, len(s.Results) == 0
		case *ast.ExprStmt:
			if call, isCall := s.X.(*ast.CallExpr); !isCall || !m.isClose(call) {
				return false, false
			}
		default:
			return false, false
		}
	}
	return false, true
}

// deferred reports whether the literal defers anything but a close of the channel.
func (m *making) deferred(lit *ast.FuncLit) bool {
	found := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = found || !m.isClose(n.Call)
		}
		return !found
	})
	return found
}

func (m *making) isClose(call *ast.CallExpr) bool {
	fun, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && m.info.Uses[fun] == types.Universe.Lookup("close") && m.isChannel(call.Args[0])
}

func (m *making) isChannel(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && m.info.Uses[id] == m.v
}

// innermost returns the function that holds what the nodes are around.
func innermost(around []ast.Node) ast.Node {
	for _, n := range around {
		switch n.(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			return n
		}
	}
	return nil
}

// loop returns the loop that holds what the nodes are around, in the same function.
func loop(around []ast.Node) ast.Node {
	for _, n := range around {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return n
		case *ast.FuncLit, *ast.FuncDecl:
			return nil
		}
	}
	return nil
}

// jumps reports whether a goto may run a statement twice.
func jumps(fn *ast.FuncDecl) bool {
	found := false
	ast.Inspect(fn, func(n ast.Node) bool {
		b, ok := n.(*ast.BranchStmt)
		found = found || ok && b.Tok == token.GOTO
		return !found
	})
	return found
}
