package selection

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
)

// names picks names for case variables that nothing else has in the block
// that holds the statement.
type names struct {
	used   map[string]bool // in the source
	picked map[string]bool
}

// blocks remembers the names of each block, since several statements of one
// block may declare variables in it.
type blocks map[ast.Node]*names

func (b blocks) of(p *program.Program, stmt *ast.SelectStmt) *names {
	_, block := p.Statement(stmt)
	if block == nil {
		block = stmt
	}
	if b[block] == nil {
		b[block] = newNames(block)
	}
	return b[block]
}

func newNames(block ast.Node) *names {
	n := &names{used: map[string]bool{}, picked: map[string]bool{}}
	selected := map[*ast.Ident]bool{}
	ast.Inspect(block, func(node ast.Node) bool {
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
	bases := bases(c)
	base := bases[0]
	for _, b := range bases {
		if n.used[base] {
			base = b
		}
	}
	name := base
	for i := 2; n.used[name] || n.picked[name] || token.IsKeyword(name); i++ {
		name = fmt.Sprint(base, i)
	}
	n.picked[name] = true
	return name
}

// bases returns what a case may be called, the best first.
func bases(c *comm) []string {
	last := lastName(c.ch)
	switch {
	case c.value != nil:
		return []string{"to" + upperFirst(last)}
	case last == "Done":
		return []string{"done", "canceled"}
	case last == "After":
		return []string{"timeout", "timedOut"}
	case last == "C":
		return []string{"tick", "ticked"}
	}
	return []string{"from" + upperFirst(last)}
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
	case *ast.UnaryExpr:
		return lastName(e.X)
	}
	return "channel"
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
