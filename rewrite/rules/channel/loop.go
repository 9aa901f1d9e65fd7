package channel

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"unicode/utf8"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// loops are the loops of files without functions to range over. They become
//
//	for v, ok := aio.RecvOK(co, ch); ok; v, ok = aio.RecvOK(co, ch) {
//
// whose body, with all its jumps, stays as it is: the post statement is where a
// continue goes. What differs from a range is proved away:
//
//   - The channel is evaluated for every value, so that it has to be a variable
//     that nothing changes; any other expression gets one, in front of the loop.
//   - At the end the variable is set to zero, where a range lets it keep the last
//     value. Inside the loop nobody sees that; code that holds on to the variable
//     may, unless iterations have their own, of which only the last, in which the
//     body does not run, gets the zero.
type loops struct {
	taken map[*program.Func]map[string]bool // names given to channels, by outermost function
}

// loop is one of them.
type loop struct {
	stmt  *ast.RangeStmt
	label *ast.LabeledStmt // or nil
	ch    string           // the variable that holds the channel
	bind  bool             // it is declared in front of the loop
	block bool             // in a block of its own, which a goto may jump over
	ok    string           // tells that there was a value
}

// take takes a range apart; why says what is in the way.
func (l loops) take(pass *rule.Pass, fn *program.Func, n *ast.RangeStmt) (found *loop, why string) {
	p, f := pass.Program, fn.File
	found = &loop{stmt: n, ok: openName(n)}
	if key, ok := n.Key.(*ast.Ident); n.Key != nil && (!ok || key.Name != "_") {
		if n.Tok == token.ASSIGN {
			return nil, "it assigns to a variable from outside the loop, which keeps its last value"
		}
		v, _ := f.Info().Defs[key].(*types.Var)
		if v == nil || !program.VersionAtLeast(f, "go1.22") && p.Kept(f, v, n) {
			return nil, key.Name + " is shared by all iterations and may be looked at after them"
		}
	}
	if commented(f, n) {
		return nil, "a comment stands inside the head of the loop"
	}
	found.label, _ = p.Parent(n).(*ast.LabeledStmt)
	if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && p.Stable(f, id) && !isNamed(n.Key, id.Name) {
		found.ch = id.Name
		return found, ""
	}
	if !p.Listed(n) {
		return nil, "there is no room in front of the loop for a variable that holds the channel"
	}
	found.block = rule.JumpsOver(p, fn, n)
	if found.block && found.label != nil {
		return nil, "a goto would jump past a variable that holds the channel"
	}
	found.bind, found.ch = true, l.name(p, fn, n.X)
	return found, ""
}

// isNamed reports whether the loop's variable has a name.
func isNamed(key ast.Expr, name string) bool {
	id, ok := key.(*ast.Ident)
	return ok && id.Name == name
}

// name returns a name for the variable that holds a channel.
func (l loops) name(p *program.Program, fn *program.Func, ch ast.Expr) string {
	outer := fn.Outermost()
	if l.taken[outer] == nil {
		l.taken[outer] = map[string]bool{}
	}
	base := baseName(ch)
	name := base
	for i := 2; l.taken[outer][name] || p.Fresh(fn, name) != name; i++ {
		name = fmt.Sprint(base, i)
	}
	l.taken[outer][name] = true
	return name
}

// baseName returns the name nearest to the value of an expression.
func baseName(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		name := e.Sel.Name
		if name == strings.ToUpper(name) {
			return strings.ToLower(name) // C
		}
		_, first := utf8.DecodeRuneInString(name)
		return strings.ToLower(name[:first]) + name[first:]
	}
	return "in"
}

// openName returns a name for what tells that there was a value.
func openName(n *ast.RangeStmt) string {
	used := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			used[id.Name] = true
		}
		return true
	})
	name := "ok"
	for i := 1; used[name]; i++ {
		if name = "more"; i > 1 {
			name = fmt.Sprint(name, i)
		}
	}
	return name
}

// commented reports whether a comment stands before the body of a loop, where the
// head is written anew.
func commented(f *program.File, n *ast.RangeStmt) bool {
	for _, group := range f.AST.Comments {
		if n.For < group.Pos() && group.Pos() < n.Body.Lbrace {
			return true
		}
	}
	return false
}

func (l *loop) apply(ed *rule.Editor) {
	n := l.stmt
	f := ed.File(n)
	key := "_"
	if n.Key != nil {
		key = n.Key.(*ast.Ident).Name
	}
	call := ed.Aio(n, "RecvOK") + "(" + ed.Co(n) + ", "
	rest := "); " + l.ok + "; " + key + ", " + l.ok + " = " + call + l.ch + ")"
	head := "for " + key + ", " + l.ok + " := " + call
	if !l.bind {
		ed.Buffer(f).Delete(f.Offset(n.For), f.Offset(n.X.Pos()))
		ed.Wrap(n.X, head, rest)
		return
	}
	from := n.For
	head += l.ch + rest
	if l.label != nil {
		from = l.label.Pos()
		head = l.label.Label.Name + ":\n" + ed.Indent(n.For) + head
	}
	ed.Buffer(f).Delete(f.Offset(from), f.Offset(n.X.Pos()))
	first := l.ch + " := "
	if l.block {
		first = "{\n" + first
		ed.Insert(n.End(), "\n}")
	}
	ed.Wrap(n.X, first, "\n"+ed.Indent(from)+head)
}
