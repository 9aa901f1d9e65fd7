package stuck

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// opKind is what is done with a channel.
type opKind uint8

const (
	send opKind = iota
	receive
	ranges
	closes
)

func (k opKind) String() string {
	return [...]string{"send", "receive", "range", "close"}[k]
}

// op is one operation on a channel.
type op struct {
	kind opKind
	node ast.Node
	body ast.Node // the function that runs it
	// clause is the clause of a select whose communication it is, or nil.
	clause *ast.CommClause
}

// channel is a local channel whose operations are all known.
type channel struct {
	v        *types.Var
	made     *ast.CallExpr
	buffered bool
	body     ast.Node // the function that makes it
	ops      []op
}

// channels returns the channels that are made and held in a local variable and
// do nothing else than be operated on, in source order.
func (f *finder) channels(file *ast.File) []*channel {
	var list []*channel
	byVar := make(map[*types.Var]*channel)
	known := make(map[*ast.Ident]bool) // uses that were understood
	f.inspect(file, func(n ast.Node, body ast.Node) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if ch := f.made(n, body); ch != nil {
				byVar[ch.v] = ch
				list = append(list, ch)
				known[n.Lhs[0].(*ast.Ident)] = true
			}
		case *ast.SendStmt:
			f.operation(byVar, known, send, n.Chan, n, body)
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				f.operation(byVar, known, receive, n.X, n, body)
			}
		case *ast.RangeStmt:
			f.operation(byVar, known, ranges, n.X, n, body)
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "close" && len(n.Args) == 1 {
				if _, ok := f.pass.TypesInfo.Uses[id].(*types.Builtin); ok {
					f.operation(byVar, known, closes, n.Args[0], n, body)
				}
			}
		}
	})
	escaped := make(map[*types.Var]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !known[id] {
			if v, ok := f.pass.TypesInfo.ObjectOf(id).(*types.Var); ok {
				escaped[v] = true
			}
		}
		return true
	})
	kept := list[:0]
	for _, ch := range list {
		if !escaped[ch.v] {
			kept = append(kept, ch)
		}
	}
	return kept
}

// made returns the channel that a statement "ch := make(chan T)" makes, or nil.
func (f *finder) made(n *ast.AssignStmt, body ast.Node) *channel {
	if n.Tok != token.DEFINE || len(n.Lhs) != 1 || len(n.Rhs) != 1 || body == nil {
		return nil
	}
	call, ok := n.Rhs[0].(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	id, ok := call.Fun.(*ast.Ident)
	if !ok || id.Name != "make" {
		return nil
	}
	v, ok := f.pass.TypesInfo.Defs[n.Lhs[0].(*ast.Ident)].(*types.Var)
	if !ok {
		return nil
	}
	if _, ok := v.Type().Underlying().(*types.Chan); !ok {
		return nil
	}
	buffered := false
	if len(call.Args) == 2 {
		size := f.pass.TypesInfo.Types[call.Args[1]].Value
		buffered = size == nil || constant.Sign(size) != 0
	}
	return &channel{v: v, made: call, buffered: buffered, body: body}
}

// operation notes an operation on a channel of byVar.
func (f *finder) operation(byVar map[*types.Var]*channel, known map[*ast.Ident]bool, kind opKind, e ast.Expr, n, body ast.Node) {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return
	}
	v, _ := f.pass.TypesInfo.Uses[id].(*types.Var)
	ch := byVar[v]
	if ch == nil {
		return
	}
	known[id] = true
	ch.ops = append(ch.ops, op{kind: kind, node: n, body: body, clause: f.clauseOf(n)})
}

// clauseOf returns the select clause whose communication n is or begins, or nil.
func (f *finder) clauseOf(n ast.Node) *ast.CommClause {
	for child := n; ; {
		parent := f.parent[child]
		switch p := parent.(type) {
		case *ast.CommClause:
			if p.Comm == child {
				return p
			}
			return nil
		case *ast.ExprStmt, *ast.AssignStmt, *ast.ParenExpr:
			child = parent
		default:
			return nil
		}
	}
}
