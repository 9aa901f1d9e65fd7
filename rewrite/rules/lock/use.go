package lock

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// declaration notes the type in a member's declaration, and makes members of
// the variables that share it.
func (b *builder) declaration(id *ast.Ident) bool {
	p := b.pass.Program
	var parent ast.Node = p.Parent(id)
	if sel, ok := parent.(*ast.SelectorExpr); ok { // sync.Mutex, embedded
		parent = p.Parent(sel)
		if star, ok := parent.(*ast.StarExpr); ok {
			parent = p.Parent(star)
		}
	}
	switch n := parent.(type) {
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if name == id && len(n.Values) > 0 && (len(n.Values) != len(n.Names) || !b.value(n.Values[i])) {
				return false
			}
		}
		return n.Type == nil || b.names(n.Names) && b.typeExpr(n.Type)
	case *ast.Field:
		_, isStruct := p.Parent(p.Parent(n)).(*ast.StructType)
		return isStruct && b.names(n.Names) && b.typeExpr(n.Type)
	case *ast.AssignStmt:
		return b.assigned(n, id)
	}
	return false
}

// names makes members of all that are declared with one type.
func (b *builder) names(names []*ast.Ident) bool {
	for _, id := range names {
		v, _ := b.pass.Program.FileAt(id.Pos()).Info().Defs[id].(*types.Var)
		if id.Name != "_" && !b.join(v) {
			return false
		}
	}
	return true
}

// typeExpr notes sync.Mutex or *sync.Mutex.
func (b *builder) typeExpr(t ast.Expr) bool {
	if star, ok := ast.Unparen(t).(*ast.StarExpr); ok {
		t = star.X
	}
	typ := b.pass.Program.FileAt(t.Pos()).Info().TypeOf(t)
	if typ == nil || !rule.IsNamed(typ, "sync", "Mutex") && !rule.IsNamed(typ, "sync", "RWMutex") && !rule.IsNamed(typ, "sync", "Cond") {
		return false
	}
	for _, known := range b.types {
		if known == t {
			return true
		}
	}
	b.types = append(b.types, t)
	return true
}

// assigned notes the value that an assignment gives to lhs.
func (b *builder) assigned(n *ast.AssignStmt, lhs ast.Node) bool {
	for i, x := range n.Lhs {
		if ast.Node(x) == lhs {
			return len(n.Lhs) == len(n.Rhs) && b.value(n.Rhs[i])
		}
	}
	return false
}

// value notes what a member is set to: nothing, a new lock, a member, the
// address of one, a new condition.
func (b *builder) value(e ast.Expr) bool {
	file := b.pass.Program.FileAt(e.Pos())
	switch x := ast.Unparen(e).(type) {
	case *ast.Ident:
		if tv := file.Info().Types[x]; tv.IsNil() {
			return true
		}
		return b.join(rule.Variable(file, x))
	case *ast.SelectorExpr:
		return b.join(rule.Variable(file, x))
	case *ast.CompositeLit:
		return x.Type != nil && b.typeExpr(x.Type) && b.locker(x)
	case *ast.UnaryExpr:
		if lit, ok := x.X.(*ast.CompositeLit); ok {
			return b.value(lit)
		}
		return x.Op == token.AND && b.join(rule.Variable(file, x.X))
	case *ast.CallExpr:
		if id, ok := x.Fun.(*ast.Ident); ok && len(x.Args) == 1 {
			_, isBuiltin := file.Info().Uses[id].(*types.Builtin)
			return isBuiltin && id.Name == "new" && b.typeExpr(x.Args[0])
		}
		return b.newCond(x)
	}
	return false
}

// newCond notes a call of sync.NewCond, once.
func (b *builder) newCond(call *ast.CallExpr) bool {
	if !b.isNewCond(call) {
		return false
	}
	for _, known := range b.news {
		if known == call {
			return true
		}
	}
	b.news = append(b.news, call)
	return b.lockerValue(call.Args[0])
}

// locker notes the lock in a new condition: sync.Cond{L: &mu}. A new lock has
// nothing in it.
func (b *builder) locker(lit *ast.CompositeLit) bool {
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok || !b.isL(kv.Key) || !b.lockerValue(kv.Value) {
			return false
		}
	}
	return true
}

// isL reports whether an expression names the field L of a condition.
func (b *builder) isL(e ast.Expr) bool {
	v := rule.Variable(b.pass.Program.FileAt(e.Pos()), e)
	return v != nil && v.IsField() && v.Name() == "L" && v.Pkg() != nil && v.Pkg().Path() == "sync"
}

// lockerValue notes the lock that a condition is given: one by itself, its side for
// readers, or a struct that embeds it.
func (b *builder) lockerValue(e ast.Expr) bool {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && isRLocker(call) {
		return b.join(receiver(b.pass.Program.FileAt(e.Pos()), call))
	}
	if field := promotedOf(b.pass.Program.FileAt(e.Pos()), e); field != nil {
		return b.join(field)
	}
	return b.value(e)
}

// isRLocker reports whether a call makes a Locker of a lock's side for readers.
func isRLocker(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "RLocker" && len(call.Args) == 0
}

func (b *builder) isNewCond(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	fn, _ := b.pass.Program.FileAt(call.Pos()).Info().Uses[sel.Sel].(*types.Func)
	return fn != nil && fn.FullName() == "sync.NewCond"
}

// use notes a use of a member that is not its declaration.
func (b *builder) use(v *types.Var, id *ast.Ident) bool {
	p := b.pass.Program
	var x ast.Node = id
	if sel, ok := p.Parent(x).(*ast.SelectorExpr); ok && sel.Sel == id {
		x = sel
	}
	switch n := p.Parent(x).(type) {
	case *ast.SelectorExpr:
		return b.method(v, n)
	case *ast.UnaryExpr:
		return n.Op == token.AND && b.flow(n)
	case *ast.KeyValueExpr:
		if n.Key == x {
			return b.value(n.Value)
		}
	case *ast.AssignStmt:
		if b.isTarget(n, x) {
			return b.assigned(n, x)
		}
	}
	_, isPointer := types.Unalias(v.Type()).(*types.Pointer)
	return isPointer && b.flow(x)
}

func (b *builder) isTarget(n *ast.AssignStmt, x ast.Node) bool {
	for _, lhs := range n.Lhs {
		if ast.Node(lhs) == x {
			return true
		}
	}
	return false
}

// flow notes where a pointer to a lock, or a condition, goes: to another
// member, to a condition, into a comparison.
func (b *builder) flow(x ast.Node) bool {
	p := b.pass.Program
	switch n := p.Parent(x).(type) {
	case *ast.BinaryExpr:
		return n.Op == token.EQL || n.Op == token.NEQ
	case *ast.AssignStmt:
		for i, rhs := range n.Rhs {
			if ast.Node(rhs) == x {
				return len(n.Lhs) == len(n.Rhs) && b.target(n.Lhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, value := range n.Values {
			if ast.Node(value) == x {
				return len(n.Names) == len(n.Values) && b.target(n.Names[i])
			}
		}
	case *ast.KeyValueExpr:
		if lit, ok := p.Parent(n).(*ast.CompositeLit); ok && b.isL(n.Key) {
			return lit.Type != nil && b.typeExpr(lit.Type) && b.made(lit)
		}
		return n.Value == x && b.target(n.Key)
	case *ast.CompositeLit:
		return b.join(program.PositionalField(p.FileAt(n.Pos()), n, x))
	case *ast.CallExpr:
		if b.isNewCond(n) {
			return b.newCond(n) && b.flow(n)
		}
		return b.argument(n, x)
	}
	return false
}

// made notes where a new condition goes, itself or a pointer to it.
func (b *builder) made(lit *ast.CompositeLit) bool {
	if addr, ok := b.pass.Program.Parent(lit).(*ast.UnaryExpr); ok {
		return b.flow(addr)
	}
	return b.flow(lit)
}

// argument makes a member of the parameter that is given a pointer, if the
// module declares the function.
func (b *builder) argument(call *ast.CallExpr, x ast.Node) bool {
	p := b.pass.Program
	callee, _ := typeutil.Callee(p.FileAt(call.Pos()).Info(), call).(*types.Func)
	fn := p.Func(callee)
	if fn == nil {
		return false
	}
	params := fn.Signature().Params()
	for i, arg := range call.Args {
		if ast.Node(arg) == x && (i < params.Len()-1 || i < params.Len() && !fn.Signature().Variadic()) {
			return b.join(params.At(i))
		}
	}
	return false
}

// callers makes members of what the module's calls give to a parameter. A
// function that is a value may be given any lock.
func (b *builder) callers(param *types.Var) bool {
	p := b.pass.Program
	for _, fn := range p.Funcs {
		if fn.Decl == nil {
			continue
		}
		params := fn.Signature().Params()
		for i := range params.Len() {
			if program.Same(params.At(i), param) {
				return len(p.Values(fn)) == 0 && b.given(fn, i)
			}
		}
	}
	return false // of a literal
}

// given makes members of the arguments of all calls of fn at index i.
func (b *builder) given(fn *program.Func, i int) bool {
	ok := true
	for _, caller := range b.pass.Program.Funcs {
		for _, call := range caller.Calls {
			if call.Callee == fn {
				ok = i < len(call.Expr.Args) && b.value(call.Expr.Args[i]) && ok
			}
		}
	}
	return ok
}

// target makes a member of what is assigned to.
func (b *builder) target(e ast.Expr) bool {
	if id, ok := e.(*ast.Ident); ok && id.Name == "_" {
		return true
	}
	if sel, ok := e.(*ast.SelectorExpr); ok && b.isL(sel) { // c.L = &mu
		e = sel.X
	}
	return b.join(rule.Variable(b.pass.Program.FileAt(e.Pos()), e))
}

// method notes v.Lock(), or c.L.Lock(), or another method of the runtime's type
// that is declared like that of package sync and so may be a value too.
func (b *builder) method(v *types.Var, sel *ast.SelectorExpr) bool {
	name := sel.Sel.Name
	call, _ := b.pass.Program.Parent(sel).(*ast.CallExpr)
	if call != nil && call.Fun != ast.Expr(sel) {
		call = nil
	}
	if isCond(v.Type()) {
		switch {
		case name == "L":
			return b.locksL(sel)
		case name == "Wait" && call != nil:
			b.waits = append(b.waits, call)
			return true
		}
		return name == "Signal" || name == "Broadcast"
	}
	switch name {
	case "Lock", "RLock":
		if call != nil {
			b.locks = append(b.locks, call)
		}
		return call != nil || b.isMarked(sel)
	case "Unlock", "RUnlock", "TryLock", "TryRLock":
		return true
	case "RLocker":
		if call == nil {
			return false
		}
		_, isCompared := b.pass.Program.Parent(call).(*ast.BinaryExpr)
		return !isCompared && b.flow(call)
	}
	return false
}

// isMarked reports whether a method is the argument of the runtime's Call.
func (b *builder) isMarked(method *ast.SelectorExpr) bool {
	call, ok := b.pass.Program.Parent(method).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(b.pass.Program.FileAt(call.Pos()).Info(), call).(*types.Func)
	return fn != nil && fn.Name() == "Call" && fn.Pkg() != nil && runtime.Is(b.pass.Program.Module.Path, fn.Pkg().Path())
}

// locksL notes c.L.Lock() and c.L.Unlock(), and c.L = &mu.
func (b *builder) locksL(sel *ast.SelectorExpr) bool {
	if assign, ok := b.pass.Program.Parent(sel).(*ast.AssignStmt); ok {
		for i, lhs := range assign.Lhs {
			if lhs == ast.Expr(sel) {
				return len(assign.Lhs) == len(assign.Rhs) && b.lockerValue(assign.Rhs[i])
			}
		}
	}
	method, ok := b.pass.Program.Parent(sel).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	call, ok := b.pass.Program.Parent(method).(*ast.CallExpr)
	if !ok || call.Fun != ast.Expr(method) {
		return method.Sel.Name == "Unlock"
	}
	if method.Sel.Name == "Lock" {
		b.locks = append(b.locks, call)
	}
	return true
}
