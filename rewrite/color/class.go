package color

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
)

// class is a set of functions and interface methods whose signatures can only
// change together.
type class struct {
	parent  *class
	members []*program.Func
	methods []token.Pos // interface methods of the module
	need    bool
	plain   string // why the signature has to stay, or ""
	fixed   bool   // it would have to if no go statement called it, too
}

func (c *class) root() *class {
	for c.parent != nil {
		c = c.parent
	}
	return c
}

// changes reports whether the signature may change.
func (c *class) changes() bool { return c.plain == "" }

// classes holds the classes of a program.
type classes struct {
	plan    *Plan
	byFunc  map[*program.Func]*class
	byIface map[token.Pos]*class
	fields  map[token.Pos]*ast.Field // interface methods' syntax
	order   []token.Pos              // interface methods in source order
	single  map[*program.Func]string // why this member alone has to keep its signature
	calls   map[*program.Func]bool
	split   map[*program.Func]bool // remembered answers of canSplit
}

// classify builds the classes and says which signatures have to stay.
func classify(plan *Plan) *classes {
	cs := &classes{
		plan:    plan,
		byFunc:  map[*program.Func]*class{},
		byIface: map[token.Pos]*class{},
		fields:  map[token.Pos]*ast.Field{},
		single:  map[*program.Func]string{},
		calls:   map[*program.Func]bool{},
		split:   map[*program.Func]bool{},
	}
	for _, fn := range plan.prog.Funcs {
		if fn.Decl != nil {
			cs.byFunc[fn] = &class{members: []*program.Func{fn}}
		}
	}
	cs.addInterfaces()
	cs.joinImplementations()
	for _, fn := range plan.prog.Funcs {
		for _, call := range fn.Calls {
			cs.addCall(fn, call)
		}
	}
	for _, b := range plan.atBorder {
		if b.fn != nil {
			cs.calls[b.fn] = true
		}
	}
	cs.freeze()
	cs.keepFacades()
	cs.keepEntered()
	return cs
}

// addCall notes what a call asks of its callee's signature. A go statement that
// calls a method of an interface may still become a task as long as the plan
// has not tried it.
func (cs *classes) addCall(fn *program.Func, call *program.Call) {
	raw, frozen := cs.plan.isRawGo(call.Expr), cs.plan.frozen[fn.File]
	why := ""
	switch {
	case raw && (call.Callee != nil || cs.plan.tried[call.Expr]):
		why = startedRaw
	case frozen != "":
		why = "called from " + frozen + " file " + fn.File.Rel
	case !raw && cs.plan.isCramped(call):
		why = withoutRoom
	}
	switch c := cs.ofCall(call); {
	case c == nil:
	case why == "" && call.Callee != nil:
		cs.calls[call.Callee] = true
	case why == "":
	case call.Callee != nil:
		cs.keep(call.Callee, why)
	default:
		c.keep(why)
	}
}

// ofCall returns the class of what a call calls, or nil.
func (cs *classes) ofCall(call *program.Call) *class {
	if call.Callee != nil {
		return cs.of(call.Callee)
	}
	return cs.ofMethod(call.Iface)
}

// of returns the class of a declared function.
func (cs *classes) of(fn *program.Func) *class { return cs.byFunc[fn].root() }

// ofMethod returns the class of an interface method of the module, or nil.
func (cs *classes) ofMethod(m *types.Func) *class {
	if c := cs.byIface[m.Pos()]; c != nil {
		return c.root()
	}
	return nil
}

// keep notes that fn has to keep its signature, and so has its class.
func (cs *classes) keep(fn *program.Func, why string) {
	if cs.single[fn] == "" {
		cs.single[fn] = why
	}
	cs.of(fn).keep(why)
}

// startedRaw is why the function of a go statement keeps its signature.
const startedRaw = "started by a go statement that stays"

func (c *class) keep(why string) {
	if c.plain == "" {
		c.plain = why
	}
	c.fixed = c.fixed || why != startedRaw
}

func (cs *classes) join(a, b *class) {
	a, b = a.root(), b.root()
	if a == b {
		return
	}
	b.parent = a
	a.members = append(a.members, b.members...)
	a.methods = append(a.methods, b.methods...)
	if a.plain == "" {
		a.plain = b.plain
	}
	a.fixed = a.fixed || b.fixed
}

// mode says how fn would come by a task if it needs one.
func (cs *classes) mode(fn *program.Func) Mode {
	switch {
	case cs.plan.facades[fn] != nil && cs.of(fn).changes():
		return Param
	case cs.plan.facades[fn] != nil:
		return Split
	case cs.plan.entered[fn] != nil && cs.of(fn).changes():
		return Param
	case cs.plan.held(fn) != "" || cs.plan.unnamedTask(fn) != nil:
		return Has
	case cs.of(fn).changes():
		return Param
	case cs.canSplit(fn):
		return Split
	default:
		return Entry
	}
}

// canSplit reports whether a facade makes sense and can be written: someone
// calls fn by name, or other modules do; its parameters have names to hand on;
// it does not mind being called by the facade, which copies no lock for it; and no
// file of another build configuration declares it, where the explicit function
// would be missing.
func (cs *classes) canSplit(fn *program.Func) bool {
	if known, ok := cs.split[fn]; ok {
		return known
	}
	ok := fn.Body() != nil && !isRoot(fn) && (cs.calls[fn] || cs.isAPI(fn)) &&
		!hasDirective(fn.Decl) && namedParams(fn.Decl) && !cs.nameTaken(fn) && !cs.plan.prog.DeclaredElsewhere(fn, fn.Decl.Name.Name) && !hasComment(fn) && !testOnly(fn) &&
		!cs.plan.survey.minds[fn] && !copiesLock(fn)
	cs.split[fn] = ok
	return ok
}

// testOnly: what tests declare is nobody's API; what keeps its signature there
// is a framework or a frame that calls it back, so it enters the loop itself.
func testOnly(fn *program.Func) bool { return fn.File.IsTest() }

// nameTaken reports whether the explicit function's name is in use.
func (cs *classes) nameTaken(fn *program.Func) bool {
	name := explicitName(fn)
	if cs.plan.prog.DeclaredElsewhere(fn, name) {
		return true
	}
	if recv := fn.Signature().Recv(); recv != nil {
		obj, _, _ := types.LookupFieldOrMethod(recv.Type(), true, fn.File.Pkg.Types, name)
		return obj != nil
	}
	return fn.File.Pkg.Types.Scope().Lookup(name) != nil
}

// explicitName is the name of the function behind a facade.
func explicitName(fn *program.Func) string { return fn.Decl.Name.Name + "Co" }

// namedParams reports whether the receiver and all parameters, also of types, have
// names that a facade can hand on.
func namedParams(decl *ast.FuncDecl) bool {
	fields := decl.Type.Params.List
	if list := decl.Type.TypeParams; list != nil {
		fields = append(fields[:len(fields):len(fields)], list.List...)
	}
	if decl.Recv != nil {
		fields = append(fields[:len(fields):len(fields)], decl.Recv.List...)
	}
	for _, field := range fields {
		if len(field.Names) == 0 {
			return false
		}
		for _, name := range field.Names {
			if name.Name == "_" {
				return false
			}
		}
	}
	return true
}

func hasDirective(decl *ast.FuncDecl) bool {
	if decl.Doc == nil {
		return false
	}
	for _, c := range decl.Doc.List {
		if strings.HasPrefix(c.Text, "//go:") || strings.HasPrefix(c.Text, "//export ") {
			return true
		}
	}
	return false
}

// hasComment reports whether a comment stands inside the signature, which a
// facade would repeat.
func hasComment(fn *program.Func) bool {
	for _, group := range fn.File.AST.Comments {
		if group.Pos() > fn.Decl.Name.Pos() && group.End() < fn.Body().Lbrace {
			return true
		}
	}
	return false
}

// isRoot reports whether the runtime or the testing package calls fn.
func isRoot(fn *program.Func) bool {
	if fn.Decl == nil || fn.Decl.Recv != nil {
		return false
	}
	name := fn.Decl.Name.Name
	if name == "init" || name == "main" && fn.File.Pkg.Name == "main" {
		return true
	}
	if !fn.File.IsTest() {
		return false
	}
	for _, prefix := range []string{"Test", "Benchmark", "Fuzz", "Example"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// isAPI reports whether other modules can call fn by name, or as a method of a
// type that they can get at.
func (cs *classes) isAPI(fn *program.Func) bool {
	if fn.Decl == nil || !fn.Decl.Name.IsExported() || fn.File.IsTest() || cs.plan.survey.Closed[fn.File.Pkg.PkgPath] {
		return false
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return isImportable(fn.File)
	}
	named, _ := types.Unalias(deref(recv.Type())).(*types.Named)
	return named == nil || cs.plan.survey.api[named.Origin().Obj().Pos()]
}

func isInternal(path string) bool {
	return strings.HasPrefix(path, "internal/") || strings.Contains(path, "/internal/") || strings.HasSuffix(path, "/internal")
}

func deref(t types.Type) types.Type {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		return ptr.Elem()
	}
	return t
}
