package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/site"
	"github.com/asyncport/asyncport/rewrite/values"
)

// addCarried adds the calls of function values behind which a function of another
// module is seen that waits, as http.RoundTripper.RoundTrip is behind next(req) in an
// interceptor, and those that read or write a stream that is seen to be a connection,
// as io.ReadAll(r) does. The module's own functions have marks of their own, or enter
// the loop.
//
// What a call by name hands over is not followed where that call is a site itself, as
// retry(conn.Flush) is: its mark lets go of the loop for all that happens in it. What
// only a test hands over is nothing to code that is none.
func (s *scanner) addCarried(outside *outside) {
	cut := func(call *ast.CallExpr) bool { return s.seen[call] || s.marked(s.prog.FileAt(call.Pos()), call) }
	flow := values.New(s.prog, values.Options{Cut: cut, Streams: true})
	inTests := values.New(s.prog, values.Options{Cut: cut, Streams: true, Tests: true})
	for _, f := range s.prog.Files {
		use := flow
		if f.IsTest() {
			use = inTests
		}
		for call := range calls(f.AST) {
			kinds, why := outside.carried(use.Targets(call))
			if kinds == 0 {
				kinds, why = outside.streamed(use.Streams(call))
			}
			if kinds.Intersects(marked) && !s.prog.IsFrozen(call) {
				s.add(f, call, site.Call, kinds, why)
			}
		}
	}
}

// carried returns what the first of the functions that waits waits for, and the witness.
func (o *outside) carried(targets []*values.Target) (kinds catalog.Set, why string) {
	for _, t := range targets {
		if t.Obj == nil || t.Func != nil && !o.generated(t.Obj) {
			continue
		}
		if kinds, why := o.handed(t.Obj, t.Made); kinds != 0 {
			return kinds, why
		}
	}
	return 0, ""
}

// streamed returns what the first of the streams that waits waits for, and the witness.
func (o *outside) streamed(streams []values.Stream) (kinds catalog.Set, why string) {
	for _, s := range streams {
		for _, name := range s.Methods {
			fn := values.Method(s.Type, name)
			if fn == nil {
				continue
			}
			if kinds, why := o.handed(fn, s.Made); kinds != 0 {
				return kinds, why
			}
		}
	}
	return 0, ""
}

// handed returns what a function waits for, and the witness: where it, or what has it as
// a method, is handed over.
func (o *outside) handed(fn *types.Func, made ast.Expr) (kinds catalog.Set, why string) {
	if kinds = o.kinds(fn) & marked; kinds == 0 {
		return 0, ""
	}
	pos := o.prog.Position(made.Pos())
	return kinds, fmt.Sprintf("%s, handed over at %s:%d, waits (%s)", catalog.FuncName(fn), pos.Filename, pos.Line, kinds)
}
