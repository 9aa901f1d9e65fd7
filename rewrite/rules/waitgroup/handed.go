package waitgroup

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// handed returns the groups that change together with one that is handed to functions as
// a parameter: the variables, fields and parameters between which pointers to them go. It
// is nil if not all of their uses are known.
//
// Their goroutines are not looked at: a WaitGroup of the runtime counts by Add and Done,
// too, as that of package sync does. So only the types and the waits change.
func handed(pass *rule.Pass, v *types.Var) []*group {
	c := &closure{pass: pass}
	if !c.join(v) {
		return nil
	}
	for i := 0; i < len(c.set); i++ {
		if !c.uses(c.set[i]) {
			return nil
		}
	}
	for _, g := range c.set {
		if !g.open() || g.checkGos() != "" {
			return nil
		}
	}
	return c.set
}

// closure collects the groups between which pointers go.
type closure struct {
	pass *rule.Pass
	set  []*group
}

// join adds the group of a variable and those that are declared with it.
func (c *closure) join(v *types.Var) bool {
	if v == nil || v.Kind() == types.ResultVar || v.Kind() == types.RecvVar {
		return false
	}
	for _, v := range declaredWith(c.pass, v.Origin()) {
		t := v.Type()
		if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
			t = ptr.Elem()
		}
		if !isWaitGroup(t) || c.pass.Program.UsedElsewhere(v) || v.Exported() && (v.IsField() || v.Parent() == v.Pkg().Scope()) {
			return false
		}
		known := false
		for _, g := range c.set {
			known = known || program.Same(g.obj, v)
		}
		if !known {
			c.set = append(c.set, &group{pass: c.pass, obj: v})
		}
	}
	return true
}

// uses goes through all uses of a group and follows the pointers to it.
func (c *closure) uses(g *group) bool {
	p := c.pass.Program
	for _, id := range p.Uses(g.obj) {
		switch {
		case p.IsFrozen(id):
			return false
		case id.Pos() == g.obj.Pos():
			if !g.declares(id) && !c.parameter(g, id) {
				return false
			}
		case !c.use(g, id):
			return false
		}
	}
	return g.typ != nil && g.setNew()
}

// use notes a call of a method, or follows a pointer that is an argument of a call.
func (c *closure) use(g *group, id *ast.Ident) bool {
	p := c.pass.Program
	if call, method := rule.MethodCall(p, id); call != nil {
		switch method {
		case "Wait":
			g.waits = append(g.waits, call)
		case "Go":
			g.gos = append(g.gos, call)
		default:
			return method == "Add" || method == "Done"
		}
		return true
	}
	var x ast.Node = id
	if sel, ok := p.Parent(x).(*ast.SelectorExpr); ok && sel.Sel == id {
		x = sel
	}
	_, isPointer := types.Unalias(g.obj.Type()).(*types.Pointer)
	if addr, ok := p.Parent(x).(*ast.UnaryExpr); ok && addr.Op == token.AND {
		x, isPointer = addr, true
	}
	call, ok := p.Parent(x).(*ast.CallExpr)
	if !ok || !isPointer {
		return false
	}
	callee, _ := typeutil.Callee(g.fileOf(call).Info(), call).(*types.Func)
	fn := p.Func(callee)
	if fn == nil {
		return false
	}
	for i, arg := range call.Args {
		if ast.Node(arg) == x {
			params := fn.Signature().Params()
			return i < params.Len() && (!fn.Signature().Variadic() || i < params.Len()-1) && c.join(params.At(i))
		}
	}
	return false
}

// parameter finds the type of a parameter of an unexported function all of whose callers
// are calls, and follows what they hand over.
func (c *closure) parameter(g *group, id *ast.Ident) bool {
	p := c.pass.Program
	field, ok := p.Parent(id).(*ast.Field)
	if !ok {
		return false
	}
	star, ok := ast.Unparen(field.Type).(*ast.StarExpr)
	fn := p.Enclosing(id)
	if !ok || fn == nil || fn.Decl == nil || fn.Decl.Recv != nil || fn.Body() == nil || fn.Decl.Name.IsExported() || len(p.Values(fn)) > 0 {
		return false
	}
	g.typ = star.X
	if p.NamedElsewhere(fn.File, fn.Decl.Name.Name) {
		return false // a file of another build hands over what is not seen
	}
	params := fn.Signature().Params()
	for i := range params.Len() {
		if program.Same(params.At(i), g.obj) {
			return c.given(fn, i)
		}
	}
	return false
}

// given follows what the calls of a function hand over for a parameter: the address of a
// variable, or a pointer in one.
func (c *closure) given(fn *program.Func, i int) bool {
	for _, id := range c.pass.Program.Uses(fn.Obj) {
		if id.Pos() == fn.Obj.Pos() {
			continue
		}
		call, ok := c.pass.Program.Parent(id).(*ast.CallExpr)
		if !ok || call.Fun != ast.Expr(id) || i >= len(call.Args) {
			return false
		}
		arg := ast.Unparen(call.Args[i])
		if addr, ok := arg.(*ast.UnaryExpr); ok && addr.Op == token.AND {
			arg = addr.X
		}
		if !c.join(rule.Variable(c.pass.Program.FileAt(call.Pos()), arg)) {
			return false
		}
	}
	return true
}
