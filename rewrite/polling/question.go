package polling

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// isQuestion reports whether a call asks for what others do: it loads an atomic
// variable, tries a lock, looks at how much a channel holds, or whether a context
// has ended; or, if that is all that the loop does, it calls a function that says no more
// than what a variable holds.
func (l *look) isQuestion(call *ast.CallExpr) bool {
	switch fn := typeutil.Callee(l.info, call).(type) {
	case *types.Builtin:
		if fn.Name() != "len" || len(call.Args) != 1 {
			return false
		}
		t := l.info.TypeOf(call.Args[0])
		if t == nil {
			return false
		}
		_, isChan := t.Underlying().(*types.Chan)
		return isChan && !l.drains(call.Args[0])
	case *types.Func:
		if fn.Pkg() == nil {
			return false
		}
		switch path := fn.Pkg().Path(); {
		case path == "sync/atomic":
			return strings.HasPrefix(fn.Name(), "Load") || strings.HasPrefix(fn.Name(), "CompareAndSwap") && l.isSpin(call)
		case isSync(fn):
			return strings.HasPrefix(fn.Name(), "Try")
		case path == "context":
			return fn.Name() == "Err" && fn.Signature().Recv() != nil
		}
		return l.isIdle() && l.answers(l.prog.Func(fn))
	}
	return false
}

// drains reports whether the loop itself takes from a channel, or fills it: it is at its
// end when nothing is left to do, whatever others do.
func (l *look) drains(ch ast.Expr) bool {
	path := types.ExprString(ast.Unparen(ch))
	found := false
	is := func(e ast.Expr) { found = found || types.ExprString(ast.Unparen(e)) == path }
	l.walk(l.loop.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.SendStmt:
			is(n.Chan)
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				is(n.X)
			}
		}
	})
	return found
}

// isUpdate reports whether a call changes an atomic variable from what the loop has
// read before: it is repeated until nobody has come between, which nobody does on a
// serial loop.
func (l *look) isUpdate(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(l.info, call).(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic" && strings.HasPrefix(fn.Name(), "CompareAndSwap") && !l.isSpin(call)
}

// isSpin reports whether a CompareAndSwap waits for a value that others set: the
// old one is a constant, and not what the loop has read just before.
func (l *look) isSpin(call *ast.CallExpr) bool {
	if len(call.Args) < 2 {
		return false
	}
	return l.info.Types[call.Args[len(call.Args)-2]].Value != nil
}

func isGosched(info *types.Info, call *ast.CallExpr) bool {
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	return fn != nil && fn.FullName() == "runtime.Gosched"
}

// ends are functions that do not come back.
var ends = map[string]bool{"os.Exit": true, "runtime.Goexit": true, "log.Fatal": true, "log.Fatalf": true, "log.Fatalln": true}

// isEnd reports whether a call does not come back: it panics, ends the program or
// the test.
func isEnd(info *types.Info, call *ast.CallExpr) bool {
	switch fn := typeutil.Callee(info, call).(type) {
	case *types.Builtin:
		return fn.Name() == "panic"
	case *types.Func:
		if fn.Pkg() != nil && fn.Pkg().Path() == "testing" {
			name := strings.TrimSuffix(fn.Name(), "f")
			return name == "Fatal" || name == "Skip" || name == "FailNow" || name == "SkipNow"
		}
		return ends[fn.FullName()]
	}
	return false
}
