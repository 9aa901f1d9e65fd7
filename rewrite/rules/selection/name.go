package selection

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// names picks names for case variables that nothing in the statement has.
type names struct{ used map[string]bool }

func newNames(stmt *ast.SelectStmt) *names {
	n := &names{used: map[string]bool{}}
	selected := map[*ast.Ident]bool{}
	ast.Inspect(stmt, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			selected[node.Sel] = true // no variable
		case *ast.Ident:
			n.used[node.Name] = n.used[node.Name] || !selected[node]
		}
		return true
	})
	return n
}

// pick names a case after what it waits for.
func (n *names) pick(c *comm) string {
	base := n.base(c)
	name := base
	for i := 2; n.used[name] || token.IsKeyword(name); i++ {
		name = fmt.Sprint(base, i)
	}
	n.used[name] = true
	return name
}

func (n *names) base(c *comm) string {
	last := lastName(c.ch)
	switch {
	case c.value != nil:
		return "to" + upperFirst(last)
	case last == "Done":
		return "done"
	case last == "After":
		return "timeout"
	case last == "C":
		return "tick"
	}
	return "from" + upperFirst(last)
}

// lastName returns the name nearest to the value of an expression.
func lastName(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.CallExpr:
		return lastName(e.Fun)
	case *ast.IndexExpr:
		return lastName(e.X)
	case *ast.StarExpr:
		return lastName(e.X)
	}
	return "case"
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
