// Package flow gives the control flow of functions, and knows which of them never
// return. It stands in for ctrlflow of x/tools where that does too much: here a
// package of which only facts are wanted costs no graphs but those that decide
// whether a function returns, no index of all syntax, and one fact instead of one for
// each function; and what the standard library does is written down, so that its
// bodies need not be loaded.
package flow

import (
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"
)

// Analyzer computes which functions never return, and builds graphs on demand. It
// reports nothing; other analyzers require it.
var Analyzer = &analysis.Analyzer{
	Name:       "flow",
	Doc:        "build control-flow graphs\n\nReports nothing: other analyzers build on it.",
	Run:        run,
	FactTypes:  []analysis.Fact{new(Fact)},
	ResultType: reflect.TypeFor[*Graphs](),
}

// Fact names the functions of a package that never return, sorted.
type Fact struct{ Endless []string }

// AFact makes Fact a fact.
func (*Fact) AFact() {}

func (f *Fact) String() string { return "never return: " + strings.Join(f.Endless, ", ") }

// Graphs is the analyzer's result for one package. Its methods may be called from
// several goroutines at once.
type Graphs struct {
	pass    *analysis.Pass
	decls   map[*types.Func]*ast.FuncDecl
	endless map[*types.Func]bool
	facts   map[*types.Package]*Fact

	mu     sync.Mutex
	graphs map[ast.Node]*cfg.CFG
}

func run(pass *analysis.Pass) (any, error) {
	g := &Graphs{
		pass:    pass,
		decls:   make(map[*types.Func]*ast.FuncDecl),
		endless: make(map[*types.Func]bool),
		facts:   make(map[*types.Package]*Fact),
		graphs:  make(map[ast.Node]*cfg.CFG),
	}
	var fns []*types.Func
	for _, f := range pass.Files {
		for _, decl := range f.Decls {
			if decl, ok := decl.(*ast.FuncDecl); ok && decl.Body != nil && decl.Name.Name != "_" {
				if fn, ok := pass.TypesInfo.Defs[decl.Name].(*types.Func); ok {
					g.decls[fn] = decl
					fns = append(fns, fn)
				}
			}
		}
	}
	if fact := g.decide(fns); len(fact.Endless) > 0 {
		pass.ExportPackageFact(fact)
	}
	return g, nil
}

// decide finds out which functions never return, until nothing more follows from those
// that are known.
func (g *Graphs) decide(fns []*types.Func) *Fact {
	fact := new(Fact)
	for changed := true; changed; {
		changed = false
		for _, fn := range fns {
			if !g.endless[fn] && g.ends(fn) {
				g.endless[fn] = true
				fact.Endless = append(fact.Endless, localName(fn))
				changed = true
			}
		}
	}
	slices.Sort(fact.Endless)
	fact.Endless = slices.Compact(fact.Endless)
	return fact
}

// ends reports whether a function never returns, by what is known so far.
func (g *Graphs) ends(fn *types.Func) bool {
	body := g.decls[fn].Body
	return isKnown(fn) || !g.comesBack(body.List) && cfg.New(body, g.mayReturn).NoReturn()
}

// localName returns the name of a function within its package.
func localName(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	typ := recv.Type()
	if p, ok := types.Unalias(typ).(*types.Pointer); ok {
		typ = p.Elem()
	}
	switch typ := types.Unalias(typ).(type) {
	case *types.Named:
		return typ.Obj().Name() + "." + fn.Name()
	}
	return "?." + fn.Name() // of an interface
}

// Of returns the graph of a function declaration or literal, nil if it has no body.
func (g *Graphs) Of(fn ast.Node) *cfg.CFG {
	g.mu.Lock()
	defer g.mu.Unlock()
	body := Body(fn)
	if body == nil {
		return nil
	}
	c := g.graphs[fn]
	if c == nil {
		c = cfg.New(body, g.mayReturn)
		g.graphs[fn] = c
	}
	return c
}

// Name returns the identifier by which an expression names a function, nil if none
// does.
func Name(fun ast.Expr) *ast.Ident {
	switch fun := ast.Unparen(fun).(type) {
	case *ast.Ident:
		return fun
	case *ast.SelectorExpr:
		return fun.Sel
	case *ast.IndexExpr:
		return Name(fun.X)
	case *ast.IndexListExpr:
		return Name(fun.X)
	}
	return nil
}

// Body returns the body of a function declaration or literal, nil if it has none.
func Body(fn ast.Node) *ast.BlockStmt {
	switch fn := fn.(type) {
	case *ast.FuncDecl:
		return fn.Body
	case *ast.FuncLit:
		return fn.Body
	}
	return nil
}

// Returns reports whether a call may come back, by what is known of its static callee.
func (g *Graphs) Returns(call *ast.CallExpr) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.mayReturn(call)
}

func (g *Graphs) mayReturn(call *ast.CallExpr) bool {
	switch fn := typeutil.Callee(g.pass.TypesInfo, call).(type) {
	case *types.Builtin:
		return fn.Name() != "panic"
	case *types.Func:
		fn = fn.Origin()
		if fn.Pkg() == g.pass.Pkg {
			return !g.endless[fn] && !isKnown(fn)
		}
		return !isKnown(fn) && !g.fact(fn.Pkg()).has(fn)
	}
	return true
}

func (g *Graphs) fact(pkg *types.Package) *Fact {
	if pkg == nil {
		return new(Fact)
	}
	f := g.facts[pkg]
	if f == nil {
		f = new(Fact)
		g.pass.ImportPackageFact(pkg, f)
		g.facts[pkg] = f
	}
	return f
}

func (f *Fact) has(fn *types.Func) bool {
	if len(f.Endless) == 0 {
		return false
	}
	_, found := slices.BinarySearch(f.Endless, localName(fn))
	return found
}
