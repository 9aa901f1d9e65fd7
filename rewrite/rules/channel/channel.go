package channel

import (
	_ "embed"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule marks channel operations.
var Rule = &rule.Rule{
	Name: "channel",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "type-parameter", Text: "The channel's type is a type parameter, which no marked operation accepts; give the function a channel type."},
		{Code: "go-version", Text: "A range over a function needs Go 1.23; raise the go directive of go.mod."},
		{Code: "unnameable-type", Text: "The edit would have to name a type that cannot be named in this file."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Send, site.Receive, site.Range) {
		var apply func(*rule.Editor)
		switch n := s.Node.(type) {
		case *ast.SendStmt:
			apply = send(pass, s, n)
		case *ast.UnaryExpr:
			apply = receive(pass, s, n)
		case *ast.RangeStmt:
			apply = ranges(pass, s, n)
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
		if explicit {
			if text, err := ed.TypeText(ch.Elem(), n); err == nil {
				name += "[" + text + "]"
			}
		}
		ed.Wrap(n, name+"("+ed.Co(n)+", ", ")")
		ed.Replace(n.Chan.End(), n.Value.Pos(), ", ")
	}
}

func receive(pass *rule.Pass, s *rule.Spot, n *ast.UnaryExpr) func(*rule.Editor) {
	if chanType(s.Func.File, n.X) == nil {
		pass.Refuse(n, "type-parameter", "")
		return nil
	}
	name := "Recv"
	if _, ok := s.Func.File.Info().TypeOf(n).(*types.Tuple); ok {
		name = "RecvOK"
	}
	return func(ed *rule.Editor) {
		ed.Replace(n.Pos(), n.X.Pos(), "")
		ed.Wrap(n, ed.Aio(n, name)+"("+ed.Co(n)+", ", ")")
	}
}

func ranges(pass *rule.Pass, s *rule.Spot, n *ast.RangeStmt) func(*rule.Editor) {
	if chanType(s.Func.File, n.X) == nil {
		pass.Refuse(n, "type-parameter", "")
		return nil
	}
	if !program.VersionAtLeast(s.Func.File, "go1.23") {
		pass.Refuse(n, "go-version", "")
		return nil
	}
	return func(ed *rule.Editor) {
		ed.Wrap(n.X, ed.Aio(n, "Range")+"("+ed.Co(n)+", ", ")")
	}
}
