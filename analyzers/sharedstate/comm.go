package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// commKind says in which way a thread tells or hears of another's progress.
type commKind uint8

const (
	gives   commKind = iota // sends on or closes a channel
	takes                   // receives from a channel
	done                    // WaitGroup.Done
	waits                   // waits for a WaitGroup or group
	unknown                 // may wait for anything
)

// comm is one such operation.
type comm struct {
	kind commKind
	ch   ast.Expr
	typ  types.Type // element type of the channel
	path lockset.Path
	at   place
}

// clauseComm is the operation of a clause of a select.
type clauseComm struct {
	clause *ast.CommClause
	comm   comm
}

// commOf returns what n tells or hears, if anything.
func (p *program) commOf(n ast.Node) (comm, bool) {
	switch n := n.(type) {
	case *ast.SendStmt:
		return p.channel(gives, n.Chan)
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			return p.channel(takes, n.X)
		}
	case *ast.RangeStmt:
		return p.channel(takes, n.X)
	case *ast.DeferStmt:
		return p.callComm(n.Call)
	case *ast.CallExpr:
		return p.callComm(n)
	}
	return comm{}, false
}

func (p *program) callComm(call *ast.CallExpr) (comm, bool) {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && id.Name == "close" && len(call.Args) == 1 {
		if _, ok := p.info.Uses[id].(*types.Builtin); ok {
			return p.channel(gives, call.Args[0])
		}
	}
	fn := p.callee(call)
	if fn == nil {
		return comm{}, false
	}
	switch catalog.FuncName(fn) {
	case "sync.(*WaitGroup).Done":
		return comm{kind: done}, true
	case "sync.(*WaitGroup).Wait", "golang.org/x/sync/errgroup.(*Group).Wait",
		"github.com/sourcegraph/conc.(*WaitGroup).Wait", "github.com/sourcegraph/conc/pool.(*Pool).Wait":
		return comm{kind: waits}, true
	}
	return comm{}, false
}

// channel returns the operation on a channel; nothing for a timer's.
func (p *program) channel(kind commKind, ch ast.Expr) (comm, bool) {
	t := p.info.TypeOf(ch)
	if t == nil {
		return comm{}, false
	}
	c, ok := t.Underlying().(*types.Chan)
	if !ok || c.Elem().String() == "time.Time" {
		return comm{}, false
	}
	return comm{kind: kind, ch: ch, typ: c.Elem()}, true
}

// clauses returns the operations of a select.
func (p *program) clauses(sel *ast.SelectStmt) []clauseComm {
	var list []clauseComm
	add := func(clause *ast.CommClause, kind commKind, ch ast.Expr) {
		if c, ok := p.channel(kind, ch); ok {
			list = append(list, clauseComm{clause, c})
		}
	}
	receive := func(clause *ast.CommClause, e ast.Expr) {
		if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
			add(clause, takes, u.X)
		}
	}
	for _, c := range sel.Body.List {
		clause := c.(*ast.CommClause)
		switch s := clause.Comm.(type) {
		case *ast.SendStmt:
			add(clause, gives, s.Chan)
		case *ast.ExprStmt:
			receive(clause, s.X)
		case *ast.AssignStmt:
			receive(clause, s.Rhs[0])
		}
	}
	return list
}

// communicate notes an operation of a thread.
func (t *tracer) communicate(c comm, s step) {
	c.at = s.at
	if c.ch != nil {
		if p, ok := t.prog.locks.Path(c.ch); ok {
			if q, ok := t.absolute(p, s.env); ok && !hasIndex(q) {
				c.path = q
			}
		}
	}
	s.thread.comms = append(s.thread.comms, c)
}

// opaque notes a call whose body is not followed, if it may wait for others.
func (t *tracer) opaque(call *ast.CallExpr, s step) {
	may := t.prog.yields.Call(call).Kinds(false)
	if may.Intersects(catalog.SetOf(catalog.Chan, catalog.Select, catalog.Wait, catalog.Await, catalog.Dyn)) {
		s.thread.comms = append(s.thread.comms, comm{kind: unknown, at: s.at})
	}
}

// sameChannel reports whether two operations may be on one channel.
func sameChannel(a, b comm) bool {
	if !types.Identical(a.typ, b.typ) {
		return false
	}
	return a.path.Root == nil || b.path.Root == nil || a.path == b.path
}

// hears reports whether operation a may wait for operation b.
func hears(a, b comm) bool {
	switch a.kind {
	case takes:
		return b.kind == gives && sameChannel(a, b)
	case waits:
		return b.kind == done
	}
	return false
}

// listens reports whether the thread has waited for anything so far.
func (th *thread) listens() bool {
	for _, c := range th.comms {
		if c.kind == takes || c.kind == waits || c.kind == unknown {
			return true
		}
	}
	return false
}

// tells reports whether the thread lets others know of its progress.
func (th *thread) tells() bool {
	for _, c := range th.comms {
		if c.kind == gives || c.kind == done || c.kind == unknown {
			return true
		}
	}
	return false
}
