package oneshot

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/runtime"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule turns one-shot result channels into futures.
var Rule = &rule.Rule{
	Name: "oneshot",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "oneshot-unbuffered", Text: "The result channel is unbuffered: the goroutine waits until its result is taken, which a future does not.", Next: "Give the channel a buffer of one."},
		{Code: "oneshot-early-return", Text: "The goroutine may end without sending a result.", Next: "Send on every path."},
		{Code: "oneshot-ported", Text: "The result is received by a select that was ported before; the goroutine, which reaches no yield point, stays as it is.", Next: "Nothing, or undo the port of the select and port both at once."},
		{Code: rule.CommentInHead, Text: "A comment stands in the head of the goroutine's function literal or in the channel's make.", Next: "Move it."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Go) {
		stmt := s.Node.(*ast.GoStmt)
		lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
		if !ok || len(stmt.Call.Args) > 0 || len(lit.Body.List) == 0 {
			continue
		}
		shot := &oneshot{pass: pass, fn: s.Func, stmt: stmt, lit: lit}
		known, code := shot.match()
		switch {
		case !known:
		case code != "":
			pass.Refuse(stmt, code, "")
		case shot.ported && (shot.yields() || pass.Tasks[stmt.Call]):
			// The other rules may mark what is left.
		case shot.ported:
			shot.leave()
		default:
			shot.task = shot.yields() || pass.Tasks[stmt.Call]
			pass.Propose(shot.proposal(s))
		}
	}
}

// oneshot is a goroutine and the channel that carries its result.
type oneshot struct {
	pass *rule.Pass
	fn   *program.Func
	stmt *ast.GoStmt
	lit  *ast.FuncLit

	ch     *types.Var
	elem   types.Type
	made   *ast.AssignStmt
	sends  []*ast.SendStmt
	recv   ast.Expr // a receive, or a marked one
	ported bool     // recv is a case of a select that a port made
	task   bool     // the goroutine reaches a yield point; otherwise it runs beside the loop
}

// match finds the channel. It is known when the goroutine looks like one that
// delivers one result; code says why it is refused all the same.
func (o *oneshot) match() (known bool, code string) {
	last, ok := o.lit.Body.List[len(o.lit.Body.List)-1].(*ast.SendStmt)
	if !ok {
		return false, ""
	}
	id, ok := ast.Unparen(last.Chan).(*ast.Ident)
	if !ok {
		return false, ""
	}
	o.ch, _ = o.fn.File.Info().ObjectOf(id).(*types.Var)
	if o.ch == nil || o.ch.IsField() || !o.uses() || !o.sameBlock() || o.repeated() {
		return false, ""
	}
	switch buffered, ok := o.buffered(); {
	case !ok:
		return false, ""
	case !buffered:
		return true, "oneshot-unbuffered"
	case !o.everyPathSends():
		return true, "oneshot-early-return"
	case !o.takenBySelect():
		return false, ""
	case rule.HasComments(o.fn.File, o.stmt.Pos(), o.lit.Body.Lbrace), rule.HasComments(o.fn.File, o.lit.End(), o.stmt.End()),
		rule.HasComments(o.fn.File, o.made.Pos(), o.made.End()):
		return true, rule.CommentInHead
	}
	if _, err := rule.TypeText(o.pass.Program, o.elem, o.stmt, func(string, string) {}); err != nil {
		return false, ""
	}
	return true, ""
}

// yields reports whether the goroutine reaches a yield point beside its sends,
// which never wait: the buffer holds the one result.
func (o *oneshot) yields() bool {
	facts := o.pass.Facts.Yields(o.fn.File.Pkg)
	if facts == nil {
		return false
	}
	found := false
	ast.Inspect(o.lit.Body, func(n ast.Node) bool {
		if send, ok := n.(*ast.SendStmt); ok && slices.Contains(o.sends, send) {
			ast.Inspect(send.Value, func(n ast.Node) bool { return o.visit(facts, n, &found) })
			return false
		}
		return o.visit(facts, n, &found)
	})
	return found
}

// visit notes whether n, as part of the goroutine's body, is a yield point.
func (o *oneshot) visit(facts *yieldpoint.Result, n ast.Node, found *bool) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		return false
	case *ast.CallExpr:
		*found = *found || facts.Call(n).Kinds(true).Intersects(catalog.Marked)
	case *ast.SendStmt, *ast.UnaryExpr, *ast.RangeStmt, *ast.SelectStmt:
		*found = *found || o.pass.Spot(n) != nil
	}
	return !*found
}

// leave refuses a goroutine that computes, and keeps other rules from making
// it a task for the sake of a send that never waits.
func (o *oneshot) leave() {
	o.pass.Refuse(o.stmt, "oneshot-ported", "")
	o.pass.Claimed[o.stmt] = true
	for _, send := range o.sends {
		o.pass.NotApplicable(send, "oneshot-ported", "")
		o.pass.Claimed[send] = true
	}
}

// uses sorts the uses of the channel: declaration, sends inside the
// goroutine, one receive outside.
func (o *oneshot) uses() bool {
	p := o.pass.Program
	for _, id := range p.Uses(o.ch) {
		switch parent := p.Parent(id).(type) {
		case *ast.AssignStmt:
			if id.Pos() != o.ch.Pos() || parent.Tok != token.DEFINE || len(parent.Lhs) != 1 {
				return false
			}
			o.made = parent
		case *ast.SendStmt:
			if parent.Chan != ast.Expr(id) || p.Enclosing(parent) != p.LitFunc(o.lit) {
				return false
			}
			if _, isCase := p.Parent(parent).(*ast.CommClause); isCase && p.Parent(parent).(*ast.CommClause).Comm == ast.Stmt(parent) {
				return false
			}
			o.sends = append(o.sends, parent)
		case *ast.UnaryExpr:
			if parent.Op != token.ARROW || o.recv != nil || p.Enclosing(parent) != o.fn {
				return false
			}
			o.recv = parent
		case *ast.CallExpr:
			name := o.runtimeName(parent)
			if o.recv != nil || p.Enclosing(parent) != o.fn || name != "Recv" && name != "OnRecv" {
				return false
			}
			o.recv, o.ported = parent, name == "OnRecv"
		default:
			return false
		}
	}
	return o.made != nil && o.recv != nil && len(o.sends) > 0 && o.isPlainReceive()
}

// runtimeName returns the name of the runtime's function that a call calls, or
// "".
func (o *oneshot) runtimeName(call *ast.CallExpr) string {
	fn, _ := typeutil.Callee(o.fn.File.Info(), call).(*types.Func)
	if fn == nil || fn.Pkg() == nil || !runtime.Is(o.pass.Program.Module.Path, fn.Pkg().Path()) {
		return ""
	}
	return fn.Name()
}

// isPlainReceive reports whether the receive is a value of its own: v, ok :=
// <-ch asks for a close that never comes.
func (o *oneshot) isPlainReceive() bool {
	_, isTuple := o.fn.File.Info().TypeOf(o.recv).(*types.Tuple)
	return !isTuple
}

// takenBySelect reports whether the receive, if it is a case of a select, can
// become one that awaits a future.
func (o *oneshot) takenBySelect() bool {
	sel := rule.CaseOf(o.pass.Program, o.recv)
	return sel == nil || o.ported || o.pass.CanAwait(o.fn.File, sel)
}

// sameBlock reports whether the channel is made in the block that starts the
// goroutine, before it.
func (o *oneshot) sameBlock() bool {
	p := o.pass.Program
	return p.Parent(o.made) == p.Parent(o.stmt) && o.made.Pos() < o.stmt.Pos() && o.recv.Pos() > o.stmt.Pos() && !rule.Jumps(o.fn)
}

// repeated reports whether the receive stands in a loop that the channel is
// outside of: a second receive would wait for ever, a future answers again.
func (o *oneshot) repeated() bool {
	p := o.pass.Program
	for n := p.Parent(o.recv); n != nil && n != p.Parent(o.made); n = p.Parent(n) {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.LabeledStmt:
			return true
		}
	}
	return false
}

// buffered reports whether the channel is made with a constant buffer.
func (o *oneshot) buffered() (yes, ok bool) {
	call, isCall := o.made.Rhs[0].(*ast.CallExpr)
	if !isCall || len(call.Args) == 0 || len(call.Args) > 2 {
		return false, false
	}
	if id, isIdent := call.Fun.(*ast.Ident); !isIdent || id.Name != "make" {
		return false, false
	}
	ch, isChan := o.ch.Type().Underlying().(*types.Chan)
	if !isChan {
		return false, false
	}
	o.elem = ch.Elem()
	if len(call.Args) == 1 {
		return false, true
	}
	value := o.fn.File.Info().Types[call.Args[1]].Value
	if value == nil {
		return false, false
	}
	return value.ExactString() != "0", true
}

// everyPathSends reports whether each send is the last thing on its path and
// each return follows a send.
func (o *oneshot) everyPathSends() bool {
	p := o.pass.Program
	body := o.lit.Body.List
	tails := map[ast.Stmt]bool{}
	for _, send := range o.sends {
		list := program.StmtList(p.Parent(send))
		next := follower(list, send)
		if ret, ok := next.(*ast.ReturnStmt); ok {
			tails[ret] = true
		} else if next != nil || ast.Stmt(send) != body[len(body)-1] {
			return false
		}
	}
	ok := true
	ast.Inspect(o.lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			ok = ok && tails[n]
		case *ast.DeferStmt:
			// A recovering defer would end the goroutine without a send, and
			// what is deferred runs after the send: the receiver may see less.
			ok = false
		case *ast.BranchStmt:
			ok = ok && n.Tok != token.GOTO
		}
		return true
	})
	return ok
}

func follower(list []ast.Stmt, stmt ast.Stmt) ast.Stmt {
	for i, s := range list {
		if s == stmt && i+1 < len(list) {
			return list[i+1]
		}
	}
	return nil
}
