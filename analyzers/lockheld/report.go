package lockheld

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// report notes a finding if the lock is certainly held and n certainly waits
// for someone else. Tests are left out: they hold locks to see who waits.
func (c *checker) report(n ast.Node, p lockset.Path, lock lockset.Lock, witnesses []yieldpoint.Witness) {
	if !lock.Must || c.inTest(n) {
		return
	}
	w, chain := c.certain(c.notOwnCond(n, p, witnesses))
	if w == nil {
		return
	}
	if call, ok := n.(*ast.CallExpr); ok && c.locks.Releases(call, p) {
		return
	}
	related := []analysis.RelatedInformation{{Pos: lock.Call.Pos(), Message: fmt.Sprintf("%s is locked here", p)}}
	c.waits = append(c.waits, wait{p.Last, lock.Read, c.isPeer(n, p), n, w.Kind, chain, analysis.Diagnostic{
		Pos:      n.Pos(),
		End:      n.End(),
		Category: "lockheld",
		Message:  fmt.Sprintf("%s is held across a yield (%s): %s", p, w.Kind, hops.Text(chain)),
		Related:  append(related, c.finder.Related(n, chain)...),
	}})
}

// certain returns the hard witness of the most telling kind that is reported, with
// its chain, or nil. It passes over a chain that ends in sync.Cond.Wait in a callee: a
// condition's lock is as a rule the one that its callers hold.
func (c *checker) certain(witnesses []yieldpoint.Witness) (*yieldpoint.Witness, []yieldpoint.Hop) {
	for i := range witnesses {
		w := &witnesses[i]
		if !w.Hard || !reported.Has(w.Kind) {
			continue
		}
		chain := c.finder.Chain(*w)
		inCallee := len(chain) > 1 && isCondWait(chain[len(chain)-1].What)
		if !inCallee && !c.hasRoom(chain) && !c.takesToken(chain) && !c.drains(chain) {
			return w, chain
		}
	}
	return nil, nil
}

// inTest reports whether the node is in a file that is there for tests.
func (c *checker) inTest(n ast.Node) bool { return c.testers[c.pass.Fset.File(n.Pos())] }

// testFiles returns the files of tests, and those that help them: they import package
// testing.
func testFiles(pass *analysis.Pass) map[*token.File]bool {
	files := make(map[*token.File]bool)
	for _, f := range pass.Files {
		tf := pass.Fset.File(f.FileStart)
		files[tf] = strings.HasSuffix(tf.Name(), "_test.go") ||
			slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing"` })
	}
	return files
}
