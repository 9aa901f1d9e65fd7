package selection

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// maxWidth is the width, with tabs of four columns, beyond which a line is
// broken.
const maxWidth = 110

// writeHead writes what stands before the cases: in one line if that is short
// enough, otherwise the case variables first and then the switch. Variables
// that cannot stand by themselves get a line each inside the switch.
func writeHead(ed *rule.Editor, stmt *ast.SelectStmt, cases []*comm) {
	var names []string
	width := 0
	for _, c := range cases {
		names = append(names, c.name)
		width += len(c.name) + len(", ") + c.width(ed)
	}
	list := strings.Join(names, ", ")
	sel := ed.Aio(stmt, "Select") + "(" + ed.Co(stmt) + ", " + list + ") "
	indent := ed.Indent(stmt.Pos())
	columns := len(strings.ReplaceAll(indent, "\t", "    ")) + width
	short := columns+len("switch  := ; {")+len(sel) <= maxWidth
	switch {
	case short || !declarable(ed.Program, stmt):
		separator := ", "
		if !short && len(cases) > 1 {
			separator = ",\n" + indent + "\t"
		}
		ed.Insert(stmt.Pos(), "switch "+list+" := ")
		for i, c := range cases {
			if i > 0 {
				ed.Insert(stmt.Pos(), separator)
			}
			c.write(ed, stmt)
		}
		ed.Insert(stmt.Pos(), "; "+sel)
		return
	case columns+len(" := ") <= maxWidth:
		ed.Insert(stmt.Pos(), list+" := ")
		for i, c := range cases {
			if i > 0 {
				ed.Insert(stmt.Pos(), ", ")
			}
			c.write(ed, stmt)
		}
		ed.Insert(stmt.Pos(), "\n"+indent)
	default:
		for _, c := range cases {
			ed.Insert(stmt.Pos(), c.name+" := ")
			c.write(ed, stmt)
			ed.Insert(stmt.Pos(), "\n"+indent)
		}
	}
	ed.Insert(stmt.Pos(), "switch "+sel)
}

// write writes the case: OnRecv(channel), OnSend(channel, value).
func (c *comm) write(ed *rule.Editor, stmt *ast.SelectStmt) {
	f := ed.File(stmt)
	buf, at := ed.Buffer(f), f.Offset(stmt.Pos())
	head := c.constructor(ed) + "("
	from, to := f.Offset(c.ch.Pos()), f.Offset(c.ch.End())
	if c.value == nil {
		buf.Move(from, to, at, head, ")")
		return
	}
	buf.Move(from, to, at, head, ", ")
	buf.Move(f.Offset(c.value.Pos()), f.Offset(c.value.End()), at, "", ")")
}

// constructor names the function that makes the case.
func (c *comm) constructor(ed *rule.Editor) string {
	switch {
	case c.value == nil && ed.IsFuture(c.ch):
		return ed.Aio(c.ch, "OnFuture")
	case c.value == nil:
		return ed.Aio(c.ch, "OnRecv")
	}
	name := ed.Aio(c.value, "OnSend")
	if c.converts || ed.IsTaskContext(c.value) {
		if text, err := ed.TypeText(c.elem, c.value); err == nil {
			name += "[" + text + "]"
		}
	}
	return name
}

// width is about the number of columns that write needs.
func (c *comm) width(ed *rule.Editor) int {
	n := len(c.constructor(ed)) + len("()") + int(c.ch.End()-c.ch.Pos())
	if c.value != nil {
		n += len(", ") + int(c.value.End()-c.value.Pos())
	}
	for _, e := range []ast.Expr{c.ch, c.value} {
		if e != nil && (holdsLiteral(e) || strings.Contains(ed.File(e).Text(e), "\n")) {
			n += maxWidth // it has lines of its own, or may get some
		}
	}
	return n
}

// declarable reports whether variables can be declared in front of the
// statement: a label would come between, and a goto must not jump over them.
func declarable(p *program.Program, stmt *ast.SelectStmt) bool {
	if labelOf(p, stmt) != "" {
		return false
	}
	fn := p.Enclosing(stmt)
	jumps := false
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		if branch, ok := n.(*ast.BranchStmt); ok && branch.Tok == token.GOTO {
			jumps = true
		}
		return !jumps
	})
	return !jumps
}

// labelOf returns the label of a labeled statement, or "".
func labelOf(p *program.Program, stmt ast.Stmt) string {
	if labeled, ok := p.Parent(stmt).(*ast.LabeledStmt); ok {
		return labeled.Label.Name
	}
	return ""
}
