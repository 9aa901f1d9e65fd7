package sharedstate

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/internal/directive"
)

// findAssumed notes the fields that a comment says to be guarded by a lock.
func (p *program) findAssumed() {
	for _, f := range p.pass.Files {
		if !directive.Any(f) {
			continue // as in most files
		}
		ast.Inspect(f, func(n ast.Node) bool {
			field, ok := n.(*ast.Field)
			if !ok {
				return true
			}
			for _, d := range directive.ForField(field) {
				if !d.Assumes(directive.AssumeGuardedBy) || len(d.Args) < 2 {
					continue
				}
				for _, name := range field.Names {
					if v, ok := p.info.Defs[name].(*types.Var); ok {
						p.assumed[v] = d.Args[1]
					}
				}
			}
			return true
		})
	}
}

// assumedLock returns the lock that a comment says to be held at an access: that
// of the same struct.
func (p *program) assumedLock(l loc) (lock, bool) {
	mu, ok := p.assumed[l.last]
	if !ok {
		return lock{}, false
	}
	i := strings.LastIndex(l.path, "."+l.last.Name())
	if i < 0 {
		return lock{}, false
	}
	return lock{loc: loc{obj: l.obj, path: l.path[:i] + "." + mu}}, true
}
