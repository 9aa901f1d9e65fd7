package lockset

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/flow"
)

// Analyzer computes the lock sets of a package. It reports nothing; other
// analyzers require it. The standard library is not analysed.
var Analyzer = &analysis.Analyzer{
	Name:       "lockset",
	Doc:        "compute which locks are held where\n\nReports nothing: other analyzers build on it.",
	Run:        run,
	Requires:   []*analysis.Analyzer{flow.Analyzer},
	ResultType: reflect.TypeFor[*Locks](),
}

// Locks is the analyzer's result for one package. It must not be changed; its
// methods may be called from several goroutines at once.
type Locks struct {
	resolver
	bodies    []*body
	byNode    map[ast.Node]*body
	summaries map[*types.Func]*Summary
	changed   map[*types.Func]int // when the summary changed last
	changes   int
	selects   map[*ast.CommClause]*ast.SelectStmt // first communication clause of each
	flags     flags
}

// body is a function declaration or literal with its control flow.
type body struct {
	node  ast.Node // *ast.FuncDecl or *ast.FuncLit
	fn    *types.Func
	block *ast.BlockStmt
	cfg   *cfg.CFG
	in    []State // by block index; nil when not reachable
	// freed are the locks that a literal in this body, run at an unknown time,
	// may release.
	freed map[Path]bool
	// deferred are the locks that deferred calls of this body release, with the
	// first place where one is deferred: also a lock taken behind it is.
	deferred map[Path]token.Pos
	// locks is true if something in the body, literals included, is the method
	// of a lock; calls are the functions of the package that it calls.
	locks bool
	calls []*types.Func
	// solved counts the changes of summaries before the states were computed.
	solved int
}

func run(pass *analysis.Pass) (any, error) {
	graphs := pass.ResultOf[flow.Analyzer].(*flow.Graphs)
	l := &Locks{
		resolver:  resolver{info: pass.TypesInfo, aliases: findAliases(pass.TypesInfo, pass.Files)},
		byNode:    make(map[ast.Node]*body),
		summaries: make(map[*types.Func]*Summary),
		changed:   make(map[*types.Func]int),
		selects:   make(map[*ast.CommClause]*ast.SelectStmt),
		flags:     flags{make(map[*types.Var]bool), make(map[*types.Var]ast.Expr)},
	}
	if catalog.SpeaksFor(pass) {
		return l, nil
	}
	for _, f := range pass.Files {
		l.collect(pass, graphs, f)
	}
	l.solve()
	return l, nil
}

// collect takes up the bodies of a file, and what in them may matter to locks.
func (l *Locks) collect(pass *analysis.Pass, graphs *flow.Graphs, f *ast.File) {
	var open []*body // those around the node, the innermost last
	var ends []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			return true
		}
		for len(ends) > 0 && n.Pos() >= ends[len(ends)-1].End() {
			open, ends = open[:len(open)-1], ends[:len(ends)-1]
		}
		l.flags.note(l.info, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Body != nil {
				fn, _ := pass.TypesInfo.Defs[n.Name].(*types.Func)
				b := &body{node: n, fn: fn, block: n.Body, cfg: graphs.Of(n)}
				l.add(b)
				open, ends = append(open, b), append(ends, n)
			}
		case *ast.FuncLit:
			b := &body{node: n, block: n.Body, cfg: graphs.Of(n)}
			l.add(b)
			open, ends = append(open, b), append(ends, n)
		case *ast.SelectStmt:
			l.addSelect(n)
		case *ast.SelectorExpr:
			if _, ok := l.selectorOp(n); ok {
				for _, b := range open {
					b.locks = true
				}
			}
		case *ast.CallExpr:
			if fn, ok := typeutil.Callee(l.info, n).(*types.Func); ok && fn.Pkg() == pass.Pkg {
				for _, b := range open {
					b.calls = append(b.calls, fn.Origin())
				}
			}
		}
		return true
	})
}

func (l *Locks) add(b *body) {
	l.bodies = append(l.bodies, b)
	l.byNode[b.node] = b
}

// addSelect notes the clause whose block the control-flow graph reaches first.
func (l *Locks) addSelect(s *ast.SelectStmt) {
	for _, c := range s.Body.List {
		if clause := c.(*ast.CommClause); clause.Comm != nil {
			l.selects[clause] = s
			return
		}
	}
}

// maxRounds bounds the depth of wrappers around locks that is seen through.
const maxRounds = 4

// solve computes the states of all bodies, repeated until the summaries of
// the functions no longer change.
func (l *Locks) solve() {
	for range maxRounds {
		changed := false
		for _, b := range l.bodies {
			if b.in != nil && !l.affected(b) {
				continue
			}
			b.solved = l.changes
			var s *Summary
			if l.quiet(b) {
				b.in = l.reachable(b)
			} else if l.flow(b); b.fn != nil {
				s = l.summarize(b)
			}
			if b.fn != nil && !s.equal(l.summaries[b.fn]) {
				l.changes++
				l.summaries[b.fn], l.changed[b.fn] = s, l.changes
				changed = true
			}
		}
		if !changed {
			return
		}
	}
}

// affected reports whether the summary of a callee has changed since b was solved.
func (l *Locks) affected(b *body) bool {
	for _, fn := range b.calls {
		if l.changed[fn] > b.solved {
			return true
		}
	}
	return false
}

// quiet reports whether nothing in b has to do with locks.
func (l *Locks) quiet(b *body) bool {
	if b.locks {
		return false
	}
	for _, fn := range b.calls {
		if l.summaries[fn] != nil {
			return false
		}
	}
	return true
}

// Path returns the access path of a variable expression; false when it has none.
func (l *Locks) Path(e ast.Expr) (Path, bool) {
	p, _, ok := l.path(e)
	return p, ok
}

// Summary returns what calling fn does to the caller's locks; nil when fn is
// not of this package or does nothing to them.
func (l *Locks) Summary(fn *types.Func) *Summary { return l.summaries[fn] }

// Acquires returns the path that the call locks, and whether it is a call that
// locks without giving up (Lock, RLock) and only for reading.
func (l *Locks) Acquires(call *ast.CallExpr) (p Path, read, ok bool) {
	o, ok := l.op(call)
	if !ok || !o.acquire || o.try {
		return Path{}, false, false
	}
	return o.path, o.read, true
}
