package program

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// Func is a declared function or a function literal.
type Func struct {
	Decl   *ast.FuncDecl // nil for a literal
	Lit    *ast.FuncLit  // nil for a declaration
	File   *File
	Name   string // as stack traces print it
	Parent *Func  // the function around a literal; nil for a declaration or at package level
	Lits   []*Func
	Calls  []*Call // calls in the body, those in nested literals not included
	Obj    *types.Func

	lits int
	test bool // see IsTest
}

// Call is a call of something that the module declares.
type Call struct {
	Expr   *ast.CallExpr
	Caller *Func
	Callee *Func       // the declared function, when known
	Iface  *types.Func // the called method of an interface, otherwise
}

// Node returns the syntax of the function.
func (f *Func) Node() ast.Node {
	if f.Decl != nil {
		return f.Decl
	}
	return f.Lit
}

// Type returns the syntax of the function's type.
func (f *Func) Type() *ast.FuncType {
	if f.Decl != nil {
		return f.Decl.Type
	}
	return f.Lit.Type
}

// Body returns the function's body; nil for one written in assembly.
func (f *Func) Body() *ast.BlockStmt {
	if f.Decl != nil {
		return f.Decl.Body
	}
	return f.Lit.Body
}

// Signature returns the function's type.
func (f *Func) Signature() *types.Signature {
	if f.Decl != nil {
		return f.Obj.Type().(*types.Signature)
	}
	sig, _ := f.File.Info().TypeOf(f.Lit).(*types.Signature)
	return sig
}

// Outermost returns the declared function around f, or f's outermost literal
// at package level.
func (f *Func) Outermost() *Func {
	for f.Parent != nil {
		f = f.Parent
	}
	return f
}

// IsTest reports whether f is code of a test: it stands in a test file, or it or
// a function around it is given a test, as helpers are that stand in a package
// of their own.
func (f *Func) IsTest() bool { return f.test }

// takesTest reports whether a parameter of f is what package testing hands to a
// test.
func (f *Func) takesTest() bool {
	sig := f.Signature()
	if sig == nil {
		return false
	}
	for v := range sig.Params().Variables() {
		t := types.Unalias(v.Type())
		if ptr, ok := t.(*types.Pointer); ok {
			t = types.Unalias(ptr.Elem())
		}
		named, ok := t.(*types.Named)
		if !ok || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "testing" {
			continue
		}
		switch named.Obj().Name() {
		case "T", "B", "F", "TB":
			return true
		}
	}
	return false
}

// index walks one file: functions, parents, uses.
func (p *Program) index(f *File) {
	var stack []ast.Node
	var funcs []*Func
	current := func() *Func {
		if len(funcs) == 0 {
			return nil
		}
		return funcs[len(funcs)-1]
	}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		if n == nil {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if fn := current(); fn != nil && fn.Node() == top {
				funcs = funcs[:len(funcs)-1]
			}
			return true
		}
		if len(stack) > 0 {
			p.parents[n] = stack[len(stack)-1]
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			funcs = append(funcs, p.addDecl(f, n))
		case *ast.FuncLit:
			funcs = append(funcs, p.addLit(f, n, current()))
		case *ast.Ident:
			p.addUse(f, n)
		}
		return true
	})
}

func (p *Program) addDecl(f *File, decl *ast.FuncDecl) *Func {
	obj, _ := f.Info().Defs[decl.Name].(*types.Func)
	fn := &Func{Decl: decl, File: f, Obj: obj, Name: declName(f, decl)}
	fn.test = f.IsTest() || fn.takesTest()
	p.Funcs = append(p.Funcs, fn)
	p.byNode[decl] = fn
	if decl.Name.Name != "_" {
		p.byDecl[decl.Name.Pos()] = fn
	}
	return fn
}

func (p *Program) addLit(f *File, lit *ast.FuncLit, parent *Func) *Func {
	fn := &Func{Lit: lit, File: f, Parent: parent}
	fn.test = f.IsTest() || parent != nil && parent.test || fn.takesTest()
	prefix := f.Pkg.PkgPath + ".glob."
	if parent != nil {
		parent.Lits = append(parent.Lits, fn)
		parent.lits++
		fn.Name = fmt.Sprintf("%s.func%d", parent.Name, parent.lits)
	} else {
		fn.Name = prefix + fmt.Sprintf("func%d", f.Offset(lit.Pos()))
	}
	p.Funcs = append(p.Funcs, fn)
	p.byNode[lit] = fn
	return fn
}

// declName returns the name of a declared function as stack traces print it.
func declName(f *File, decl *ast.FuncDecl) string {
	pkg := f.Pkg.PkgPath
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return pkg + "." + decl.Name.Name
	}
	recv := decl.Recv.List[0].Type
	pointer := false
	if star, ok := ast.Unparen(recv).(*ast.StarExpr); ok {
		pointer, recv = true, star.X
	}
	name := "?"
	switch x := ast.Unparen(recv).(type) {
	case *ast.Ident:
		name = x.Name
	case *ast.IndexExpr:
		name = fmt.Sprint(x.X) + "[...]"
	case *ast.IndexListExpr:
		name = fmt.Sprint(x.X) + "[...]"
	}
	if pointer {
		return fmt.Sprintf("%s.(*%s).%s", pkg, name, decl.Name.Name)
	}
	return fmt.Sprintf("%s.%s.%s", pkg, name, decl.Name.Name)
}

func (p *Program) addUse(f *File, id *ast.Ident) {
	obj := f.Info().ObjectOf(id)
	if obj == nil || !obj.Pos().IsValid() {
		return
	}
	switch o := obj.(type) {
	case *types.Func:
		obj = o.Origin()
	case *types.Var:
		obj = o.Origin()
	}
	p.byObject[obj.Pos()] = append(p.byObject[obj.Pos()], id)
}

// Func returns the function that declares obj, or nil when it is not the module's.
func (p *Program) Func(obj *types.Func) *Func {
	if obj == nil {
		return nil
	}
	return p.byDecl[obj.Origin().Pos()]
}

// LitFunc returns the function of a literal.
func (p *Program) LitFunc(lit *ast.FuncLit) *Func { return p.byNode[lit] }

// Enclosing returns the innermost function around n, or nil at package level.
// The signature of a function belongs to it.
func (p *Program) Enclosing(n ast.Node) *Func {
	for n = p.parents[n]; n != nil; n = p.parents[n] {
		if fn := p.byNode[n]; fn != nil {
			return fn
		}
	}
	return nil
}

// Statement returns the statement that n is part of and the block or clause
// that lists it.
func (p *Program) Statement(n ast.Node) (ast.Stmt, ast.Node) {
	for ; n != nil; n = p.parents[n] {
		stmt, ok := n.(ast.Stmt)
		if !ok {
			continue
		}
		switch parent := p.parents[n].(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			return stmt, parent
		}
	}
	return nil, nil
}

// Listed reports whether a statement, with its label if it has one, stands in
// the list of a block or clause, where others may be put before it.
func (p *Program) Listed(stmt ast.Stmt) bool {
	listed, _ := p.Statement(stmt)
	labeled, ok := listed.(*ast.LabeledStmt)
	return listed == stmt || ok && labeled.Stmt == stmt
}

// StmtList returns the statements that a block or clause lists.
func StmtList(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// ShortName is the function's name without its package.
func (f *Func) ShortName() string {
	return strings.TrimPrefix(f.Name, f.File.Pkg.PkgPath+".")
}
