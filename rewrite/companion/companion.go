// Package companion says which calls of the standard library the runtime has a
// counterpart for that is called with the task in front.
//
// A companion package has what the standard library has, with the task in
// front. Only what does exactly the same is listed: it has the same parameters
// and results, is ended by what ended the original and by nothing else, and
// runs the caller's code where it ran. So servers are not here, whose handlers
// would come to run on the loop of the caller, and neither is what returns a
// type of the companion's own, such as aiosql.Rows.
package companion

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// functions are the functions of a package that its companion has under the
// same name.
var functions = map[string]struct {
	companion string
	names     []string
}{
	"io":       {"aioio", []string{"Copy", "CopyBuffer", "CopyN", "ReadAll", "ReadAtLeast", "ReadFull", "WriteString"}},
	"net/http": {"aiohttp", []string{"Get", "Head", "Post", "PostForm"}},
	"net": {"aionet", []string{
		"Dial", "DialTimeout", "LookupAddr", "LookupCNAME", "LookupHost", "LookupIP",
		"LookupMX", "LookupNS", "LookupPort", "LookupSRV", "LookupTXT",
	}},
}

// methods are the methods of an interface that its companion has as functions,
// so that values of the interface stay what they are.
var methods = map[string]struct {
	companion string
	names     []string
}{
	"net.Conn":       {"aionet", []string{"Read", "Write"}},
	"net.Listener":   {"aionet", []string{"Accept"}},
	"net.PacketConn": {"aionet", []string{"ReadFrom", "WriteTo"}},
}

// wrappers are the types whose methods a companion has after wrapping a
// pointer to one on the spot. A method without arguments is not among them:
// aio.Call1(co, cmd.Wait) is shorter. Those of inContext take a context where
// the companion takes the task.
var wrappers = map[string]struct {
	companion, wrap  string
	names, inContext []string
}{
	"net/http.Client":   {"aiohttp", "WrapClient", []string{"Do", "Get", "Head", "Post", "PostForm"}, nil},
	"database/sql.Conn": {"aiosql", "WrapConn", nil, []string{"ExecContext", "PingContext"}},
	"database/sql.DB":   {"aiosql", "WrapDB", []string{"Exec"}, []string{"ExecContext", "PingContext"}},
	"database/sql.Stmt": {"aiosql", "WrapStmt", []string{"Exec"}, []string{"ExecContext"}},
	"database/sql.Tx":   {"aiosql", "WrapTx", []string{"Exec"}, []string{"ExecContext"}},
}

// Companion is a call's counterpart in a companion package.
type Companion struct {
	// TakesContext says that the first argument is a context. It has to be the
	// task's, which only shows when signatures are planned.
	TakesContext bool

	call      *ast.CallExpr
	pkg, name string
	recv      ast.Expr // the receiver, which becomes an argument or is wrapped
	wrap      bool     // name wraps the receiver
	address   bool     // of the receiver is what is wrapped
}

// Find returns the counterpart of a call, or nil.
func Find(f *program.File, call *ast.CallExpr) *Companion {
	info := f.Info()
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	if fn == nil || fn.Pkg() == nil || spreads(f, call) {
		return nil
	}
	if fn.Signature().Recv() == nil {
		if p := functions[fn.Pkg().Path()]; slices.Contains(p.names, fn.Name()) {
			return &Companion{call: call, pkg: p.companion, name: fn.Name()}
		}
		return nil
	}
	return findMethod(f, call, fn)
}

// findMethod returns the counterpart of a call of a method, or nil.
func findMethod(f *program.File, call *ast.CallExpr, fn *types.Func) *Companion {
	info := f.Info()
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || info.Selections[sel] == nil || info.Selections[sel].Kind() != types.MethodVal {
		return nil
	}
	recv := info.TypeOf(sel.X)
	if m := methods[typePath(recv)]; slices.Contains(m.names, fn.Name()) {
		if rule.HasComments(f, sel.X.End(), call.Lparen) {
			return nil
		}
		return &Companion{call: call, pkg: m.companion, name: fn.Name(), recv: sel.X}
	}
	ptr, isPtr := types.Unalias(recv).(*types.Pointer)
	if isPtr {
		recv = ptr.Elem()
	}
	w := wrappers[typePath(recv)]
	context := slices.Contains(w.inContext, fn.Name())
	if !context && !slices.Contains(w.names, fn.Name()) {
		return nil
	}
	return &Companion{call: call, pkg: w.companion, name: w.wrap, recv: sel.X, wrap: true, address: !isPtr, TakesContext: context}
}

// spreads reports whether the arguments are the results of one call, beside
// which the task cannot stand.
func spreads(f *program.File, call *ast.CallExpr) bool {
	if len(call.Args) != 1 {
		return false
	}
	_, tuple := f.Info().TypeOf(call.Args[0]).(*types.Tuple)
	return tuple
}

// typePath returns the qualified name of a named type, or "".
func typePath(t types.Type) string {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	return named.Obj().Pkg().Path() + "." + named.Obj().Name()
}

// Call returns "PKG.NAME(TASK, " to stand for a call of a function up to its
// first argument, and whether it is one.
func (c *Companion) Call(ed *rule.Editor, task string) (text string, ok bool) {
	if c.recv != nil {
		return "", false
	}
	text = ed.Companion(c.call, c.pkg, c.name) + "(" + task
	if len(c.call.Args) > 0 {
		text += ", "
	}
	return text, true
}

// Apply edits the call, if a context that it is given is the task's.
func (c *Companion) Apply(ed *rule.Editor) bool {
	call := c.call
	if c.TakesContext {
		if _, _, wrap := ed.ContextArg(call.Args[0]); wrap {
			return false
		}
	}
	name := ed.Companion(call, c.pkg, c.name)
	switch {
	case c.recv == nil:
		ed.ReplaceNode(call.Fun, name)
		ed.InsertArg(call, ed.Co(call))
	case !c.wrap:
		ed.Wrap(c.recv, name+"("+ed.Co(call)+", ", "")
		rest := ", "
		if len(call.Args) == 0 {
			rest = ""
		}
		ed.Replace(c.recv.End(), call.Lparen+1, rest)
	default:
		if c.address {
			name += "(&"
		} else {
			name += "("
		}
		ed.Wrap(c.recv, name, ")")
		if c.TakesContext {
			ed.Context(call.Args[0])
		} else {
			ed.InsertArg(call, ed.Co(call))
		}
	}
	return true
}
