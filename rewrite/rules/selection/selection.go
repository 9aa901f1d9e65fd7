package selection

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule turns select statements into switches.
var Rule = &rule.Rule{
	Name: "select",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "select-type-parameter", Text: "A case's channel type is a type parameter, which no marked operation accepts.", Next: "Give the function a channel type."},
		{Code: "select-unnameable-type", Text: "A case sends a value that converts to a type which cannot be named in this file.", Next: "Give the channel's element type a name that can be written here."},
		{Code: "select-bool-type", Text: "The ok of a receive is assigned to a variable of another type than bool, to which the marked operation's ok would have to be converted.", Next: "Assign it to a bool first."},
		{Code: "select-comment", Text: "A comment stands inside a case's channel operation, beside the channel and the value.", Next: "Move it, then port again."},
		{Code: "select-crossing", Text: "A function literal in the channel operation of a case starts goroutines, defers or selects.", Next: "Put it into a variable first."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	known := blocks{}
	for _, s := range pass.Open(site.Select) {
		stmt := s.Node.(*ast.SelectStmt)
		if len(stmt.Body.List) == 0 {
			pass.Propose(&rule.Proposal{
				Spots: []*rule.Spot{s},
				Marks: []ast.Node{stmt},
				Apply: func(ed *rule.Editor) { forever(ed, stmt) },
			})
			continue
		}
		cases, code, detail := takeApart(pass, s, stmt, known.of(pass.Program, stmt))
		if code != "" {
			pass.Refuse(stmt, code, detail)
			continue
		}
		pass.Propose(&rule.Proposal{
			Spots: []*rule.Spot{s},
			Marks: []ast.Node{stmt},
			Apply: func(ed *rule.Editor) {
				if p := asPause(pass.Program, s.Func.File, stmt, cases); p == nil || !p.apply(ed) {
					apply(ed, stmt, cases)
				}
			},
		})
	}
}

// comm is one communication clause.
type comm struct {
	clause *ast.CommClause
	name   string // of the case variable
	ch     ast.Expr
	value  ast.Expr   // what is sent; nil for a receive
	elem   types.Type // of the channel of a send
	// converts says that the value has another type than the channel's elements,
	// so that their type has to be written.
	converts bool
	assign   *ast.AssignStmt
}

// takeApart analyses the clauses; code is a refusal reason.
func takeApart(pass *rule.Pass, s *rule.Spot, stmt *ast.SelectStmt, names *names) (cases []*comm, code, detail string) {
	f := s.Func.File
	for _, clause := range stmt.Body.List {
		c := &comm{clause: clause.(*ast.CommClause)}
		switch n := c.clause.Comm.(type) {
		case *ast.SendStmt:
			c.ch, c.value = n.Chan, n.Value
		case *ast.ExprStmt:
			c.ch = operand(n.X)
		case *ast.AssignStmt:
			c.ch = operand(n.Rhs[0])
			if !slices.ContainsFunc(n.Lhs, isNamed) {
				break // _ = <-ch
			}
			c.assign = n
		}
		ch, ok := f.Info().TypeOf(c.ch).Underlying().(*types.Chan)
		if !ok {
			return nil, "select-type-parameter", ""
		}
		if c.hasComments(f) {
			return nil, "select-comment", ""
		}
		if holdsStatements(c.clause.Comm) {
			return nil, "select-crossing", ""
		}
		if c.assign != nil && len(c.assign.Lhs) == 2 && !rule.TakesBool(f, c.assign.Lhs[1]) {
			return nil, "select-bool-type", ""
		}
		if c.value != nil {
			if detail := c.convert(pass.Program, f, ch.Elem()); detail != "" {
				return nil, "select-unnameable-type", detail
			}
		}
		c.name = names.pick(c)
		cases = append(cases, c)
	}
	return cases, "", ""
}

// hasComments reports whether a comment stands in the clause beside the channel and the
// value, which are moved as they are.
func (c *comm) hasComments(f *program.File) bool {
	from := c.clause.Case
	for _, e := range []ast.Expr{c.ch, c.value} {
		if e == nil {
			continue
		}
		if rule.HasComments(f, from, e.Pos()) {
			return true
		}
		from = e.End()
	}
	return rule.HasComments(f, from, c.clause.Colon)
}

// isNamed reports whether e is anything but the blank identifier.
func isNamed(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return !ok || id.Name != "_"
}

// convert notes the type that a send's value converts to, if it does.
func (c *comm) convert(p *program.Program, f *program.File, elem types.Type) string {
	c.elem = elem
	t := f.Info().TypeOf(c.value)
	if basic, ok := t.(*types.Basic); ok && basic.Info()&types.IsUntyped != 0 || types.Identical(t, elem) {
		return ""
	}
	c.converts = true
	if _, err := rule.TypeText(p, elem, c.value, func(string, string) {}); err != nil {
		return err.Error()
	}
	return ""
}

// forever edits a select without cases. One that ends a function with results
// has to stay a statement that the compiler knows never to end.
func forever(ed *rule.Editor, stmt *ast.SelectStmt) {
	text := ed.Aio(stmt, "Select") + "(" + ed.Co(stmt) + ")"
	if isLast(ed.Program, stmt) {
		indent := "\n" + ed.Indent(stmt.Pos())
		text = "for {" + indent + "\t" + text + indent + "}"
	}
	ed.Replace(stmt.Pos(), stmt.Body.Lbrace, text)
	ed.Replace(stmt.Body.Lbrace, stmt.Body.Rbrace+1, "")
}

// operand returns the channel of a receive expression.
func operand(e ast.Expr) ast.Expr { return ast.Unparen(e).(*ast.UnaryExpr).X }

// holdsStatements reports whether a function literal stands in a
// communication with statements that other edits take apart: they could not be
// moved into the head at the same time.
func holdsStatements(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.GoStmt, *ast.DeferStmt, *ast.SelectStmt:
			found = true
		}
		return !found
	})
	return found
}

// holdsLiteral reports whether a function literal stands in an expression.
func holdsLiteral(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		_, isLit := n.(*ast.FuncLit)
		found = found || isLit
		return !found
	})
	return found
}
