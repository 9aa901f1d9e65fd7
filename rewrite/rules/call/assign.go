package call

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// assignment is a statement that assigns the results of a call to variables. As a whole
// it can go into the function that runs with the loop released, whatever the number of
// the results and, if it declares nothing, whatever their types:
//
//	aio.Call(co, func() { conn, chans, reqs, err = ssh.NewServerConn(c, config) })
//
// As other tasks run meanwhile, the variables must be those of the function alone.
type assignment struct {
	stmt  *ast.AssignStmt
	names []*ast.Ident // what it declares
}

// assignment returns the statement that the call is the right side of, if all that it
// assigns to are variables of the function, and those that it declares can be declared in
// front of it.
func (e *edit) assignment() *assignment {
	p := e.pass.Program
	stmt, ok := p.Parent(e.call).(*ast.AssignStmt)
	if !ok || !p.Listed(stmt) || rule.HasComments(e.file, stmt.Pos(), e.call.Pos()) {
		return nil
	}
	a := &assignment{stmt: stmt}
	for _, x := range stmt.Lhs {
		id, ok := ast.Unparen(x).(*ast.Ident)
		switch {
		case !ok:
			return nil
		case id.Name == "_":
		case e.file.Info().Defs[id] != nil:
			a.names = append(a.names, id)
		case !e.alone(id):
			return nil
		}
	}
	if len(a.names) == 0 {
		return a
	}
	if rule.JumpsOver(p, e.spot.Func, stmt) || e.names(a.names) {
		return nil
	}
	for i, id := range a.names {
		text, err := rule.TypeText(p, e.file.Info().Defs[id].Type(), e.call, func(string, string) {})
		if err != nil || i > 0 && usesAny(text, a.names) {
			return nil
		}
	}
	return a
}

// alone reports whether a name is that of a local variable that no other function uses,
// except literals that run in place or are deferred.
func (e *edit) alone(id *ast.Ident) bool {
	p := e.pass.Program
	v, ok := e.file.Info().Uses[id].(*types.Var)
	if !ok || v.Parent() == nil || v.Parent() == e.file.Pkg.Types.Scope() {
		return false
	}
	for _, use := range p.Uses(v) {
		fn := p.Enclosing(use)
		for fn != e.spot.Func && fn != nil && runsInPlace(p, fn) {
			fn = fn.Parent
		}
		if fn != e.spot.Func && use.Pos() != v.Pos() {
			return false
		}
	}
	return true
}

// runsInPlace reports whether a literal is called or deferred where it stands.
func runsInPlace(p *program.Program, fn *program.Func) bool {
	if fn.Lit == nil {
		return false
	}
	call, ok := p.Parent(fn.Lit).(*ast.CallExpr)
	if !ok || call.Fun != ast.Expr(fn.Lit) {
		return false
	}
	_, isGo := p.Parent(call).(*ast.GoStmt)
	return !isGo
}

// names reports whether the call names something that is called like one of the
// variables, which would come to stand for it.
func (e *edit) names(ids []*ast.Ident) bool {
	found := false
	ast.Inspect(e.call, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && slices.ContainsFunc(ids, func(x *ast.Ident) bool { return x.Name == id.Name })
		return !found
	})
	return found
}

// usesAny reports whether one of the names stands in the text of a type.
func usesAny(text string, ids []*ast.Ident) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !token.IsIdentifier("x" + string(r)) })
	return slices.ContainsFunc(ids, func(id *ast.Ident) bool { return slices.Contains(words, id.Name) })
}

func (a *assignment) apply(e *edit, ed *rule.Editor) {
	head := ed.Aio(e.call, "Call") + "(" + ed.Co(e.call) + ", func() {"
	indent := ed.Indent(a.stmt.Pos())
	if text := a.declarations(e, ed, indent); text != "" {
		head = text + "\n" + indent + head
		ed.Replace(a.stmt.TokPos, a.stmt.TokPos+token.Pos(len(":=")), "=")
	}
	e.wrap(ed, a.stmt, head, "", "})")
}

// declarations declares the new variables, those of one type that follow each other
// together.
func (a *assignment) declarations(e *edit, ed *rule.Editor, indent string) string {
	var lines []string
	for i := 0; i < len(a.names); {
		t := e.file.Info().Defs[a.names[i]].Type()
		var same []string
		for ; i < len(a.names) && types.Identical(e.file.Info().Defs[a.names[i]].Type(), t); i++ {
			same = append(same, a.names[i].Name)
		}
		text, _ := ed.TypeText(t, e.call)
		lines = append(lines, strings.Join(same, ", ")+" "+text)
	}
	switch len(lines) {
	case 0:
		return ""
	case 1:
		return "var " + lines[0]
	}
	inner := "\n" + indent + "\t"
	return "var (" + inner + strings.Join(lines, inner) + "\n" + indent + ")"
}
