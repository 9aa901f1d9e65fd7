package call

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// A companion package has what the standard library has, with the task in
// front. Only what does exactly the same is listed: it has the same parameters
// and results, is ended by what ended the original and by nothing else, and
// runs the caller's code where it ran. So servers are not here, whose handlers
// would come to run on the loop of the caller, and neither is what returns a
// type of the companion's own, such as aiosql.Rows.

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

// companion is a call's counterpart in a companion package.
type companion struct {
	pkg, name string
	recv      ast.Expr // the receiver, which becomes an argument or is wrapped
	wrap      bool     // name wraps the receiver
	address   bool     // of the receiver is what is wrapped
	context   bool     // the first argument is a context, and has to be the task's
}

// findCompanion returns the counterpart of the call, or nil.
func (e *edit) findCompanion() *companion {
	info := e.file.Info()
	fn, _ := typeutil.Callee(info, e.call).(*types.Func)
	if fn == nil || fn.Pkg() == nil || e.spreads() {
		return nil
	}
	if fn.Signature().Recv() == nil {
		if f := functions[fn.Pkg().Path()]; slices.Contains(f.names, fn.Name()) {
			return &companion{pkg: f.companion, name: fn.Name()}
		}
		return nil
	}
	sel, ok := ast.Unparen(e.call.Fun).(*ast.SelectorExpr)
	if !ok || info.Selections[sel] == nil || info.Selections[sel].Kind() != types.MethodVal {
		return nil
	}
	recv := info.TypeOf(sel.X)
	if m := methods[typePath(recv)]; slices.Contains(m.names, fn.Name()) {
		if rule.HasComments(e.file, sel.X.End(), e.call.Lparen) {
			return nil
		}
		return &companion{pkg: m.companion, name: fn.Name(), recv: sel.X}
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
	return &companion{pkg: w.companion, name: w.wrap, recv: sel.X, wrap: true, address: !isPtr, context: context}
}

// spreads reports whether the arguments are the results of one call, beside
// which the task cannot stand.
func (e *edit) spreads() bool {
	if len(e.call.Args) != 1 {
		return false
	}
	_, tuple := e.file.Info().TypeOf(e.call.Args[0]).(*types.Tuple)
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

// apply edits the call, if a context that it is given is the task's.
func (c *companion) apply(ed *rule.Editor, call *ast.CallExpr) bool {
	if c.context {
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
		if c.context {
			ed.Context(call.Args[0])
		} else {
			ed.InsertArg(call, ed.Co(call))
		}
	}
	return true
}
