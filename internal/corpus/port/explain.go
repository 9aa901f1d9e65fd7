package main

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// explainer knows which lines of an old file a port may change.
type explainer struct {
	fset    *token.FileSet
	file    *ast.File
	src     []string
	changed map[string]bool // names whose signature changed
	entries map[int]bool    // lines of functions that enter the loop
	lines   map[int]bool
}

func (e *explainer) line(pos token.Pos) int { return e.fset.Position(pos).Line }

// span explains the lines from one position to another.
func (e *explainer) span(from, to token.Pos) {
	for l := e.line(from); l <= e.line(to); l++ {
		e.lines[l] = true
	}
}

// site explains the statement that a site stands in. Of one with a body that is its
// head; a select is a site with its cases, and a goroutine with its last line, too.
func (e *explainer) site(s site) {
	if s.Construct == "entry" {
		e.entries[s.Line] = true
	}
	var stmt ast.Node
	ast.Inspect(e.file, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		p := e.fset.Position(n.Pos())
		within := (p.Line < s.Line || p.Line == s.Line && p.Column <= s.Column) && e.line(n.End()) >= s.Line
		_, isStmt := n.(ast.Stmt)
		_, isBlock := n.(*ast.BlockStmt)
		_, isSpec := n.(*ast.ValueSpec)
		if within && (isStmt && !isBlock || isSpec) {
			stmt = n
		}
		return within
	})
	if stmt != nil {
		e.statement(stmt)
	}
}

func (e *explainer) statement(stmt ast.Node) {
	switch n := stmt.(type) {
	case *ast.SelectStmt:
		e.span(n.Pos(), n.Body.Lbrace)
		for _, c := range n.Body.List {
			e.span(c.Pos(), c.(*ast.CommClause).Colon)
		}
		e.span(n.Body.Rbrace, n.Body.Rbrace)
	case *ast.ForStmt:
		e.span(n.Pos(), n.Body.Lbrace)
	case *ast.RangeStmt:
		e.span(n.Pos(), n.Body.Lbrace)
	case *ast.IfStmt:
		e.span(n.Pos(), n.Body.Lbrace)
	case *ast.SwitchStmt:
		e.span(n.Pos(), n.Body.Lbrace)
	case *ast.TypeSwitchStmt:
		e.span(n.Pos(), n.Body.Lbrace)
	default:
		e.heads(stmt)
	}
}

// heads explains a statement without the bodies of the function literals in it.
func (e *explainer) heads(stmt ast.Node) {
	from := stmt.Pos()
	ast.Inspect(stmt, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if ok {
			e.span(from, lit.Body.Lbrace)
			from = lit.Body.Rbrace
		}
		return !ok
	})
	e.span(from, stmt.End())
}

// contexts explains where a function that has a task uses contexts: the task takes
// the place of its context parameter and that one's name, or of a variable for the empty
// context with which it enters the loop, and what is derived from a task's context carries
// the task on. What a facade repeats is explained, too.
func (e *explainer) contexts(fn *ast.FuncDecl) {
	names := map[string]bool{}
	if e.changed[fn.Name.Name] {
		for _, field := range fn.Type.Params.List {
			if exprText(field.Type) == "context.Context" {
				for _, id := range field.Names {
					names[id.Name] = true
				}
			}
		}
		if len(fn.Body.List) > 0 {
			e.helper(fn.Body.List[0])
		}
	}
	entered := e.changed[fn.Name.Name] || e.entries[e.line(fn.Pos())]
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if assign, ok := n.(*ast.AssignStmt); ok && (e.derives(assign) || entered && e.isEmpty(assign)) {
			e.span(assign.Pos(), assign.End())
			if id, ok := assign.Lhs[0].(*ast.Ident); ok {
				names[id.Name] = true
			}
		}
		return true
	})
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && names[id.Name] {
			e.span(id.Pos(), id.End())
		}
		return true
	})
}

// derives reports whether a statement sets a variable to context.WithX(...).
func (e *explainer) derives(assign *ast.AssignStmt) bool {
	call, ok := assign.Rhs[0].(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && strings.HasPrefix(exprText(sel), "context.With")
}

// isEmpty reports whether a statement declares a variable with a context that carries nothing.
func (e *explainer) isEmpty(assign *ast.AssignStmt) bool {
	call, ok := assign.Rhs[0].(*ast.CallExpr)
	if !ok || assign.Tok != token.DEFINE {
		return false
	}
	name := exprText(call.Fun)
	return name == "context.Background" || name == "context.TODO"
}

// helper explains X.Helper() with which a function begins.
func (e *explainer) helper(stmt ast.Stmt) {
	if expr, ok := stmt.(*ast.ExprStmt); ok {
		if call, ok := expr.X.(*ast.CallExpr); ok && strings.HasSuffix(exprText(call.Fun), ".Helper") {
			e.span(stmt.Pos(), stmt.End())
		}
	}
}

// primitive is what stands beside a site and is rewritten with it: where the group, the
// lock or the channel is declared, and what counts its goroutines.
var primitive = regexp.MustCompile(`\b(sync|errgroup)\.(WaitGroup|Mutex|RWMutex|Once|Cond|NewCond|Group|WithContext)\b|\.(Add|Done|Wait|Unlock|RUnlock|Lock|RLock)\(|\bmake\(chan\b`)

// declarations explains imports, signatures, calls of functions with another
// signature, and the primitives that sites are made of.
func (e *explainer) declarations() {
	for l := 1; l <= e.line(e.file.Name.End())+1; l++ {
		e.lines[l] = true // a build line in front of the package clause, an import declaration behind it
	}
	ast.Inspect(e.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			if n.Tok == token.IMPORT {
				e.span(n.Pos(), n.End())
			}
		case *ast.FuncType:
			e.span(n.Pos(), n.End())
		case *ast.FuncDecl:
			if n.Body != nil {
				e.contexts(n)
			}
		case *ast.Ident:
			if e.changed[n.Name] {
				e.span(n.Pos(), n.End())
			}
		}
		return true
	})
	for i, text := range e.src {
		if primitive.MatchString(text) {
			e.lines[i+1] = true
		}
	}
}
