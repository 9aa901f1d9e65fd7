package removable

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// use is one call of a mutex's method.
type use struct {
	call   *ast.CallExpr
	stmt   ast.Stmt
	path   ast.Expr // what the method is called on
	method string
}

func (u *use) locks() bool { return u.method == "Lock" || u.method == "RLock" }

func (u *use) deferred() bool {
	_, ok := u.stmt.(*ast.DeferStmt)
	return ok
}

// collect finds all uses of a mutex. Only calls of its methods that stand by
// themselves, or are deferred, are understood.
func (f *Finder) collect(m *Mutex) *Obstacle {
	if f.prog.IsFrozen(m.Decl) {
		return escapes("declared in a file that is not edited")
	}
	if f.prog.UsedElsewhere(m.Var) {
		return escapes("named in a file of another build configuration")
	}
	if values := f.prog.Positional(m.Var); len(values) > 0 {
		return f.escapesAt(values[0])
	}
	for _, id := range f.prog.Uses(m.Var) {
		if id.Pos() == m.Var.Pos() {
			continue
		}
		call, _ := rule.MethodCall(f.prog, id)
		if call == nil {
			return f.escapesAt(id)
		}
		if obstacle := f.add(m, call); obstacle != nil {
			return obstacle
		}
	}
	if m.Var.Embedded() {
		if f.hasLockers() {
			return escapes("embedded, while the module uses its lockers through interfaces")
		}
		for _, sel := range f.promoted[m.Var.Pos()] {
			call, ok := f.prog.Parent(sel).(*ast.CallExpr)
			if !ok || call.Fun != ast.Expr(sel) {
				return f.escapesAt(sel)
			}
			if obstacle := f.add(m, call); obstacle != nil {
				return obstacle
			}
		}
	}
	return nil
}

func escapes(detail string) *Obstacle { return &Obstacle{"removable-escapes", detail} }

func (f *Finder) escapesAt(n ast.Node) *Obstacle { return escapes("used otherwise at " + f.place(n)) }

// add notes a call of a method.
func (f *Finder) add(m *Mutex, call *ast.CallExpr) *Obstacle {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || f.prog.IsFrozen(call) {
		return f.escapesAt(call)
	}
	switch sel.Sel.Name {
	case "Lock", "Unlock", "RLock", "RUnlock":
	default:
		return f.escapesAt(call)
	}
	var stmt ast.Stmt
	switch parent := f.prog.Parent(call).(type) {
	case *ast.ExprStmt:
		stmt = parent
	case *ast.DeferStmt:
		stmt = parent
	}
	if stmt == nil || !f.prog.Listed(stmt) || isLabeled(f.prog, stmt) || !program.IsPath(sel.X) {
		return f.escapesAt(call)
	}
	u := use{call: call, stmt: stmt, path: sel.X, method: sel.Sel.Name}
	if u.locks() && u.deferred() {
		return f.escapesAt(call)
	}
	m.uses = append(m.uses, u)
	m.Stmts = append(m.Stmts, stmt)
	if u.locks() {
		m.Locks = append(m.Locks, call)
	}
	return nil
}

func isLabeled(p *program.Program, stmt ast.Stmt) bool {
	_, ok := p.Parent(stmt).(*ast.LabeledStmt)
	return ok
}

// hasLockers reports whether the module may use a type by its methods Lock and
// Unlock alone.
func (f *Finder) hasLockers() bool {
	if f.lockers != nil {
		return *f.lockers
	}
	found := false
	for _, file := range f.prog.Files {
		for _, obj := range file.Info().Uses {
			if obj.Pkg() != nil && obj.Pkg().Path() == "sync" && (obj.Name() == "Locker" || obj.Name() == "NewCond") {
				found = true
			}
		}
		ast.Inspect(file.AST, func(n ast.Node) bool {
			if iface, ok := n.(*ast.InterfaceType); ok {
				for _, field := range iface.Methods.List {
					for _, name := range field.Names {
						found = found || strings.HasSuffix(name.Name, "Lock") || strings.HasSuffix(name.Name, "Unlock")
					}
				}
			}
			return !found
		})
	}
	f.lockers = &found
	return found
}

// findPromoted indexes the selections that reach a method through an embedded
// mutex.
func (f *Finder) findPromoted() {
	f.promoted = map[token.Pos][]*ast.SelectorExpr{}
	for _, file := range f.prog.Files {
		ast.Inspect(file.AST, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if field := Promoted(file.Info().Selections[sel]); field != nil {
				f.promoted[field.Pos()] = append(f.promoted[field.Pos()], sel)
			}
			return true
		})
	}
}

// Promoted returns the embedded mutex whose method is selected, or nil.
func Promoted(selection *types.Selection) *types.Var {
	if selection == nil || selection.Kind() == types.FieldVal || len(selection.Index()) < 2 {
		return nil
	}
	t := selection.Recv()
	var field *types.Var
	for _, i := range selection.Index()[:len(selection.Index())-1] {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		field = st.Field(i).Origin()
		t = field.Type()
	}
	return field
}
