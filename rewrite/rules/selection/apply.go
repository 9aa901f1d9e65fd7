package selection

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// apply makes the edits: the head, the cases' labels and what they receive.
func apply(ed *rule.Editor, stmt *ast.SelectStmt, cases []*comm) {
	writeHead(ed, stmt, cases)
	ed.Replace(stmt.Pos(), stmt.Body.Lbrace, "")
	last := len(cases) - 1
	exhaustive := endsFunction(ed.Program, stmt) || allCancel(ed.File(stmt), stmt)
	for i, c := range cases {
		if i == last && exhaustive {
			ed.Replace(c.clause.Case, c.clause.Colon, "default")
		} else {
			name := c.name
			if c.clause.Comm.Pos() == c.clause.Case+token.Pos(len("case")) {
				name = " " + name // case<-ch, which nobody has formatted
			}
			ed.Replace(c.clause.Comm.Pos(), c.clause.Colon, name)
		}
		if c.assign != nil {
			receive(ed, c)
		}
	}
}

// receive assigns what came, as the first statement of the case.
func receive(ed *rule.Editor, c *comm) {
	f := ed.File(c.clause)
	first, last := c.assign.Lhs[0], c.assign.Lhs[len(c.assign.Lhs)-1]
	rhs := c.name + ".Value()"
	if len(c.assign.Lhs) == 2 {
		if id, ok := first.(*ast.Ident); ok && id.Name == "_" {
			first, rhs = last, c.name+".OK()"
		} else {
			rhs += ", " + c.name + ".OK()"
		}
	}
	line := "\n" + ed.Indent(c.clause.Pos()) + "\t"
	// Behind a comment that stands on the line of the case.
	offset := f.Offset(c.clause.Colon) + 1
	end := offset
	for end < len(f.Src) && f.Src[end] != '\n' {
		end++
	}
	after := ""
	if rest := strings.TrimSpace(string(f.Src[offset:end])); rest != "" && !strings.HasPrefix(rest, "//") {
		// The body begins on the line of the case.
		end, after = offset, line
		for f.Src[end] == ' ' || f.Src[end] == '\t' {
			end++
		}
		ed.Buffer(f).Delete(offset, end)
		end = offset
	} else if end > 0 && f.Src[end-1] == '\r' {
		end--
	}
	ed.Buffer(f).Move(f.Offset(first.Pos()), f.Offset(last.End()), end, line, " "+c.assign.Tok.String()+" "+rhs+after)
}
