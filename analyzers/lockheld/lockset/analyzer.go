package lockset

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
	"golang.org/x/tools/go/cfg"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// Analyzer computes the lock sets of a package. It reports nothing; other
// analyzers require it. The standard library is not analysed.
var Analyzer = &analysis.Analyzer{
	Name:       "lockset",
	Doc:        "compute which locks are held where\n\nReports nothing: other analyzers build on it.",
	Run:        run,
	Requires:   []*analysis.Analyzer{ctrlflow.Analyzer},
	ResultType: reflect.TypeFor[*Locks](),
}

// Locks is the analyzer's result for one package. It must not be changed; its
// methods may be called from several goroutines at once.
type Locks struct {
	resolver
	bodies    []*body
	byNode    map[ast.Node]*body
	summaries map[*types.Func]*Summary
	selects   map[*ast.CommClause]*ast.SelectStmt // first communication clause of each
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
}

func run(pass *analysis.Pass) (any, error) {
	cfgs := pass.ResultOf[ctrlflow.Analyzer].(*ctrlflow.CFGs)
	l := &Locks{
		resolver:  resolver{info: pass.TypesInfo, aliases: findAliases(pass.TypesInfo, pass.Files)},
		byNode:    make(map[ast.Node]*body),
		summaries: make(map[*types.Func]*Summary),
		selects:   make(map[*ast.CommClause]*ast.SelectStmt),
	}
	if catalog.SpeaksFor(pass) {
		return l, nil
	}
	for _, f := range pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Body != nil {
					fn, _ := pass.TypesInfo.Defs[n.Name].(*types.Func)
					l.add(&body{node: n, fn: fn, block: n.Body, cfg: cfgs.FuncDecl(n)})
				}
			case *ast.FuncLit:
				l.add(&body{node: n, block: n.Body, cfg: cfgs.FuncLit(n)})
			case *ast.SelectStmt:
				l.addSelect(n)
			}
			return true
		})
	}
	l.solve()
	return l, nil
}

// add takes up a body. A function that is known never to return has no graph.
func (l *Locks) add(b *body) {
	if b.cfg == nil {
		return
	}
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
			l.flow(b)
			if b.fn == nil {
				continue
			}
			if s := l.summarize(b); !s.equal(l.summaries[b.fn]) {
				l.summaries[b.fn] = s
				changed = true
			}
		}
		if !changed {
			return
		}
	}
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
