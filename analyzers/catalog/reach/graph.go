package reach

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// node is one function with a body.
type node struct {
	name  string
	calls map[string]bool
	// direct holds the waits in the body, kinds those and what the calls bring.
	direct map[catalog.Kind]string
	kinds  catalog.Set
}

type graph struct{ nodes map[string]*node }

func newGraph() *graph { return &graph{nodes: make(map[string]*node)} }

// opaque are packages whose waits are not their callers': the runtime, and the
// implementation of locks, for which the catalog speaks.
func opaque(path string) bool {
	return path == "runtime" || path == "sync" || path == "sync/atomic" || path == "unique" || path == "weak" ||
		path == "crypto/internal/sysrand" || path == "crypto/internal/entropy" || // the random source does not wait
		strings.HasPrefix(path, "internal/runtime/") || strings.HasPrefix(path, "internal/sync") ||
		strings.HasPrefix(path, "runtime/internal/")
}

// add reads the bodies of a package.
func (g *graph) add(p *packages.Package) {
	if opaque(p.PkgPath) {
		return
	}
	for _, f := range p.Syntax {
		for _, d := range f.Decls {
			fd, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			fn, ok := p.TypesInfo.Defs[fd.Name].(*types.Func)
			if !ok {
				continue
			}
			n := &node{name: catalog.FuncName(fn), calls: make(map[string]bool), direct: make(map[catalog.Kind]string)}
			if fd.Body != nil {
				n.read(p.TypesInfo, fd.Body)
			}
			g.nodes[n.name] = n
		}
	}
}

// read records the waits and calls of a body, without those of the goroutines that
// it starts. A function that is passed to a call counts as called.
func (n *node) read(info *types.Info, body ast.Node) {
	ast.Inspect(body, func(x ast.Node) bool {
		switch x := x.(type) {
		case *ast.GoStmt:
			for _, arg := range x.Call.Args {
				if _, ok := arg.(*ast.FuncLit); !ok {
					n.read(info, arg)
				}
			}
			return false
		case *ast.SelectStmt:
			n.readSelect(info, x)
			return false
		case *ast.SendStmt:
			n.wait(catalog.Chan, "a send")
		case *ast.UnaryExpr:
			if x.Op == token.ARROW {
				n.wait(catalog.Chan, "a receive")
			}
		case *ast.RangeStmt:
			if t := info.TypeOf(x.X); t != nil {
				if _, ok := t.Underlying().(*types.Chan); ok {
					n.wait(catalog.Chan, "a range")
				}
			}
		case *ast.CallExpr:
			return n.readCall(info, x)
		}
		return true
	})
}

// readSelect reads the bodies of the clauses. The operations wait only if there is
// no default.
func (n *node) readSelect(info *types.Info, x *ast.SelectStmt) {
	waits := true
	for _, c := range x.Body.List {
		clause := c.(*ast.CommClause)
		waits = waits && clause.Comm != nil
		for _, s := range clause.Body {
			n.read(info, s)
		}
	}
	if waits {
		n.wait(catalog.Select, "a select")
	}
}

func (n *node) wait(k catalog.Kind, what string) {
	if was, ok := n.direct[k]; !ok || what < was {
		n.direct[k] = what
	}
	n.kinds |= catalog.SetOf(k)
}

// solve brings the kinds of each callee to its callers.
func (g *graph) solve() {
	for changed := true; changed; {
		changed = false
		for _, n := range g.nodes {
			for c := range n.calls {
				if callee := g.nodes[c]; callee != nil && n.kinds|callee.kinds != n.kinds {
					n.kinds |= callee.kinds
					changed = true
				}
			}
		}
	}
}

// chain returns a shortest chain of calls from n to a wait of a kind that counts.
func (g *graph) chain(n *node) []string {
	type step struct {
		n    *node
		path []string
	}
	seen := map[*node]bool{n: true}
	for queue := []step{{n: n}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for k := catalog.Kind(0); k <= catalog.Dyn; k++ {
			if what, ok := at.n.direct[k]; ok && Kinds.Has(k) {
				return append(at.path, what)
			}
		}
		for _, c := range slices.Sorted(maps.Keys(at.n.calls)) {
			if callee := g.nodes[c]; callee != nil && !seen[callee] && callee.kinds&Kinds != 0 {
				seen[callee] = true
				queue = append(queue, step{callee, append(slices.Clone(at.path), c)})
			}
		}
	}
	return nil
}
