package color

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
)

// handed is who calls a function that is used as a value. The value is followed
// to the parameters and local variables that it becomes, as long as these are
// only called or handed on. Where it is kept instead, whoever may call it.
type handed struct {
	plan    *Plan
	callers []*program.Func // owners of the frames that call it
	unknown bool            // others may call it, and they may be tasks
	seen    map[token.Pos]bool
}

// valueOf follows all uses of fn as a value.
func (p *Plan) valueOf(fn *program.Func) *handed {
	h := &handed{plan: p, seen: map[token.Pos]bool{}}
	if fn.Lit != nil {
		if p.roles[fn] == Foreign {
			h.first(fn.File, fn.Lit)
		}
		return h
	}
	for _, id := range p.prog.Values(fn) {
		var value ast.Expr = id
		if sel, ok := p.prog.Parent(id).(*ast.SelectorExpr); ok {
			value = sel
		}
		h.first(p.prog.FileAt(id.Pos()), value)
	}
	return h
}

// HandedToTask reports whether a literal that the function around it hands on is
// called by one that may run in a task.
func (p *Plan) HandedToTask(lit *program.Func) bool {
	h := &handed{plan: p, seen: map[token.Pos]bool{}}
	h.first(lit.File, lit.Lit)
	return h.unknown || slices.ContainsFunc(h.callers, p.InTask)
}

// first follows a function from where it is named, or a local variable that holds
// it is. Another module that is given it there runs it on goroutines of its own, as
// far as nobody knows better.
func (h *handed) first(f *program.File, value ast.Expr) {
	value, parent := h.climb(f, value)
	if call, ok := parent.(*ast.CallExpr); ok && call.Fun != value {
		callee, _ := typeutil.Callee(f.Info(), call).(*types.Func)
		if callee != nil && h.plan.prog.FileAt(callee.Pos()) == nil {
			if entry, ok := catalog.Lookup(callee); ok && slices.Contains(entry.Calls, slices.Index(call.Args, value)) {
				h.calledBy(f, call, value)
			}
			return
		}
	}
	if assign, ok := parent.(*ast.AssignStmt); ok {
		if v := h.variable(f, assign, value); v != nil {
			h.uses(v, h.first)
			return
		}
	}
	h.follow(f, value)
}

// climb returns the largest expression that stands for a function value alone,
// with parentheses, type arguments and conversions, and what that is part of.
func (h *handed) climb(f *program.File, value ast.Expr) (ast.Expr, ast.Node) {
	for {
		parent := h.plan.prog.Parent(value)
		switch n := parent.(type) {
		case *ast.ParenExpr:
			value = n
			continue
		case *ast.IndexExpr:
			if n.X == value && isFunc(f, n) {
				value = n
				continue
			}
		case *ast.IndexListExpr:
			if n.X == value {
				value = n
				continue
			}
		case *ast.CallExpr:
			if tv, ok := f.Info().Types[n.Fun]; ok && tv.IsType() {
				value = n
				continue
			}
		}
		return value, parent
	}
}

// isFunc reports whether an index expression gives type arguments to a function.
func isFunc(f *program.File, n *ast.IndexExpr) bool {
	_, ok := types.Unalias(f.Info().TypeOf(n.X)).(*types.Signature)
	return ok
}

// follow follows one use of a value.
func (h *handed) follow(f *program.File, value ast.Expr) {
	value, parent := h.climb(f, value)
	switch n := parent.(type) {
	case *ast.BinaryExpr: // compared with nil
	case *ast.RangeStmt:
		h.calledAt(n)
	case *ast.CallExpr:
		if n.Fun == value {
			h.calledAt(n)
		} else {
			h.argument(f, n, slices.Index(n.Args, value))
		}
	case *ast.AssignStmt:
		v := h.variable(f, n, value)
		if v == nil {
			h.unknown = true
			return
		}
		h.uses(v, h.follow)
	default:
		h.unknown = true
	}
}

// variable returns the local variable that an assignment declares with the value
// and nothing sets again; nil if it is no such assignment.
func (h *handed) variable(f *program.File, assign *ast.AssignStmt, value ast.Expr) *types.Var {
	if assign.Tok != token.DEFINE || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 || assign.Rhs[0] != value {
		return nil
	}
	id, _ := assign.Lhs[0].(*ast.Ident)
	v, _ := f.Info().Defs[id].(*types.Var)
	if v == nil || !h.plan.prog.Unchanged(f, v) {
		return nil
	}
	return v
}

// uses follows the value of a parameter or local variable.
func (h *handed) uses(v *types.Var, follow func(*program.File, ast.Expr)) {
	if h.seen[v.Pos()] {
		return
	}
	h.seen[v.Pos()] = true
	for _, id := range h.plan.prog.Uses(v) {
		if id.Pos() != v.Pos() && !h.sets(id) {
			follow(h.plan.prog.FileAt(id.Pos()), id)
		}
	}
}

// sets reports whether a variable is only given another value.
func (h *handed) sets(id *ast.Ident) bool {
	assign, ok := h.plan.prog.Parent(id).(*ast.AssignStmt)
	return ok && slices.Contains(assign.Lhs, ast.Expr(id))
}

// calledAt notes a call of the value, or a loop over what it yields. Whoever
// calls the literal in which that stands calls the value, too.
func (h *handed) calledAt(n ast.Node) {
	p := h.plan
	if stmt, ok := p.prog.Parent(n).(*ast.GoStmt); ok {
		h.unknown = h.unknown || p.starts[stmt.Call]
		return
	}
	caller := p.owner(p.prog.Enclosing(n))
	if caller == nil { // a variable of a package
		h.unknown = true
		return
	}
	h.callers = append(h.callers, caller)
	if caller.Lit != nil && p.roles[caller] == Foreign && !h.seen[caller.Lit.Pos()] {
		h.seen[caller.Lit.Pos()] = true
		h.follow(caller.File, caller.Lit)
	}
}

// calledBy notes a call that calls its argument, unless it is marked and does so
// with the loop released.
func (h *handed) calledBy(f *program.File, call *ast.CallExpr, arg ast.Expr) {
	lit, _ := ast.Unparen(arg).(*ast.FuncLit)
	if fn := h.plan.prog.LocalFunc(f, arg); fn != nil {
		lit = fn.Lit
	}
	if !h.plan.released[lit] {
		h.calledAt(call)
	}
}

// argument follows the value into a function that takes it.
func (h *handed) argument(f *program.File, call *ast.CallExpr, index int) {
	p := h.plan
	callee, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	if callee == nil {
		h.unknown = true
		return
	}
	if p.isRuntimeFunc(callee, "Offload", "OffloadValue", "TryOffload") || p.releases(f, call) {
		return // an earlier port put it beside the loop
	}
	if entry, ok := catalog.Lookup(callee); ok {
		switch {
		case slices.Contains(entry.Starts, index):
			return
		case slices.Contains(entry.Calls, index):
			h.calledBy(f, call, call.Args[index])
			return
		}
	}
	c := p.prog.CallAt(call)
	if c == nil || c.Callee == nil || c.Callee.Body() == nil {
		h.unknown = true
		return
	}
	param := paramAt(c.Callee, index)
	if param == nil {
		h.unknown = true
		return
	}
	h.uses(param, h.follow)
}
