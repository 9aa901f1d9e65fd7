package selection

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// allCancel reports whether every case of a select names one and the same function
// that cancels a context. One of the cases always runs, but go vet does not know that
// of a switch without a default case, and would say that the function is not called
// on all paths.
func allCancel(f *program.File, stmt *ast.SelectStmt) bool {
	var all map[types.Object]bool
	for i, clause := range stmt.Body.List {
		named := cancels(f, clause.(*ast.CommClause).Body)
		for obj := range all {
			if !named[obj] {
				delete(all, obj)
			}
		}
		if i == 0 {
			all = named
		}
	}
	return len(all) > 0
}

// cancels returns the variables of type context.CancelFunc, or CancelCauseFunc, that
// statements name.
func cancels(f *program.File, list []ast.Stmt) map[types.Object]bool {
	found := map[types.Object]bool{}
	for _, stmt := range list {
		for n := range ast.Preorder(stmt) {
			id, ok := n.(*ast.Ident)
			if !ok {
				continue
			}
			v, ok := f.Info().Uses[id].(*types.Var)
			if ok && (rule.IsNamed(v.Type(), "context", "CancelFunc") || rule.IsNamed(v.Type(), "context", "CancelCauseFunc")) {
				found[v] = true
			}
		}
	}
	return found
}
