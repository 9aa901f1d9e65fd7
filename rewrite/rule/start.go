package rule

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/rewrite/program"
)

// The reasons that every rule about go statements may give.
const (
	ArgumentBinding = "argument-binding" // an argument cannot be evaluated early without changing names
	ReturnsValue    = "returns-value"    // the literal has results, which the go statement drops
	CommentInHead   = "comment-in-head"  // a comment stands where the edit has to cut
)

// Start is a go statement taken apart: what has to be bound before, so that
// the task sees the values that the goroutine would have seen.
type Start struct {
	Stmt *ast.GoStmt
	Lit  *ast.FuncLit // nil for go f(x)
	Call *ast.CallExpr
	bind []binding
	// block: the bindings need a block of their own, as their names mean
	// something else to the statements that follow.
	block bool
}

type binding struct {
	name string
	// inside is the parameter that the body sets to name, as name itself means
	// something else outside: "" for none.
	inside string
	typ    types.Type // nil: that of the expression
	expr   ast.Expr
	uses   ast.Expr // the argument to be replaced by the name, for go f(x)
	addr   bool     // bind the address: the call takes it
	// deref: bind what the pointer points to, as the call copies it
	deref bool
}

// TakeApart analyses a go statement. A reason is given when its arguments
// cannot be bound by new variables.
func TakeApart(p *program.Program, fn *program.Func, stmt *ast.GoStmt) (*Start, string) {
	s := &Start{Stmt: stmt, Call: stmt.Call, block: JumpsOver(p, fn, stmt)}
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		s.Lit = lit
		if lit.Type.Results != nil && len(lit.Type.Results.List) > 0 {
			return nil, ReturnsValue
		}
		if HasComments(p.FileAt(stmt.Pos()), stmt.Pos(), lit.Body.Lbrace) || HasComments(p.FileAt(stmt.Pos()), lit.End(), stmt.End()) {
			return nil, CommentInHead
		}
		return s, s.bindParams(p, fn)
	}
	return s, s.bindArgs(p, fn)
}

// bindParams binds the arguments of a literal to its parameters' names.
func (s *Start) bindParams(p *program.Program, fn *program.Func) string {
	if s.Call.Ellipsis.IsValid() {
		return ArgumentBinding
	}
	var names []*ast.Ident // nil: the parameter has no name
	for _, field := range s.Lit.Type.Params.List {
		if _, variadic := field.Type.(*ast.Ellipsis); variadic {
			return ArgumentBinding
		}
		if len(field.Names) == 0 {
			names = append(names, nil)
		}
		names = append(names, field.Names...)
	}
	if len(names) != len(s.Call.Args) {
		return ArgumentBinding // one call gives all arguments
	}
	for i, name := range names {
		s.bindParam(p, fn, name, s.Call.Args[i])
	}
	if !s.setCapturing(p, fn) {
		return ArgumentBinding
	}
	return ""
}

// bindParam binds one argument, unless the body can name it itself or does not
// use it and nothing happens when it is evaluated.
func (s *Start) bindParam(p *program.Program, fn *program.Func, name *ast.Ident, arg ast.Expr) {
	f := fn.File
	var param *types.Var
	if name != nil && name.Name != "_" {
		param, _ = f.Info().Defs[name].(*types.Var)
	}
	stable := p.Stable(f, arg)
	if param == nil || len(p.Uses(param)) < 2 {
		if !stable || isOnlyUse(p, f, arg) {
			s.bind = append(s.bind, binding{name: "_", expr: arg})
		}
		return
	}
	identical := types.Identical(param.Type(), f.Info().TypeOf(arg))
	id, isIdent := ast.Unparen(arg).(*ast.Ident)
	if isIdent && id.Name == name.Name && stable && (identical || operated(p, param)) && p.Unchanged(f, param) {
		return
	}
	b := binding{name: name.Name, expr: arg}
	if s.clashes(p, f, name.Name) {
		if fresh := p.Fresh(fn, name.Name); s.alone(p, f, fresh) {
			b.name, b.inside = fresh, name.Name
		} else {
			s.block = true
		}
	}
	if !identical {
		b.typ = param.Type()
	}
	s.bind = append(s.bind, b)
}

// isOnlyUse reports whether arg is a variable that nothing else uses: without
// arg it would be declared and not used.
func isOnlyUse(p *program.Program, f *program.File, arg ast.Expr) bool {
	id, ok := ast.Unparen(arg).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := f.Info().ObjectOf(id).(*types.Var)
	return ok && !v.IsField() && v.Parent() != f.Pkg.Types.Scope() && len(p.Uses(v)) <= 2
}

// setCapturing gives a fresh name to each binding whose name a later binding's
// expression uses for something else: go func(a, b int) {...}(b, a). It reports
// whether there was one; the block keeps it from what others bind.
func (s *Start) setCapturing(p *program.Program, fn *program.Func) bool {
	for i := range s.bind {
		b := &s.bind[i]
		if !s.captures(i, b.name) {
			continue
		}
		fresh := p.Fresh(fn, b.name)
		if b.inside != "" || s.captures(-1, fresh) || s.binds(fresh) {
			return false
		}
		b.name, b.inside, s.block = fresh, b.name, true
	}
	return true
}

// captures reports whether an expression bound after the binding at index uses
// name.
func (s *Start) captures(index int, name string) bool {
	found := false
	for _, later := range s.bind[index+1:] {
		ast.Inspect(later.expr, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			found = found || ok && id.Name == name
			return !found
		})
	}
	return found
}

// clashes reports whether a name that is declared in front of the statement
// would be declared twice in its block, or mean something else in what
// follows.
func (s *Start) clashes(p *program.Program, f *program.File, name string) bool {
	if Innermost(f, s.Stmt.Pos()).Lookup(name) != nil {
		return true
	}
	found := false
	for _, stmt := range program.StmtList(p.Parent(s.Stmt)) {
		if other, ok := stmt.(*ast.GoStmt); stmt == ast.Stmt(s.Stmt) || stmt.Pos() < s.Stmt.Pos() && !ok {
			continue
		} else if ok && other.Pos() < s.Stmt.Pos() && !hasParam(other, name) {
			continue
		}
		ast.Inspect(stmt, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			found = found || ok && id.Name == name
			return !found
		})
	}
	return found
}

// alone reports whether no other binding, neither of this statement nor of
// another one of its block, may get a name that is fresh now.
func (s *Start) alone(p *program.Program, f *program.File, fresh string) bool {
	if s.binds(fresh) {
		return false
	}
	for _, stmt := range program.StmtList(p.Parent(s.Stmt)) {
		other, ok := stmt.(*ast.GoStmt)
		if ok && other != s.Stmt && (hasParams(other) || mayBind(p, f, other.Call, fresh)) {
			return false
		}
	}
	return true
}

// binds reports whether a binding has that name.
func (s *Start) binds(name string) bool {
	return slices.ContainsFunc(s.bind, func(b binding) bool { return b.name == name })
}

// hasParams reports whether a go statement's literal has parameters.
func hasParams(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	return ok && lit.Type.Params.NumFields() > 0
}

// hasParam reports whether a go statement's literal has a parameter of that
// name: it may be bound in front of that statement.
func hasParam(stmt *ast.GoStmt, name string) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok {
		return false
	}
	for _, field := range lit.Type.Params.List {
		for _, id := range field.Names {
			if id.Name == name {
				return true
			}
		}
	}
	return false
}

// HasComments reports whether a comment lies between two positions.
func HasComments(f *program.File, from, to token.Pos) bool {
	for _, group := range f.AST.Comments {
		if group.Pos() >= from && group.End() <= to {
			return true
		}
	}
	return false
}
