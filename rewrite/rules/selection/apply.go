package selection

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// maxHead is the width beyond which the cases in the head of the switch get
// a line each.
const maxHead = 110

// apply makes the edits: the head, the cases' labels and what they receive.
func apply(ed *rule.Editor, stmt *ast.SelectStmt, cases []*comm) {
	f := ed.File(stmt)
	var names []string
	width := 0
	for _, c := range cases {
		names = append(names, c.name)
		width += 2*len(c.name) + int(c.ch.End()-c.ch.Pos()) + 20
	}
	separator := ", "
	if width > maxHead && len(cases) > 1 {
		separator = ",\n"
	}
	list := strings.Join(names, ", ")
	buf, at := ed.Buffer(f), f.Offset(stmt.Pos())
	ed.Insert(stmt.Pos(), "switch "+list+" := ")
	for i, c := range cases {
		prefix := ""
		if i > 0 {
			prefix = separator
		}
		from, to := f.Offset(c.ch.Pos()), f.Offset(c.ch.End())
		if c.value == nil {
			on := "OnRecv"
			if ed.IsFuture(c.ch) {
				on = "OnFuture"
			}
			buf.Move(from, to, at, prefix+ed.Aio(stmt, on)+"(", ")")
			continue
		}
		head := prefix + ed.Aio(stmt, "OnSend")
		if c.elem != nil {
			if text, err := ed.TypeText(c.elem, c.value); err == nil {
				head += "[" + text + "]"
			}
		}
		buf.Move(from, to, at, head+"(", ", ")
		buf.Move(f.Offset(c.value.Pos()), f.Offset(c.value.End()), at, "", ")")
	}
	ed.Insert(stmt.Pos(), "; "+ed.Aio(stmt, "Select")+"("+ed.Co(stmt)+", "+list+") ")
	ed.Replace(stmt.Pos(), stmt.Body.Lbrace, "")
	last := len(cases) - 1
	for i, c := range cases {
		if i == last && terminates(stmt, labelOf(ed, stmt)) {
			ed.Replace(c.clause.Case, c.clause.Colon, "default")
		} else {
			ed.Replace(c.clause.Comm.Pos(), c.clause.Colon, c.name)
		}
		if c.assign != nil {
			receive(ed, c)
		}
	}
}

// receive assigns what came, as the first statement of the case.
func receive(ed *rule.Editor, c *comm) {
	f := ed.File(c.clause)
	rhs := c.name + ".Value()"
	if len(c.assign.Lhs) == 2 {
		rhs += ", " + c.name + ".OK()"
	}
	first, last := c.assign.Lhs[0], c.assign.Lhs[len(c.assign.Lhs)-1]
	// Behind a comment that stands on the line of the case.
	offset := f.Offset(c.clause.Colon) + 1
	end := offset
	for end < len(f.Src) && f.Src[end] != '\n' {
		end++
	}
	after := ""
	if rest := strings.TrimSpace(string(f.Src[offset:end])); rest != "" && !strings.HasPrefix(rest, "//") {
		end, after = offset, "\n"
	} else if end > 0 && f.Src[end-1] == '\r' {
		end--
	}
	ed.Buffer(f).Move(f.Offset(first.Pos()), f.Offset(last.End()), end, "\n", " "+c.assign.Tok.String()+" "+rhs+after)
}

// labelOf returns the label of a labeled statement, or "".
func labelOf(ed *rule.Editor, stmt ast.Stmt) string {
	if labeled, ok := ed.Program.Parent(stmt).(*ast.LabeledStmt); ok {
		return labeled.Label.Name
	}
	return ""
}

// terminates reports whether a select statement is a terminating one by the
// language's rules: a switch in its place needs a default case to be one.
func terminates(stmt *ast.SelectStmt, label string) bool {
	for _, clause := range stmt.Body.List {
		body := clause.(*ast.CommClause).Body
		if len(body) == 0 || !terminating(body[len(body)-1]) || breaks(body, label) {
			return false
		}
	}
	return true
}

// terminating is a shallow form of the language's rule: it may say yes where
// the compiler would need more, never no where the compiler relies on it.
func terminating(stmt ast.Stmt) bool {
	switch s := stmt.(type) {
	case *ast.ReturnStmt, *ast.SelectStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.GOTO
	case *ast.ForStmt:
		return s.Cond == nil
	case *ast.BlockStmt:
		return len(s.List) > 0 && terminating(s.List[len(s.List)-1])
	case *ast.IfStmt:
		return s.Else != nil && terminating(s.Body) && terminating(s.Else)
	case *ast.LabeledStmt:
		return terminating(s.Stmt)
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		id, ok := call.Fun.(*ast.Ident)
		return ok && id.Name == "panic"
	}
	return false
}

// breaks reports whether a statement list breaks out of the select.
func breaks(list []ast.Stmt, label string) bool {
	found := false
	for _, stmt := range list {
		ast.Inspect(stmt, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				if label == "" {
					return false // an inner break is not ours
				}
			case *ast.BranchStmt:
				if n.Tok == token.BREAK && (n.Label == nil || n.Label.Name == label) {
					found = true
				}
			}
			return true
		})
	}
	return found
}
