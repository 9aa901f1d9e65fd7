package sharedstate

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// start is a statement or call that makes a function run in another goroutine.
type start struct {
	node ast.Node
	// call is the call of a go statement; nil when fun is called without
	// arguments that matter.
	call *ast.CallExpr
	fun  ast.Expr
	// often is true when the function runs once per request, as often as others
	// like.
	often bool
	// once is true when a second start replaces the first, as with a timer.
	once bool
	// test is true for a test that runs beside others.
	test bool
}

const errgroupPath = "golang.org/x/sync/errgroup"

// starters maps functions that start their argument in a goroutine to what is
// known of it.
var starters = map[string]struct {
	arg         int
	often, once bool
}{
	"sync.(*WaitGroup).Go":                        {arg: 0},
	"golang.org/x/sync/errgroup.(*Group).Go":      {arg: 0},
	"golang.org/x/sync/errgroup.(*Group).TryGo":   {arg: 0},
	"github.com/sourcegraph/conc.(*WaitGroup).Go": {arg: 0},
	"github.com/sourcegraph/conc/pool.(*Pool).Go": {arg: 0},
	"time.AfterFunc":                              {arg: 1, once: true},
	"context.AfterFunc":                           {arg: 1},
	"runtime.SetFinalizer":                        {arg: 1, once: true},
	"runtime.AddCleanup[...]":                     {arg: 1},
	"net/http.HandleFunc":                         {arg: 1, often: true},
	"net/http.Handle":                             {arg: 1, often: true},
	"net/http.(*ServeMux).HandleFunc":             {arg: 1, often: true},
	"net/http.(*ServeMux).Handle":                 {arg: 1, often: true},
}

// startOf returns the goroutine that n starts, if it starts one.
func (p *program) startOf(n ast.Node) (start, bool) {
	switch n := n.(type) {
	case *ast.GoStmt:
		return start{node: n, call: n.Call, fun: n.Call.Fun}, true
	case *ast.CallExpr:
		fn, ok := typeutil.Callee(p.info, n).(*types.Func)
		if !ok || fn.Pkg() == nil {
			return start{}, false
		}
		name := p.funcName(fn)
		if p.startsTest(n, name) {
			return start{node: n, fun: n.Args[1], test: true}, true
		}
		s, ok := starters[name]
		if !ok || s.arg >= len(n.Args) {
			return start{}, false
		}
		once := s.once || p.serial && fn.Pkg().Path() == errgroupPath
		return start{node: n, fun: p.unconverted(n.Args[s.arg]), often: s.often, once: once}, true
	}
	return start{}, false
}

// unconverted returns the operand of a conversion such as http.HandlerFunc(f).
func (p *program) unconverted(e ast.Expr) ast.Expr {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && len(call.Args) == 1 && p.info.Types[call.Fun].IsType() {
		return call.Args[0]
	}
	return e
}

func calleeName(p *pending) string { return catalog.FuncName(p.fn) }

// startOf returns the goroutine that a prepared call starts.
func (r *activation) startOf(p *pending, name string) (start, bool) {
	s, ok := starters[name]
	if !ok || s.arg >= len(p.args) || p.call == nil {
		return start{}, false
	}
	once := s.once || r.t.prog.serial && p.fn.Pkg().Path() == errgroupPath
	return start{node: p.call, often: s.often, once: once}, true
}

// launchArg starts a goroutine that calls an argument. The group that starts it
// can be waited for.
func (r *activation) launchArg(st start, p *pending) value {
	f := p.args[starters[catalog.FuncName(p.fn)].arg]
	if f.fn == nil && f.dyn != nil {
		f = r.handler(f)
	}
	if catalog.FuncName(p.fn) == "time.AfterFunc" {
		return r.launchTimer(st, p)
	}
	times := 1
	if st.often && !r.t.prog.inTest(p.pos) { // a test sends the requests itself
		times = rounds
	}
	for range times {
		th := r.launch(st, &pending{target: f, pos: p.pos})
		if th == nil || r.s == nil {
			return r.opaque(p)
		}
		if p.recv.to.obj != nil {
			r.t.ops = append(r.t.ops, op{kind: opRelease, sync: p.recv.to.key(), node: th.last, thread: th})
		}
		if p.fn.Pkg().Path() == errgroupPath {
			r.cancel(th.last, th) // the context of the group, if the function fails
		}
	}
	return r.t.fresh(r.typeOf(p.call))
}

// handler returns the ServeHTTP method of a value of a type of this package.
func (r *activation) handler(h value) value {
	obj, _, _ := types.LookupFieldOrMethod(h.dyn, true, r.t.prog.pass.Pkg, "ServeHTTP")
	fn, ok := obj.(*types.Func)
	if !ok {
		return value{}
	}
	v := r.t.declared(fn)
	if v.fn != nil {
		v.fn.recv, v.fn.bound = h, true
	}
	return v
}

// maxAway bounds how many calls a function may be away from a start to be looked
// at by itself.
const maxAway = 2

// startsAny reports whether running a body may start a goroutine that the
// analyzer follows, at most so many calls away.
func (p *program) startsAny(body ast.Node, away int) bool {
	k := bodyAway{body, away}
	if known, ok := p.starts[k]; ok {
		return known
	}
	p.starts[k] = false // for a cycle of calls
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if found {
			return false
		}
		if lit, ok := n.(*ast.FuncLit); ok && lit != body {
			found = p.startsAny(lit, away)
			return false
		}
		if _, ok := p.startOf(n); ok {
			found = true
		} else if call, ok := n.(*ast.CallExpr); ok && away > 0 {
			if fn := typeutil.StaticCallee(p.info, call); fn != nil {
				if decl := p.decls[fn.Origin()]; decl != nil {
					found = p.startsAny(decl, away-1)
				}
			}
		}
		return !found
	})
	p.starts[k] = found
	return found
}

// bodyAway is a body and a number of calls.
type bodyAway struct {
	body ast.Node
	away int
}
