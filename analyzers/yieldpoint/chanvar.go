package yieldpoint

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// markFree marks the channel operations that are proved not to wait: sends into
// a buffer that nobody can have filled, and receives after a close.
func (s *state) markFree() {
	free := make(map[ast.Node]bool)
	done := make(map[*ast.FuncDecl]bool)
	for _, n := range s.nodes {
		// Most functions have no operation that could be free.
		if decl := n.declaration(); len(n.ops) > 0 && decl != nil && !done[decl] {
			done[decl] = true
			if !jumps(decl.Body) {
				s.freeIn(decl, free)
			}
		}
	}
	for _, n := range s.nodes {
		for i := range n.ops {
			n.ops[i].Free = free[n.ops[i].Node]
		}
	}
}

// jumps reports whether a goto may run a statement twice without a loop.
func jumps(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		b, ok := n.(*ast.BranchStmt)
		found = found || ok && b.Tok == token.GOTO
		return !found
	})
	return found
}

// chanUse is one mention of a channel variable.
type chanUse struct {
	id    *ast.Ident
	stack []ast.Node // what is around it, the function's declaration first
}

func (s *state) freeIn(decl *ast.FuncDecl, free map[ast.Node]bool) {
	uses := make(map[*types.Var][]chanUse)
	room := make(map[*types.Var]int) // variables that hold one channel each, with its capacity
	var vars []*types.Var
	ast.PreorderStack(decl, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) {
				for i, lhs := range n.Lhs {
					s.madeChannel(lhs, n.Rhs[i], room)
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if len(n.Values) == len(n.Names) {
					s.madeChannel(name, n.Values[i], room)
				}
			}
		case *ast.Ident:
			if v, ok := s.info.Uses[n].(*types.Var); ok && isChan(v) {
				if uses[v] == nil {
					vars = append(vars, v)
				}
				uses[v] = append(uses[v], chanUse{n, append([]ast.Node(nil), stack...)})
			}
		}
		return true
	})
	for _, v := range vars {
		_, isParam := s.params[v]
		_, made := room[v]
		if made && len(s.bindings[v]) == 1 || isParam && len(s.bindings[v]) == 0 {
			s.freeReceives(uses[v], free)
		}
		if made && len(s.bindings[v]) == 1 && room[v] > 0 {
			s.freeSends(v, room[v], uses[v], free)
		}
	}
}

func isChan(v *types.Var) bool {
	_, ok := v.Type().Underlying().(*types.Chan)
	return ok && !v.IsField()
}

// madeChannel records a variable that is declared with a new channel of constant
// capacity.
func (s *state) madeChannel(lhs, rhs ast.Expr, room map[*types.Var]int) {
	id, ok := lhs.(*ast.Ident)
	if !ok {
		return
	}
	v, ok := s.info.Defs[id].(*types.Var)
	call, isCall := ast.Unparen(rhs).(*ast.CallExpr)
	if !ok || !isCall || !isChan(v) || !s.isBuiltin(call, "make") {
		return
	}
	room[v] = 0
	if len(call.Args) == 2 {
		if size := s.info.Types[call.Args[1]].Value; size != nil {
			if n, exact := constant.Int64Val(constant.ToInt(size)); exact {
				room[v] = int(n)
			}
		}
	}
}

func (s *state) isBuiltin(call *ast.CallExpr, names ...string) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := s.info.Uses[id].(*types.Builtin)
	for _, name := range names {
		if ok && b.Name() == name {
			return true
		}
	}
	return false
}
