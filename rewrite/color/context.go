package color

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// ctxVar is a variable of type context.Context that becomes a task's context.
type ctxVar struct {
	obj    types.Object
	owner  *program.Func // the frame that declares it
	param  bool          // a parameter that the task replaces
	name   string        // its name from now on
	derive *ast.CallExpr // context.WithX(parent, ...) to be turned into aio.WithX, for a local variable
	decl   ast.Stmt      // what declared a local variable that the task takes the place of
}

// renamed reports whether the variable gets another name.
func (v *ctxVar) renamed() bool { return v.name != v.obj.Name() }

// derivations are the functions of package context that the runtime has too.
var derivations = map[string]bool{
	"WithCancel": true, "WithCancelCause": true, "WithTimeout": true, "WithTimeoutCause": true,
	"WithDeadline": true, "WithDeadlineCause": true, "WithValue": true, "WithoutCancel": true,
}

// findContexts decides which context parameters the task replaces, and which
// variables derived from them carry the task on.
func (p *Plan) findContexts() {
	for _, fn := range p.prog.Funcs {
		if f := p.facades[fn]; f != nil && !p.undone(f.explicit) {
			continue // it stays as it is
		}
		if fn.Decl != nil && p.takes(fn) && p.Replaces(fn) {
			if obj := contextParam(fn); obj != nil {
				p.vars[obj.Pos()] = &ctxVar{obj: obj, owner: fn, param: true, name: p.name(fn)}
			}
		}
	}
	p.addGroups()
	for changed := true; changed; {
		changed = false
		for _, fn := range p.prog.Funcs {
			for _, call := range fn.Calls {
				if p.hands(call) && p.replacesAt(call) && len(call.Expr.Args) > 0 && p.want(call.Expr.Args[0]) {
					changed = true
				}
			}
		}
	}
	p.findAliases()
	p.findInherited()
}

// findAliases finds the parameters of goroutine literals that are just another
// name for a context outside: go func(ctx context.Context) {...}(ctx). The task
// started with that context takes the parameter's place.
func (p *Plan) findAliases() {
	for _, fn := range p.prog.Funcs {
		if fn.Lit == nil || p.roles[fn] != Task {
			continue
		}
		call, ok := p.prog.Parent(fn.Lit).(*ast.CallExpr)
		if !ok || call.Fun != ast.Expr(fn.Lit) {
			continue
		}
		for i, arg := range call.Args {
			id, ok := ast.Unparen(arg).(*ast.Ident)
			if !ok || i >= fn.Signature().Params().Len() {
				continue
			}
			param, v := fn.Signature().Params().At(i), p.varOf(id)
			if v != nil && param.Name() == id.Name && p.prog.Stable(fn.File, arg) && p.prog.Unchanged(fn.File, param) && p.aliases[fn] == nil {
				p.aliases[fn] = v
				p.vars[param.Pos()] = &ctxVar{obj: param, owner: fn, name: p.name(fn)}
			}
		}
	}
}

// addGroups adds the context variables that rules declare. One that is declared
// elsewhere and only set by the rule's call may have got other contexts before.
func (p *Plan) addGroups() {
	for _, pr := range p.proposals {
		for _, d := range pr.Contexts {
			if decl := p.declaredElsewhere(d); decl != nil {
				p.want(decl)
				continue
			}
			fn := p.owner(p.enclosingVar(d.Var))
			v := &ctxVar{obj: d.Var, owner: fn, name: d.Var.Name()}
			if id, ok := ast.Unparen(d.Call.Args[0]).(*ast.Ident); ok {
				if parent := p.varOf(id); parent != nil && parent.obj.Name() == d.Var.Name() {
					v.name = parent.name
				}
			}
			if _, known := p.vars[d.Var.Pos()]; !known {
				p.vars[d.Var.Pos()] = v
			}
		}
	}
}

// declaredElsewhere returns the identifier that declares a rule's context
// variable, unless it is the rule's call that sets it.
func (p *Plan) declaredElsewhere(d rule.Derived) *ast.Ident {
	for id := range p.declarations(d.Var) {
		if call, _ := p.setBy(id); call != d.Call {
			return id
		}
	}
	return nil
}

func (p *Plan) enclosingVar(obj types.Object) *program.Func {
	for _, id := range p.prog.Uses(obj) {
		if id.Pos() == obj.Pos() {
			return p.prog.Enclosing(id)
		}
	}
	return nil
}

// varOf returns the context variable that an identifier refers to, or nil.
func (p *Plan) varOf(id *ast.Ident) *ctxVar {
	obj := p.prog.FileAt(id.Pos()).Info().ObjectOf(id)
	if obj == nil {
		return nil
	}
	return p.vars[obj.Pos()]
}

// want turns the local variable behind a context argument into a task's
// context if it is only ever derived from one; it reports whether it did.
func (p *Plan) want(arg ast.Expr) bool {
	id, ok := ast.Unparen(arg).(*ast.Ident)
	if !ok || p.varOf(id) != nil {
		return false
	}
	f := p.prog.FileAt(id.Pos())
	obj, ok := f.Info().ObjectOf(id).(*types.Var)
	if !ok || !isStdContext(obj.Type()) || obj.Parent() == nil || obj.Parent() == f.Pkg.Types.Scope() {
		return false
	}
	fn := p.prog.Enclosing(id)
	for decl := range p.declarations(obj) {
		fn = p.prog.Enclosing(decl)
	}
	if p.isIdentity(obj) {
		return false
	}
	if decl := p.namesEntered(obj, fn); decl != nil {
		p.vars[obj.Pos()] = &ctxVar{obj: obj, owner: p.owner(fn), name: p.name(fn), decl: decl}
		return true
	}
	derive := p.derivation(obj)
	if derive == nil {
		return false
	}
	v := &ctxVar{obj: obj, owner: p.owner(fn), name: obj.Name(), derive: derive}
	if p.isEntered(derive.Args[0], fn) {
		p.vars[obj.Pos()] = v
		return true
	}
	parent, ok := ast.Unparen(derive.Args[0]).(*ast.Ident)
	if !ok {
		return false
	}
	from := p.varOf(parent)
	if from == nil {
		if !p.want(parent) {
			return false
		}
		from = p.varOf(parent)
	}
	if from.owner != v.owner {
		return false
	}
	if from.obj.Name() == obj.Name() {
		v.name = from.name // it shadows what it is derived from, and goes on doing so
	}
	p.vars[obj.Pos()] = v
	return true
}

// declarations yields the identifier that declares obj.
func (p *Plan) declarations(obj types.Object) map[*ast.Ident]bool {
	found := map[*ast.Ident]bool{}
	for _, id := range p.prog.Uses(obj) {
		if id.Pos() == obj.Pos() {
			found[id] = true
		}
	}
	return found
}

// derivation returns the one call that sets obj if it derives a context from
// a variable, and nothing else but what rules edit sets obj or takes its
// address.
func (p *Plan) derivation(obj *types.Var) *ast.CallExpr {
	var derive *ast.CallExpr
	for _, id := range p.prog.Uses(obj) {
		switch call, set := p.setBy(id); {
		case !set || p.derived[call] && id.Pos() != obj.Pos():
		case call == nil || derive != nil || id.Pos() != obj.Pos():
			return nil // a parameter that is set later has a value from elsewhere, too
		default:
			derive = call
		}
	}
	return derive
}

// setBy reports whether id is set or may be set through its address; call is
// the derivation that sets it, if it is one.
func (p *Plan) setBy(id *ast.Ident) (call *ast.CallExpr, set bool) {
	switch n := p.prog.Parent(id).(type) {
	case *ast.UnaryExpr:
		return nil, n.Op == token.AND
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if lhs == ast.Expr(id) {
				if len(n.Rhs) != 1 {
					return nil, true
				}
				call := p.derivationCall(n.Rhs[0])
				if i != 0 && !p.derived[call] {
					return nil, true
				}
				return call, true
			}
		}
	case *ast.ValueSpec:
		for _, name := range n.Names {
			if name == id {
				return nil, true
			}
		}
	case *ast.RangeStmt:
		return nil, n.Key == ast.Expr(id) || n.Value == ast.Expr(id)
	}
	return nil, false
}

// derivationCall returns e as a call of one of package context's With
// functions, or nil.
func (p *Plan) derivationCall(e ast.Expr) *ast.CallExpr {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	if p.derived[call] {
		return call
	}
	fn, _ := typeutil.Callee(p.prog.FileAt(e.Pos()).Info(), call).(*types.Func)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "context" || !derivations[fn.Name()] {
		return nil
	}
	if _, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); !ok {
		return nil
	}
	return call
}

// Replaces reports whether the task takes the place of fn's first parameter,
// a context. All functions whose signatures change together must agree.
func (p *Plan) Replaces(fn *program.Func) bool {
	c := p.classes.of(fn)
	if p.ModeOf(fn) == Split {
		if f := p.facades[fn]; f != nil {
			return f.replaced
		}
		return p.replaceable(fn)
	}
	return p.replacesAll(c)
}

// replacesAll is Replaces for functions whose signatures change together.
func (p *Plan) replacesAll(c *class) bool {
	for _, member := range c.members {
		if !p.replaceable(member) {
			return false
		}
	}
	for _, pos := range c.methods {
		if !p.firstIsContext(pos) {
			return false
		}
	}
	return true
}

// replacesAt reports the same for the function or method that is called.
func (p *Plan) replacesAt(call *program.Call) bool {
	if call.Callee != nil {
		return p.Replaces(call.Callee)
	}
	c := p.classes.ofMethod(call.Iface)
	if len(c.members) > 0 {
		return p.Replaces(c.members[0])
	}
	return p.firstIsContext(call.Iface.Pos())
}

func (p *Plan) firstIsContext(method token.Pos) bool {
	field := p.classes.fields[method]
	f := p.prog.FileAt(method)
	params := field.Type.(*ast.FuncType).Params.List
	return len(params) > 0 && len(params[0].Names) <= 1 && isStdContext(f.Info().TypeOf(params[0].Type))
}

// replaceable reports whether fn's first parameter is a context that is never
// set to anything but what is derived from it.
func (p *Plan) replaceable(fn *program.Func) bool {
	params := fn.Type().Params.List
	if f := p.facades[fn]; f != nil {
		return f.replaced
	}
	if len(params) == 0 || len(params[0].Names) > 1 || !isStdContext(fn.File.Info().TypeOf(params[0].Type)) {
		return false
	}
	obj := contextParam(fn)
	if obj == nil {
		return true // unnamed: nothing in the body uses it
	}
	if p.isIdentity(obj) {
		return false
	}
	return p.onlyDerives(obj, fn)
}

// onlyDerives reports whether all that sets a variable, apart from its
// declaration at the position of the variable, are derivations by the frame
// of fn.
func (p *Plan) onlyDerives(obj *types.Var, fn *program.Func) bool {
	for _, id := range p.prog.Uses(obj) {
		call, set := p.setBy(id)
		if !set || id.Pos() == obj.Pos() {
			continue
		}
		if call == nil || p.owner(p.prog.Enclosing(id)) != fn {
			return false // set by something else, or by another task
		}
	}
	return true
}

// contextParam returns fn's first parameter if it is a named context.
func contextParam(fn *program.Func) *types.Var {
	sig := fn.Signature()
	if sig == nil || sig.Params().Len() == 0 {
		return nil
	}
	v := sig.Params().At(0)
	if !isStdContext(v.Type()) || v.Name() == "" || v.Name() == "_" {
		return nil
	}
	return v
}

func isStdContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}
