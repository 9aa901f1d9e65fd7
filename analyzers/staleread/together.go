package staleread

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/flow"
)

// other returns a write of the package that another task may do while a function is
// at the yield, and the task; false when there is no evidence of one.
func (p *program) other(body ast.Node, loc location, yield token.Pos, counts func(write) bool) (write, runner, bool) {
	mine := p.tasks.runners(body, loc.root, yield)
	shared := p.declaredShared(loc)
	var own *write
	var ownBy runner
	for i, w := range p.writes[loc.state] {
		if !counts(w) {
			continue
		}
		by, ok := p.together(mine, p.tasks.runners(w.body, w.loc.root, w.at.Pos()), shared)
		if ok && w.body != body {
			return w, by, true
		}
		if ok && own == nil {
			own, ownBy = &p.writes[loc.state][i], by
		}
	}
	if own == nil {
		return write{}, runner{}, false
	}
	return *own, ownBy, true
}

// together returns the first of the others that may run beside one of mine.
func (p *program) together(mine, others []runner, shared bool) (runner, bool) {
	for _, a := range mine {
		for _, b := range others {
			if p.beside(a, b, shared) {
				return b, true
			}
		}
	}
	return runner{}, false
}

func (p *program) beside(a, b runner, shared bool) bool {
	if a.confined != b.confined || a.own && b.own {
		return false // two values, or each call has one of its own
	}
	switch {
	case a.start != nil && b.start != nil:
		return a.start != b.start || a.many
	case a.start != nil:
		return p.whileRunning(a, b)
	case b.start != nil:
		return p.whileRunning(b, a)
	case a.many && b.many:
		return true
	default:
		return shared && !a.lone && !b.lone && !(a.body == b.body && p.starts(a.body))
	}
}

// starts reports whether a body starts tasks: it sets something going, and is not
// called again while it does so.
func (p *program) starts(body ast.Node) bool {
	for _, list := range p.tasks.starts {
		for _, s := range list {
			if within(body, s.at.Pos()) {
				return true
			}
		}
	}
	return false
}

// whileRunning reports whether a call from outside may run beside a task. In the
// function that starts the task it does so behind the start, until something is
// waited for.
func (p *program) whileRunning(task, call runner) bool {
	if !within(call.body, task.start.Pos()) {
		return !call.lone
	}
	return task.start.End() <= call.at && !p.joins(call.body, task.start.End(), call.at)
}

// joiners are the names of what waits for a task.
var joiners = map[string]bool{
	"Wait": true, "Await": true, "Value": true, "Join": true, "WaitFirst": true, "All": true,
	"AllSettled": true, "Race": true, "Recv": true, "RecvOK": true, "Select": true,
}

// joins reports whether the body waits for something between two places.
func (p *program) joins(body ast.Node, from, to token.Pos) bool {
	found := false
	ast.Inspect(flow.Body(body), func(n ast.Node) bool {
		if n == nil || found || n.Pos() >= to || n.End() <= from {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			id := flow.Name(n.Fun)
			found = found || n.Pos() >= from && n.End() <= to && id != nil && joiners[id.Name]
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW && n.Pos() >= from
		}
		return !found
	})
	return found
}

// declaredShared reports whether the package says that several tasks use the value:
// a package variable, a type with locks or atomics, a handler of requests, or one
// whose documentation says that it is safe.
func (p *program) declaredShared(loc location) bool {
	if !p.tasks.isLocal(loc.root) {
		return true
	}
	t := loc.root.Type()
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	st, ok := named.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if isGuard(f.Type()) {
			return true
		}
	}
	for m := range named.Methods() {
		if isHandlerSignature(m.Signature()) {
			return true
		}
	}
	return p.documentedSafe(named.Obj())
}

// isGuard reports whether a field of type t is there because several use the struct.
func isGuard(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	path, name := named.Obj().Pkg().Path(), named.Obj().Name()
	if path == "sync/atomic" {
		return true
	}
	return (path == "sync" || path == "aio" || strings.HasSuffix(path, "/aio")) && (name == "Mutex" || name == "RWMutex")
}

func (p *program) documentedSafe(obj types.Object) bool {
	for _, f := range p.pass.Files {
		if !within(f, obj.Pos()) {
			continue
		}
		for _, d := range f.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || !within(gen, obj.Pos()) {
				continue
			}
			text := gen.Doc.Text()
			for _, s := range gen.Specs {
				if s, ok := s.(*ast.TypeSpec); ok && within(s, obj.Pos()) {
					text += s.Doc.Text()
				}
			}
			text = strings.Join(strings.Fields(text), " ")
			return strings.Contains(text, "safe for concurrent use") && !strings.Contains(text, "not safe for concurrent use")
		}
	}
	return false
}

// isHandler reports whether a body handles requests, each in a task of its own.
func (t *tasks) isHandler(body ast.Node) bool {
	switch body := body.(type) {
	case *ast.FuncDecl:
		fn, ok := t.prog.info.Defs[body.Name].(*types.Func)
		return ok && isHandlerSignature(fn.Signature())
	case *ast.FuncLit:
		sig, ok := t.prog.info.TypeOf(body).(*types.Signature)
		return ok && isHandlerSignature(sig)
	}
	return false
}

func isHandlerSignature(sig *types.Signature) bool {
	return sig.Params().Len() == 2 && sig.Results().Len() == 0 &&
		sig.Params().At(0).Type().String() == "net/http.ResponseWriter" &&
		sig.Params().At(1).Type().String() == "*net/http.Request"
}

// isLone reports whether a function runs once at most: main, init, a test.
func (t *tasks) isLone(decl *ast.FuncDecl) bool {
	if decl.Recv != nil {
		return false
	}
	n := decl.Name.Name
	return n == "main" || n == "init" || t.inTest(decl)
}

func (t *tasks) inTest(n ast.Node) bool {
	return strings.HasSuffix(t.prog.pass.Fset.Position(n.Pos()).Filename, "_test.go")
}
