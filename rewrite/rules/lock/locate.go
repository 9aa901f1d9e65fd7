package lock

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// cond is a condition and how it is made.
type cond struct {
	uses  *rule.Uses
	news  []*ast.CallExpr // sync.NewCond(&mutex)
	mutex *types.Var
	inner []ast.Expr      // the type of the mutex where it is made for the condition: &sync.Mutex{}
	locks []*ast.CallExpr // c.L.Lock()
}

// locateCond finds all uses of a condition: a variable or field of type
// *sync.Cond that is set by sync.NewCond on the address of one mutex.
func (f *finder) locateCond(v *types.Var) (*cond, bool) {
	p := f.pass.Program
	ptr, ok := types.Unalias(v.Type()).(*types.Pointer)
	if !ok || !rule.IsNamed(ptr.Elem(), "sync", "Cond") || v.Exported() {
		return nil, false
	}
	c := &cond{uses: &rule.Uses{Obj: v, Calls: map[string][]*ast.CallExpr{}}}
	for _, id := range p.Uses(v) {
		if id.Pos() == v.Pos() {
			c.uses.Type = rule.DeclaredType(p, id)
			if c.uses.Type == nil && !f.set(c, id) {
				return nil, false
			}
			continue
		}
		if !f.set(c, id) && !f.called(c, id) {
			return nil, false
		}
	}
	return c, (c.mutex != nil) != (len(c.inner) > 0)
}

// set notes a use that gives the condition its value.
func (f *finder) set(c *cond, id *ast.Ident) bool {
	p := f.pass.Program
	var x ast.Node = id
	if sel, ok := p.Parent(x).(*ast.SelectorExpr); ok && sel.Sel == id {
		x = sel
	}
	var value ast.Expr
	switch n := p.Parent(x).(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if ast.Node(lhs) == x && len(n.Lhs) == len(n.Rhs) {
				value = n.Rhs[i]
			}
		}
	case *ast.KeyValueExpr:
		if n.Key == x {
			value = n.Value
		}
	}
	call, ok := value.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	file := p.FileAt(call.Pos())
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, _ := file.Info().Uses[sel.Sel].(*types.Func)
	if fn == nil || fn.FullName() != "sync.NewCond" {
		return false
	}
	if t := made(file, call.Args[0]); t != nil {
		c.inner = append(c.inner, t)
		c.news = append(c.news, call)
		return true
	}
	mutex := addressed(file, call.Args[0])
	if mutex == nil || c.mutex != nil && !program.Same(mutex, c.mutex) {
		return false
	}
	c.mutex = mutex
	c.news = append(c.news, call)
	return true
}

// made returns the type of a mutex that e makes: &sync.Mutex{}, new(sync.Mutex).
func made(file *program.File, e ast.Expr) ast.Expr {
	var t ast.Expr
	switch x := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if lit, ok := x.X.(*ast.CompositeLit); ok {
			t = lit.Type
		}
	case *ast.CallExpr:
		if id, ok := x.Fun.(*ast.Ident); ok && id.Name == "new" && len(x.Args) == 1 {
			t = x.Args[0]
		}
	}
	if t == nil {
		return nil
	}
	typ := file.Info().TypeOf(t)
	if typ == nil || !rule.IsNamed(typ, "sync", "Mutex") && !rule.IsNamed(typ, "sync", "RWMutex") {
		return nil
	}
	return t
}

// addressed returns the variable or field whose address e takes, or nil.
func addressed(file *program.File, e ast.Expr) *types.Var {
	unary, ok := ast.Unparen(e).(*ast.UnaryExpr)
	if !ok {
		return nil
	}
	return rule.Variable(file, unary.X)
}

// called notes a use that calls a method of the condition.
func (f *finder) called(c *cond, id *ast.Ident) bool {
	p := f.pass.Program
	var x ast.Node = id
	if sel, ok := p.Parent(x).(*ast.SelectorExpr); ok && sel.Sel == id {
		x = sel
	}
	method, ok := p.Parent(x).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	if method.Sel.Name == "L" {
		return f.locked(c, method)
	}
	call, ok := p.Parent(method).(*ast.CallExpr)
	name := method.Sel.Name
	if !ok || call.Fun != ast.Expr(method) || name != "Wait" && name != "Signal" && name != "Broadcast" {
		return false
	}
	c.uses.Calls[name] = append(c.uses.Calls[name], call)
	return true
}

// locked notes c.L.Lock() or c.L.Unlock().
func (f *finder) locked(c *cond, locker *ast.SelectorExpr) bool {
	method, ok := f.pass.Program.Parent(locker).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	call, ok := f.pass.Program.Parent(method).(*ast.CallExpr)
	if !ok || call.Fun != ast.Expr(method) {
		return false
	}
	if method.Sel.Name == "Lock" {
		c.locks = append(c.locks, call)
	}
	return true
}

// condOf returns the condition that is made from an address of a mutex.
func (f *finder) condOf(addr *ast.UnaryExpr) (*cond, bool) {
	p := f.pass.Program
	call, ok := p.Parent(addr).(*ast.CallExpr)
	if !ok {
		return nil, false
	}
	var lhs ast.Expr
	switch n := p.Parent(call).(type) {
	case *ast.AssignStmt:
		for i, rhs := range n.Rhs {
			if rhs == ast.Expr(call) && len(n.Lhs) == len(n.Rhs) {
				lhs = n.Lhs[i]
			}
		}
	case *ast.KeyValueExpr:
		lhs = n.Key
	}
	var id *ast.Ident
	switch x := lhs.(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	default:
		return nil, false
	}
	v, _ := p.FileAt(call.Pos()).Info().ObjectOf(id).(*types.Var)
	if v == nil {
		return nil, false
	}
	return f.locateCond(v.Origin())
}

func (c *cond) apply(ed *rule.Editor) {
	if c.uses.Type != nil {
		ed.ReplaceNode(c.uses.Type, "*"+ed.Aio(c.uses.Type, "Cond"))
	}
	for _, call := range c.news {
		ed.ReplaceNode(call.Fun, ed.Aio(call, "NewCond"))
	}
	for _, t := range c.inner {
		name := "Mutex"
		if rule.IsNamed(ed.File(t).Info().TypeOf(t), "sync", "RWMutex") {
			name = "RWMutex"
		}
		ed.ReplaceNode(t, ed.Aio(t, name))
	}
	for _, call := range append(c.uses.Calls["Wait"], c.locks...) {
		ed.InsertArg(call, ed.Co(call))
	}
}
