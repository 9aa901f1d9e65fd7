package channel

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/runtime"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule marks channel operations.
var Rule = &rule.Rule{
	Name: "channel",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "type-parameter", Text: "The channel's type is a type parameter, which no marked operation accepts.", Next: "Give the function a channel type."},
		{Code: "go-version", Text: "The file's language is older than Go 1.23 and cannot range over a function, and no other loop is proved to mean the same.", Next: "Give the loop a variable that nothing keeps when an iteration is over, or raise the go directive of go.mod."},
		{Code: "unnameable-type", Text: "The edit would have to name a type that cannot be named in this file.", Next: "Declare the variable with a type that can be named here, or export the type."},
		{Code: "bool-type", Text: "The ok of the receive is assigned to a variable of another type than bool, to which the marked operation's ok would have to be converted.", Next: "Assign it to a bool first."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	old := loops{taken: map[*program.Func]map[string]bool{}}
	for _, s := range pass.Open(site.Send, site.Receive, site.Range) {
		var apply func(*rule.Editor)
		switch n := s.Node.(type) {
		case *ast.SendStmt:
			apply = send(pass, s, n)
		case *ast.UnaryExpr:
			apply = receive(pass, s, n)
		case *ast.RangeStmt:
			apply = ranges(pass, s, n, old)
		}
		if apply != nil {
			pass.Propose(&rule.Proposal{Spots: []*rule.Spot{s}, Marks: []ast.Node{s.Node}, Apply: apply})
		}
	}
}

// chanType returns the channel type of an operand, or nil for a type parameter.
func chanType(f *program.File, e ast.Expr) *types.Chan {
	t := f.Info().TypeOf(e)
	if t == nil {
		return nil
	}
	ch, _ := t.Underlying().(*types.Chan)
	return ch
}

func send(pass *rule.Pass, s *rule.Spot, n *ast.SendStmt) func(*rule.Editor) {
	f := s.Func.File
	ch := chanType(f, n.Chan)
	if ch == nil {
		pass.Refuse(n, "type-parameter", "")
		return nil
	}
	// The element type is inferred from the channel and from a typed value,
	// which have to agree; where the value converts, it has to be written.
	explicit := false
	value := f.Info().Types[n.Value]
	if basic, ok := value.Type.(*types.Basic); !ok || basic.Info()&types.IsUntyped == 0 {
		explicit = !types.Identical(value.Type, ch.Elem())
	}
	if explicit {
		if _, err := rule.TypeText(pass.Program, ch.Elem(), n, func(string, string) {}); err != nil {
			pass.Refuse(n, "unnameable-type", err.Error())
			return nil
		}
	}
	return func(ed *rule.Editor) {
		name := ed.Aio(n, "Send")
		if explicit || ed.IsTaskContext(n.Value) {
			if text, err := ed.TypeText(ch.Elem(), n); err == nil {
				name += "[" + text + "]"
			}
		}
		ed.Wrap(n, name+"("+ed.Co(n)+", ", ")")
		from, to := arrow(f, n.Arrow)
		if to == f.Offset(n.Value.Pos()) {
			ed.Buffer(f).Replace(from, to, ", ")
		} else {
			ed.Buffer(f).Replace(from, to, ",") // what follows stays, comments too
		}
	}
}

// arrow returns the range of an operator <- with the blanks to its left.
func arrow(f *program.File, pos token.Pos) (from, to int) {
	from, to = f.Offset(pos), f.Offset(pos)+len("<-")
	for from > 0 && (f.Src[from-1] == ' ' || f.Src[from-1] == '\t') {
		from--
	}
	return from, to
}

func receive(pass *rule.Pass, s *rule.Spot, n *ast.UnaryExpr) func(*rule.Editor) {
	f := s.Func.File
	if chanType(f, n.X) == nil {
		pass.Refuse(n, "type-parameter", "")
		return nil
	}
	name := "Recv"
	if _, ok := f.Info().TypeOf(n).(*types.Tuple); ok {
		name = "RecvOK"
		if !takesBool(pass.Program, f, n) {
			pass.Refuse(n, "bool-type", "")
			return nil
		}
	}
	return func(ed *rule.Editor) {
		from := f.Offset(n.OpPos)
		to := from + len("<-")
		for f.Src[to] == ' ' || f.Src[to] == '\t' {
			to++
		}
		ed.Buffer(f).Delete(from, to)
		ed.Wrap(n, ed.Aio(n, name)+"("+ed.Co(n)+", ", ")")
	}
}

// takesBool reports whether the second value of a receive goes where a bool
// can: the ok of a plain receive is untyped, that of the marked one is a bool.
func takesBool(p *program.Program, f *program.File, n *ast.UnaryExpr) bool {
	_, parent := p.OutsideParens(n)
	switch parent := parent.(type) {
	case *ast.AssignStmt:
		return len(parent.Lhs) != 2 || rule.TakesBool(f, parent.Lhs[1])
	case *ast.ValueSpec:
		return len(parent.Names) != 2 || rule.TakesBool(f, parent.Names[1])
	}
	return true
}

func ranges(pass *rule.Pass, s *rule.Spot, n *ast.RangeStmt, old loops) func(*rule.Editor) {
	if chanType(s.Func.File, n.X) == nil {
		pass.Refuse(n, "type-parameter", "")
		return nil
	}
	if !program.VersionAtLeast(s.Func.File, runtime.Version) {
		l, why := old.take(pass, s.Func, n)
		if l == nil {
			pass.Refuse(n, "go-version", why)
			return nil
		}
		return l.apply
	}
	return func(ed *rule.Editor) {
		ed.Wrap(n.X, ed.Aio(n, "Range")+"("+ed.Co(n)+", ", ")")
	}
}
