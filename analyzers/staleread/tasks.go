package staleread

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/flow"
)

// A start is a statement or call that makes a function run as a task, or in a
// goroutine.
type start struct {
	at   ast.Node
	recv ast.Expr // the receiver of a method value that is started, else nil
}

// tasks knows where the functions of the package are run.
type tasks struct {
	prog    *program
	starts  map[ast.Node][]start // by the body that is started
	calls   map[ast.Node][]*ast.CallExpr
	escapes map[ast.Node]bool // declarations used as values: anyone may call them
}

// spawners are the functions of the runtime that start the function that they
// are given, and starters those of others.
var (
	spawners = map[string]bool{
		"Go": true, "GoValue": true, "Spawn": true, "TryGo": true, "GoContext": true, "Start": true,
		"Offload": true, "OffloadValue": true, "TryOffload": true, "Post": true, "AfterFunc": true, "After": true,
	}
	starters = map[string]bool{
		"sync.(*WaitGroup).Go":                   true,
		"golang.org/x/sync/errgroup.(*Group).Go": true,
		"time.AfterFunc":                         true,
	}
)

func findTasks(p *program) *tasks {
	t := &tasks{
		prog:    p,
		starts:  make(map[ast.Node][]start),
		calls:   make(map[ast.Node][]*ast.CallExpr),
		escapes: make(map[ast.Node]bool),
	}
	named := make(map[*ast.Ident]bool) // in calls and starts
	for _, f := range p.pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.start(n.Call.Fun, n, named)
			case *ast.CallExpr:
				t.call(n, named)
			case *ast.Ident:
				if fn, ok := p.info.Uses[n].(*types.Func); ok && !named[n] {
					if decl := p.decls[fn.Origin()]; decl != nil {
						t.escapes[decl] = true
					}
				}
			}
			return true
		})
	}
	return t
}

func (t *tasks) call(call *ast.CallExpr, named map[*ast.Ident]bool) {
	if t.spawns(call) {
		for _, arg := range call.Args {
			if _, ok := t.prog.info.TypeOf(arg).Underlying().(*types.Signature); ok {
				t.start(arg, call, named)
			}
		}
	}
	if decl := t.prog.callee(call); decl != nil {
		if id := flow.Name(call.Fun); id != nil && !named[id] {
			named[id] = true
			t.calls[decl] = append(t.calls[decl], call)
		}
	}
}

func (t *tasks) spawns(call *ast.CallExpr) bool {
	if name, ok := color.Runtime(t.prog.info, call); ok {
		return spawners[name]
	}
	fn, ok := typeutil.Callee(t.prog.info, call).(*types.Func)
	return ok && starters[catalog.FuncName(fn)]
}

func (t *tasks) start(fun ast.Expr, at ast.Node, named map[*ast.Ident]bool) {
	fun = ast.Unparen(fun)
	if lit, ok := fun.(*ast.FuncLit); ok {
		t.starts[lit] = append(t.starts[lit], start{at: at})
		return
	}
	id := flow.Name(fun)
	if id == nil {
		return
	}
	fn, ok := t.prog.info.Uses[id].(*types.Func)
	if !ok || t.prog.decls[fn.Origin()] == nil {
		return
	}
	named[id] = true
	s := start{at: at}
	if sel, ok := fun.(*ast.SelectorExpr); ok && fn.Signature().Recv() != nil {
		s.recv = sel.X
	}
	decl := t.prog.decls[fn.Origin()]
	t.starts[decl] = append(t.starts[decl], s)
}

// A runner is a task in which an access may run: one that is started in the
// package, or whoever calls a function from outside.
type runner struct {
	start ast.Node // nil for a caller from outside
	body  ast.Node // the body that is started or called
	at    token.Pos
	// many is true when several such tasks may reach the same value at once.
	many bool
	// confined is the variable that holds the value, if the task's starter made
	// the value and gave it to nobody but tasks that it started.
	confined *types.Var
	// own is true when a function on the way makes the value anew in each call.
	own bool
	// lone is true for main, init and tests, which run once.
	lone bool
}

// maxCallers bounds how far calls are followed back.
const maxCallers = 8

// runners returns the tasks that run the place at in the body, where the value is
// reached through v; nil stands for a value that is not known.
func (t *tasks) runners(body ast.Node, v *types.Var, at token.Pos) []runner {
	var list []runner
	t.follow(body, v, at, nil, &list)
	return list
}

func (t *tasks) follow(body ast.Node, v *types.Var, at token.Pos, below []ast.Node, list *[]runner) {
	before := len(*list)
	t.gather(body, v, at, below, list)
	if body == nil || v == nil || !t.prog.fresh(v, body) {
		return
	}
	// Whoever calls the body: it made the value for itself.
	for i := before; i < len(*list); i++ {
		if r := &(*list)[i]; r.confined == nil {
			r.confined, r.own = v, true
		}
	}
}

func (t *tasks) gather(body ast.Node, v *types.Var, at token.Pos, below []ast.Node, list *[]runner) {
	if body == nil || len(below) >= maxCallers || slices.Contains(below, body) {
		return
	}
	below = append(slices.Clone(below), body)
	if t.isHandler(body) {
		*list = append(*list, runner{body: body, at: at, many: v != nil})
		return
	}
	for _, s := range t.starts[body] {
		if t.inTest(s.at) && !t.inTest(body) {
			continue // how a test uses the package says little of how it is used
		}
		*list = append(*list, t.started(s, body, v, at, below))
	}
	switch body := body.(type) {
	case *ast.FuncLit:
		if len(t.starts[body]) == 0 {
			if within(body, posOf(v)) {
				v = nil
			}
			t.follow(t.prog.enclosing(body), v, body.Pos(), below, list)
		}
	case *ast.FuncDecl:
		for _, call := range t.calls[body] {
			t.follow(t.prog.enclosing(call), t.argument(body, call, v), call.Pos(), below, list)
		}
		lone := t.isLone(body)
		if lone || body.Name.IsExported() || t.escapes[body] || len(t.calls[body])+len(t.starts[body]) == 0 {
			*list = append(*list, runner{body: body, at: at, lone: lone})
		}
	}
}

// started returns the task of a start. There are many of them on the same value if
// it is started in a loop and the value is from outside the loop, or if those
// that start it are many.
func (t *tasks) started(s start, body ast.Node, v *types.Var, at token.Pos, below []ast.Node) runner {
	r := runner{start: s.at, body: body, at: at}
	around := t.prog.enclosing(s.at)
	if decl, ok := body.(*ast.FuncDecl); ok {
		v = t.bound(decl, s, v)
	}
	if v == nil || within(body, v.Pos()) {
		return r
	}
	if t.prog.fresh(v, around) && !t.prog.handsOut(v, around) {
		r.confined = v
	}
	if loop := t.prog.loopAround(s.at); loop != nil && !within(loop, v.Pos()) {
		r.many = true
	}
	var starters []runner
	t.follow(around, v, s.at.Pos(), below, &starters)
	for _, o := range starters {
		r.many = r.many || o.many
	}
	return r
}

// bound returns the variable of the starter behind a receiver or parameter of
// what it starts, or nil.
func (t *tasks) bound(decl *ast.FuncDecl, s start, v *types.Var) *types.Var {
	if v == nil || !t.isLocal(v) {
		return v
	}
	sig := t.prog.info.Defs[decl.Name].(*types.Func).Signature()
	if s.recv != nil && sig.Recv() == v {
		return t.root(s.recv)
	}
	if g, ok := s.at.(*ast.GoStmt); ok {
		return t.argument(decl, g.Call, v)
	}
	return nil
}

// argument returns the variable of the caller behind a receiver or parameter, or
// nil.
func (t *tasks) argument(decl *ast.FuncDecl, call *ast.CallExpr, v *types.Var) *types.Var {
	if v == nil || !t.isLocal(v) {
		return v
	}
	sig := t.prog.info.Defs[decl.Name].(*types.Func).Signature()
	if sig.Recv() == v {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			return t.root(sel.X)
		}
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == v && i < len(call.Args) {
			return t.root(call.Args[i])
		}
	}
	return nil
}

func (t *tasks) root(e ast.Expr) *types.Var {
	if path, ok := t.prog.locks.Path(e); ok {
		return path.Root
	}
	return nil
}

func (t *tasks) isLocal(v *types.Var) bool {
	return v.Pkg() != nil && v.Parent() != v.Pkg().Scope()
}

func posOf(v *types.Var) token.Pos {
	if v == nil {
		return token.NoPos
	}
	return v.Pos()
}
