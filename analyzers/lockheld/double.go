package lockheld

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// doubleLock reports a lock that is taken while it is certainly held.
func (c *checker) doubleLock(call *ast.CallExpr, held lockset.State) {
	if p, read, ok := c.locks.Acquires(call); ok {
		c.reportDouble(call, p, read, held, "")
		return
	}
	if c.releasesAny(call, held) {
		return
	}
	for _, t := range c.locks.Taken(call) {
		c.reportDouble(call, t.Path, t.Read, held, " by the call")
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
	if !ok || !lock.Must || types.IsInterface(p.Last.Type()) {
		return // a Locker may be that of RWMutex.RLocker, which is granted twice
	}
	related := []analysis.RelatedInformation{{Pos: lock.Call.Pos(), Message: fmt.Sprintf("%s is locked here", p)}}
	message := fmt.Sprintf("%s is locked again%s while it is held: it can never be granted", p, how)
	if read && lock.Read {
		// Two read locks get along unless a writer comes between them.
		writer := c.writers[p.Last]
		if writer == nil {
			return
		}
		message = fmt.Sprintf("%s is locked for reading again%s while it is held for reading: "+
			"with a writer waiting in between neither goes on", p, how)
		related = append(related, analysis.RelatedInformation{Pos: writer.Pos(), Message: fmt.Sprintf("%s is locked for writing here", p.Last.Name())})
	}
	if !c.locks.IsLock(call) {
		for _, at := range c.locks.Way(call, p) {
			related = append(related, analysis.RelatedInformation{Pos: at.Pos(), Message: c.step(at, p)})
		}
	}
	c.pass.Report(analysis.Diagnostic{
		Pos:      call.Pos(),
		End:      call.End(),
		Category: "lockheld",
		Message:  message,
		Related:  related,
	})
}

// findWriters returns for each lock of the package the first call that takes it
// for writing.
func findWriters(pass *analysis.Pass, locks *lockset.Locks) map[*types.Var]*ast.CallExpr {
	writers := make(map[*types.Var]*ast.CallExpr)
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if p, read, ok := locks.Acquires(call); ok && !read && writers[p.Last] == nil {
					writers[p.Last] = call
				}
			}
			return true
		})
	}
	return writers
}
