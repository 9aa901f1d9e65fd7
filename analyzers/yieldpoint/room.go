package yieldpoint

import (
	"go/ast"
	"go/token"
	"go/types"
)

// freeSends marks the sends to a variable if its buffer has room for all that
// can ever be sent there: every mention of the variable is in sight, each send runs
// at most once for each channel that the variable holds, and no path through the
// function and through the goroutines that it starts has more of them than room.
func (s *state) freeSends(v *types.Var, room int, uses []chanUse, free map[ast.Node]bool) {
	var sends []*ast.SendStmt
	bodies := make(map[ast.Node]bool)
	for _, u := range uses {
		send, ok := u.parent().(*ast.SendStmt)
		if !ok || ast.Unparen(send.Chan) != u.id {
			if !s.cannotSend(u) {
				return
			}
			continue
		}
		body := u.runsOnce(v)
		if body == nil {
			return
		}
		bodies[body] = true
		sends = append(sends, send)
	}
	total := 0
	for body := range bodies {
		total += mostSends(body, func(x *ast.SendStmt) bool {
			id, ok := ast.Unparen(x.Chan).(*ast.Ident)
			return ok && s.info.Uses[id] == v
		})
	}
	if total > room {
		return
	}
	for _, send := range sends {
		free[send] = true
	}
}

// cannotSend reports whether the mention of a channel lets nobody send to it.
func (s *state) cannotSend(u chanUse) bool {
	switch x := u.parent().(type) {
	case *ast.UnaryExpr:
		return x.Op == token.ARROW
	case *ast.RangeStmt:
		return ast.Unparen(x.X) == u.id
	case *ast.BinaryExpr:
		return true // compared
	case *ast.CallExpr:
		return s.isBuiltin(x, "close", "len", "cap") || s.handedToReceive(x, u.id)
	case *ast.ReturnStmt:
		return s.returnedToReceive(x, u)
	}
	return false
}

// handedToReceive reports whether the channel is an argument for a parameter that
// only receives.
func (s *state) handedToReceive(call *ast.CallExpr, id *ast.Ident) bool {
	if tv := s.info.Types[call.Fun]; tv.IsType() {
		return receiveOnly(tv.Type)
	}
	sig, ok := coreType(s.info.TypeOf(call.Fun)).(*types.Signature)
	if !ok {
		return false
	}
	for i, arg := range call.Args {
		if ast.Unparen(arg) == id {
			return i < sig.Params().Len() && receiveOnly(sig.Params().At(i).Type())
		}
	}
	return false
}

func (s *state) returnedToReceive(ret *ast.ReturnStmt, u chanUse) bool {
	for i := len(u.stack) - 1; i >= 0; i-- {
		var sig *types.Signature
		switch n := u.stack[i].(type) {
		case *ast.FuncLit:
			sig, _ = s.info.TypeOf(n).(*types.Signature)
		case *ast.FuncDecl:
			sig, _ = s.info.TypeOf(n.Name).(*types.Signature)
		default:
			continue
		}
		for j, r := range ret.Results {
			if ast.Unparen(r) == u.id {
				return sig != nil && j < sig.Results().Len() && receiveOnly(sig.Results().At(j).Type())
			}
		}
		return false
	}
	return false
}

func receiveOnly(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	return ok && ch.Dir() == types.RecvOnly
}

// runsOnce returns the code around the use that runs at most once for each
// channel that v holds: the body of a function literal that is called, started or deferred
// where it stands, or else the block that declares v. It is nil if a loop or another
// literal is between.
func (u chanUse) runsOnce(v *types.Var) ast.Node {
	var body ast.Node
	for i := len(u.stack) - 1; i >= 0; i-- {
		n := u.stack[i]
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return nil // also if the statement itself declares the variable
		case *ast.FuncLit:
			if call, ok := u.stack[i-1].(*ast.CallExpr); !ok || call.Fun != n {
				return nil
			}
			if body == nil {
				body = n.Body
			}
		}
		if n.Pos() <= v.Pos() && v.Pos() < n.End() {
			if body == nil {
				body = n
			}
			return body
		}
	}
	return nil
}
