package lockheld

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// A wait is a finding that is held back until all uses of the lock are known.
type wait struct {
	lock       *types.Var
	read       bool     // it is held for reading
	peer       bool     // what waits is a method of what stands beside the lock
	node       ast.Node // what waits
	kind       catalog.Kind
	chain      []yieldpoint.Hop
	diagnostic analysis.Diagnostic
}

// reportWaits reports the locks that are held across a wait which is worth a finding, or
// all of them if that is asked for.
//
// Most locks that are held across a wait are meant to be. A lock that is only taken to
// dial, to write to a connection or to stop something makes such operations take turns,
// and whoever takes it would wait for the same peer without it; a lock that stands beside a
// connection guards it. And a goroutine of the
// package that answers by itself is soon waited for. What harms is the wait that keeps
// others from something short, and that ends only by someone who is not in the package's
// hands: a peer, a timer, the package's users; and the wait for somebody who needs the
// lock himself.
func (c *checker) reportWaits() {
	for _, w := range c.waits {
		why, worth := c.worth(w)
		if !worth && !reportAll {
			continue
		}
		w.diagnostic.Related = append(w.diagnostic.Related, why...)
		c.pass.Report(w.diagnostic)
	}
}

// worth reports whether a wait is worth a finding, with the places that say so.
func (c *checker) worth(w wait) ([]analysis.RelatedInformation, bool) {
	needed := c.needed(w.lock, w.read)
	var why []analysis.RelatedInformation
	if needed != nil {
		why = append(why, analysis.RelatedInformation{
			Pos: needed.Pos(), Message: fmt.Sprintf("meanwhile, who needs %s waits here", w.lock.Name()),
		})
	}
	last := w.chain[len(w.chain)-1]
	switch w.kind {
	case catalog.Chan, catalog.Select, catalog.Wait:
	case catalog.Sleep:
		return why, needed != nil && !brief[last.What] && c.endsHere(w.chain) && !slices.ContainsFunc(c.ends(w), c.inLoop)
	default:
		return why, needed != nil && !w.read && !w.peer && !brief[last.What] && len(w.chain) <= maxSteps
	}
	if !c.endsHere(w.chain) {
		return nil, false // whom another package waits for is not seen
	}
	foreign := false
	held := heldLock{w.lock, c.setBy(w.node)}
	for _, n := range c.ends(w) {
		side, at := c.otherSide(n, held)
		switch side {
		case needsLock:
			return []analysis.RelatedInformation{{
				Pos: at.Pos(), Message: fmt.Sprintf("waits for this, before which %s is taken", w.lock.Name()),
			}}, true
		case outside:
			foreign = true
		}
	}
	return why, foreign && needed != nil
}

// A sleep in a loop is the pause before another try, and one in another package is rarely made.

// inLoop reports whether a node stands in a loop of its function.
func (c *checker) inLoop(n ast.Node) bool {
	found := false
	for _, file := range c.pass.Files {
		if !encloses(file, n) {
			continue
		}
		ast.PreorderStack(file, nil, func(m ast.Node, stack []ast.Node) bool {
			if m == n {
				for _, outer := range stack {
					switch outer.(type) {
					case *ast.ForStmt, *ast.RangeStmt:
						found = true
					case *ast.FuncDecl, *ast.FuncLit:
						found = false
					}
				}
			}
			return encloses(m, n)
		})
	}
	return found
}

// maxSteps bounds the calls to the wait. A chain says that the wait can happen; the longer it
// is, the more of its calls are rarely made.
const maxSteps = 4

// isPeer reports whether a call is the method of a connection, or the like, that is found
// where the lock at p is: as a field of the same value; or hands such a one to a function of another package that reads from
// it or writes to it. The lock is there for that, and who
// takes it for something short does so since it must not happen meanwhile.
func (c *checker) isPeer(n ast.Node, p lockset.Path) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok || p.Rest == "" {
		return false
	}
	beside := func(e ast.Expr) bool {
		q, ok := c.locks.Path(e)
		return ok && q.Root == p.Root && q.Rest != ""
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && c.pass.TypesInfo.Selections[sel] != nil {
		return beside(sel.X)
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return beside(arg) && c.isStream(c.pass.TypesInfo.TypeOf(arg))
	})
}

// isStream reports whether a value of a type is read from or written to.
func (c *checker) isStream(t types.Type) bool {
	for _, name := range []string{"Read", "Write"} {
		if obj, _, _ := types.LookupFieldOrMethod(t, true, c.pass.Pkg, name); obj != nil {
			return true
		}
	}
	return false
}

// ends returns the operations at the end of a chain that is in this package, in the order
// of the source.
func (c *checker) ends(w wait) []ast.Node {
	if len(w.chain) == 1 {
		return []ast.Node{w.node}
	}
	last := w.chain[len(w.chain)-1]
	var list []ast.Node
	for n, op := range c.ops {
		if op.What == last.What && hops.At(c.pass.Fset, n.Pos()) == last.Pos {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(a, b ast.Node) int { return int(a.Pos() - b.Pos()) })
	return list
}

// brief are calls that count as network and wait for nobody, or only by chance: they hand a
// datagram to the system, or prepare to, reach a process of the same machine, read an address, which is looked up only if it
// is a name, write an answer, which a client that does not read holds up only when it is long, or work on a database in a file
// that is open. A limiter's wait is a sleep that is made only when too much is asked for.
var brief = map[string]bool{
	"golang.org/x/time/rate.(*Limiter).Wait":  true,
	"golang.org/x/time/rate.(*Limiter).WaitN": true,
	"go.etcd.io/bbolt.(*DB).Batch":            true,
	"go.etcd.io/bbolt.(*DB).Begin":            true,
	"go.etcd.io/bbolt.(*DB).Close":            true,
	"go.etcd.io/bbolt.(*DB).Update":           true,
	"go.etcd.io/bbolt.(*DB).View":             true,
	"net.DialUnix":                            true,
	"net/http.ResponseWriter.Write":           true,
	"net.DialUDP":                             true,
	"net.ListenUDP":                           true,
	"net.(*UDPConn).WriteTo":                  true,
	"net.(*UDPConn).WriteToUDP":               true,
	"net.(*UDPConn).WriteToUDPAddrPort":       true,
	"net.(*UDPConn).WriteMsgUDP":              true,
	"net.(*UDPConn).WriteMsgUDPAddrPort":      true,
	"net.ResolveIPAddr":                       true,
	"net.ResolveTCPAddr":                      true,
	"net.ResolveUDPAddr":                      true,
}
