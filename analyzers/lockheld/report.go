package lockheld

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// report makes a finding if the lock is certainly held and n certainly waits
// for someone else.
func (c *checker) report(n ast.Node, p lockset.Path, lock lockset.Lock, witnesses []yieldpoint.Witness) {
	if !lock.Must {
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
	c.pass.Report(analysis.Diagnostic{
		Pos:      n.Pos(),
		End:      n.End(),
		Category: "lockheld",
		Message:  fmt.Sprintf("%s is held across a yield (%s): %s", p, w.Kind, hops.Text(chain)),
		Related:  append(related, c.finder.Related(n, chain)...),
	})
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
		if !inCallee && !c.hasRoom(chain) && !c.drains(chain) {
			return w, chain
		}
	}
	return nil, nil
}

// doubleLock reports a lock that is taken while it is certainly held.
func (c *checker) doubleLock(call *ast.CallExpr, held lockset.State) {
	if p, read, ok := c.locks.Acquires(call); ok {
		c.reportDouble(call, p, read, held, "")
		return
	}
	if c.releasesAny(call, held) {
		return
	}
	paths, reads := c.locks.Taken(call)
	for i, p := range paths {
		c.reportDouble(call, p, reads[i], held, " by the call")
	}
}

func (c *checker) releasesAny(call *ast.CallExpr, held lockset.State) bool {
	for p := range held {
		if c.locks.Releases(call, p) {
			return true
		}
	}
	return false
}

func (c *checker) reportDouble(call *ast.CallExpr, p lockset.Path, read bool, held lockset.State, how string) {
	lock, ok := held[p]
	// Two read locks get along unless a writer comes between: not certain.
	if !ok || !lock.Must || read && lock.Read {
		return
	}
	c.pass.Report(analysis.Diagnostic{
		Pos:      call.Pos(),
		End:      call.End(),
		Category: "lockheld",
		Message:  fmt.Sprintf("%s is locked again%s while it is held: it can never be granted", p, how),
		Related:  []analysis.RelatedInformation{{Pos: lock.Call.Pos(), Message: fmt.Sprintf("%s is locked here", p)}},
	})
}
