package sharedstate

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// test is a test or subtest that runs. What is started at its side waits for it at two
// points: subtests that call Parallel go on when its body has come to its end, and its
// functions for Cleanup run when they have, too.
type test struct {
	body     *activation
	parent   *test
	cleanups int     // how many of the body's deferred calls are for Cleanup
	token    *object // of what subtests wait for
}

const (
	paused   = "#paused"   // a subtest has called Parallel
	bodyEnd  = "#body"     // the body of a test has ended
	children = "#children" // a parallel subtest has ended
)

// at returns what goroutines wait for at a point of a test.
func (t *tracer) at(x *test, point string) loc {
	if x.token == nil {
		x.token = t.newObject(nil)
	}
	return loc{obj: x.token}.part(point)
}

// cleanup runs a function when the test ends.
func cleanup(r *activation, p *pending) value {
	body, f := r.test.body, p.args[0]
	body.atEnd(0, func() { body.perform(&pending{target: f, pos: p.pos}) })
	r.test.cleanups++
	return value{}
}

// atEnd inserts a call among the deferred ones.
func (r *activation) atEnd(i int, f func()) {
	r.defers = slices.Insert(r.defers, i, f)
	for i := range r.exits {
		r.exits[i].defers++
	}
}

// subtest runs a test in the test, or beside it if it calls Parallel.
func subtest(r *activation, p *pending) value {
	f := p.args[1]
	if f.fn == nil || f.fn.does != nil || r.s == nil {
		return r.opaque(p)
	}
	body := f.fn.body.(ast.Node)
	if r.t.prog.parallel(body) {
		return r.besides(p, f)
	}
	skip := r.s.clone()
	r.performTest(f, p)
	r.s = r.t.join(skip, r.s)
	return r.t.unknown()
}

// performTest runs a test in this goroutine.
func (r *activation) performTest(f value, p *pending) {
	outer := r.test
	r.test = nil // the call that follows is its body
	r.perform(&pending{target: f, args: []value{r.t.fresh(nil)}, pos: p.pos})
	r.test = outer
}

// besides starts a parallel subtest. The test goes on when that has called Parallel.
func (r *activation) besides(p *pending, f value) value {
	at := r.test
	if at.token == nil {
		at.body.atEnd(at.cleanups, func() {
			at.body.release(at.body.t.at(at, bodyEnd))
			at.body.acquire(at.body.t.at(at, children))
		})
	}
	first := r.t.at(at, children)
	th := r.launch(start{node: p.call, test: true}, &pending{target: f, args: []value{r.t.fresh(nil)}, pos: p.pos})
	if th == nil {
		return r.opaque(p)
	}
	r.acquire(r.t.at(at, paused))
	r.t.ops = append(r.t.ops, op{kind: opRelease, sync: first.key(), node: th.last, thread: th})
	return r.t.unknown()
}

// parallel waits until the test around it has ended.
func parallel(r *activation, p *pending) value {
	if r.test.parent == nil {
		return r.opaque(p)
	}
	r.release(r.t.at(r.test.parent, paused))
	r.acquire(r.t.at(r.test.parent, bodyEnd))
	return value{}
}

// parallel reports whether the body of a test itself calls Parallel.
func (p *program) parallel(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return n == body
		case *ast.CallExpr:
			if fn, ok := typeutil.Callee(p.info, n).(*types.Func); ok && catalog.FuncName(fn) == "testing.(*T).Parallel" {
				found = true
			}
		}
		return !found
	})
	return found
}

// startsTest reports whether a call starts a parallel subtest.
func (p *program) startsTest(call *ast.CallExpr, name string) bool {
	if name != "testing.(*T).Run" || len(call.Args) != 2 {
		return false
	}
	switch f := ast.Unparen(call.Args[1]).(type) {
	case *ast.FuncLit:
		return p.parallel(f)
	case *ast.Ident:
		fn, _ := p.info.Uses[f].(*types.Func)
		if fn == nil || p.decls[fn.Origin()] == nil {
			return false
		}
		return p.parallel(p.decls[fn.Origin()])
	}
	return false
}
