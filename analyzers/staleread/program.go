package staleread

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/flow"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// program is what the analyzer knows of the package before it follows values.
type program struct {
	pass   *analysis.Pass
	info   *types.Info
	locks  *lockset.Locks
	yields *yieldpoint.Result
	finder *hops.Finder
	graphs *flow.Graphs

	bodies []ast.Node // declarations with a body and literals, in source order
	parent map[ast.Node]ast.Node
	decls  map[*types.Func]*ast.FuncDecl
	tags   map[ast.Expr]ast.Expr // the case expressions of a switch, with its tag
	tasks  *tasks
	writes map[*types.Var][]write
}

func newProgram(pass *analysis.Pass) *program {
	p := &program{
		pass:   pass,
		info:   pass.TypesInfo,
		locks:  pass.ResultOf[lockset.Analyzer].(*lockset.Locks),
		yields: pass.ResultOf[yieldpoint.Analyzer].(*yieldpoint.Result),
		graphs: pass.ResultOf[flow.Analyzer].(*flow.Graphs),
		parent: make(map[ast.Node]ast.Node),
		decls:  make(map[*types.Func]*ast.FuncDecl),
		tags:   make(map[ast.Expr]ast.Expr),
		writes: make(map[*types.Var][]write),
	}
	p.finder = hops.NewFinder(pass, p.yields)
	for _, f := range pass.Files {
		p.index(f)
	}
	p.tasks = findTasks(p)
	for _, body := range p.bodies {
		p.findWrites(body)
	}
	return p
}

// index notes bodies, parents and the tags of switches.
func (p *program) index(f *ast.File) {
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if len(stack) > 0 {
			p.parent[n] = stack[len(stack)-1]
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			if fn, ok := p.info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
				p.decls[fn] = n
				p.bodies = append(p.bodies, n)
			}
		case *ast.FuncLit:
			p.bodies = append(p.bodies, n)
		case *ast.SwitchStmt:
			if n.Tag != nil {
				for _, c := range n.Body.List {
					for _, e := range c.(*ast.CaseClause).List {
						p.tags[e] = n.Tag
					}
				}
			}
		}
		return true
	})
}

// enclosing returns the innermost body around n, n excluded, or nil.
func (p *program) enclosing(n ast.Node) ast.Node {
	for n = p.parent[n]; n != nil; n = p.parent[n] {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return n
		}
	}
	return nil
}

// loopAround returns the innermost loop around n within its body, or nil.
func (p *program) loopAround(n ast.Node) ast.Node {
	for child := n; ; {
		n := p.parent[child]
		switch n := n.(type) {
		case nil, *ast.FuncDecl, *ast.FuncLit:
			return nil
		case *ast.ForStmt:
			if child != n.Init {
				return n
			}
		case *ast.RangeStmt:
			if child != n.X {
				return n
			}
		}
		child = n
	}
}

// name returns how a reader would name a body.
func (p *program) name(body ast.Node) string {
	switch body := body.(type) {
	case *ast.FuncDecl:
		if body.Recv != nil && len(body.Recv.List) > 0 {
			return "(" + types.ExprString(body.Recv.List[0].Type) + ")." + body.Name.Name
		}
		return body.Name.Name
	case *ast.FuncLit:
		if o := p.enclosing(body); o != nil {
			return "a function literal in " + p.name(o)
		}
	}
	return "a function literal"
}

// yieldOf returns the witness that a marked call may switch to another task,
// or nil.
func (p *program) yieldOf(call *ast.CallExpr) *yieldpoint.Witness {
	if !color.Marked(p.info, call) {
		return nil
	}
	return await(p.yields.Call(call))
}

func await(e yieldpoint.Effect) *yieldpoint.Witness {
	for i := range e.Yields {
		if e.Yields[i].Kind == catalog.Await {
			return &e.Yields[i]
		}
	}
	return nil
}

// callee returns the declaration of the function of this package that is called
// or named, or nil.
func (p *program) callee(call *ast.CallExpr) *ast.FuncDecl {
	if fn := typeutil.StaticCallee(p.info, call); fn != nil {
		return p.decls[fn.Origin()]
	}
	return nil
}

func within(n ast.Node, pos token.Pos) bool { return n != nil && n.Pos() <= pos && pos < n.End() }
