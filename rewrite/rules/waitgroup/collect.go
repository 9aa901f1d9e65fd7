package waitgroup

import (
	"go/ast"
	"go/constant"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// collect goes through every use of the group. It returns a refusal reason
// when one of them is not understood.
func (g *group) collect() string {
	p := g.pass.Program
	var adds []*ast.CallExpr
	dones := map[ast.Stmt]bool{}
	for _, id := range p.Uses(g.obj) {
		if p.IsFrozen(id) {
			return "waitgroup-escapes"
		}
		if id.Pos() == g.obj.Pos() {
			if !g.declares(id) {
				return "waitgroup-escapes"
			}
			continue
		}
		call, method := rule.MethodCall(p, id)
		if call == nil {
			return "waitgroup-escapes"
		}
		switch method {
		case "Wait":
			g.waits = append(g.waits, call)
		case "Go":
			g.gos = append(g.gos, call)
		case "Add":
			adds = append(adds, call)
		case "Done":
			stmt, ok := p.Parent(call).(ast.Stmt)
			if !ok {
				return "waitgroup-unpaired"
			}
			dones[stmt] = true
		default:
			return "waitgroup-escapes"
		}
	}
	if p.UsedElsewhere(g.obj) || !g.setNew() {
		return "waitgroup-escapes"
	}
	if g.typ == nil || g.obj.Exported() && (g.obj.IsField() || g.obj.Parent() == g.obj.Pkg().Scope()) {
		return "waitgroup-escapes"
	}
	for _, call := range adds {
		if code := g.pair(call, dones); code != "" {
			return code
		}
	}
	if len(dones) > 0 {
		return "waitgroup-unpaired"
	}
	if !g.open() {
		return "waitgroup-escapes"
	}
	return g.checkGos()
}

// setNew reports whether literals that set the group without naming it set it to a new
// one, whose type it notes.
func (g *group) setNew() bool {
	for _, value := range g.pass.Program.Positional(g.obj) {
		lit, ok := ast.Unparen(value).(*ast.CompositeLit)
		if !ok || g.pass.Program.IsFrozen(lit) || lit.Type == nil || !isWaitGroup(g.fileOf(lit).Info().TypeOf(lit)) {
			return false
		}
		g.news = append(g.news, lit.Type)
	}
	return true
}

// open reports whether the rule may change all that it has to change.
func (g *group) open() bool {
	for _, call := range append(g.waits[:len(g.waits):len(g.waits)], g.gos...) {
		if !g.pass.IsOpen(call) {
			return false
		}
	}
	for _, s := range g.starts {
		if !g.pass.IsOpen(s.Stmt) {
			return false
		}
	}
	return true
}

// declares finds the type in the declaration of the variable or field: as
// such, or as what a new group is made of.
func (g *group) declares(id *ast.Ident) bool {
	switch n := g.pass.Program.Parent(id).(type) {
	case *ast.ValueSpec:
		if len(n.Names) == 1 && n.Type == nil && len(n.Values) == 1 {
			return g.made(n.Values[0])
		}
		g.typ = n.Type
		return n.Type != nil && len(n.Values) == 0 && isWaitGroup(g.obj.Type())
	case *ast.AssignStmt:
		return len(n.Lhs) == 1 && len(n.Rhs) == 1 && g.made(n.Rhs[0])
	case *ast.Field:
		g.typ = n.Type
		_, isStruct := g.pass.Program.Parent(g.pass.Program.Parent(n)).(*ast.StructType)
		return isStruct && len(n.Names) > 0 && isWaitGroup(g.obj.Type())
	}
	return false
}

// made finds the type in what a new group is made of.
func (g *group) made(e ast.Expr) bool {
	g.typ = rule.MadeType(e)
	return g.typ != nil && isWaitGroup(g.fileOf(e).Info().TypeOf(g.typ))
}

func isWaitGroup(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "WaitGroup" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync"
}

// pair finds the go statements that an Add counts and what of them has to be
// removed; the Dones that it finds are taken out of dones.
func (g *group) pair(add *ast.CallExpr, dones map[ast.Stmt]bool) string {
	p := g.pass.Program
	stmt, ok := p.Parent(add).(*ast.ExprStmt)
	if !ok || len(add.Args) != 1 {
		return "waitgroup-unpaired"
	}
	if g.insideCounted(add, dones) {
		return "waitgroup-add-inside"
	}
	list := program.StmtList(p.Parent(stmt))
	next := after(list, stmt)
	n, isConst := constant.Int64Val(constant.ToInt(constValue(g.fileOf(add), add.Args[0])))
	switch next := next.(type) {
	case *ast.GoStmt:
		if isConst && n == 1 {
			return g.start(next, add, stmt, dones)
		}
	case *ast.RangeStmt, *ast.ForStmt:
		goStmt := onlyGo(next)
		if goStmt == nil || !g.counts(add.Args[0], next) {
			return "waitgroup-unpaired"
		}
		g.drops = append(g.drops, stmt)
		return g.start(goStmt, add, nil, dones)
	}
	// Add(n) followed by n go statements.
	if !isConst || n < 2 {
		return "waitgroup-unpaired"
	}
	g.drops = append(g.drops, stmt)
	var prev ast.Stmt = stmt
	for range n {
		goStmt, ok := after(list, prev).(*ast.GoStmt)
		if !ok {
			return "waitgroup-unpaired"
		}
		if code := g.start(goStmt, add, nil, dones); code != "" {
			return code
		}
		prev = goStmt
	}
	return ""
}

func (g *group) fileOf(n ast.Node) *program.File { return g.pass.Program.FileAt(n.Pos()) }

func constValue(f *program.File, e ast.Expr) constant.Value {
	if v := f.Info().Types[e].Value; v != nil {
		return v
	}
	return constant.MakeUnknown()
}

// after returns the statement behind stmt in a list, or nil.
func after(list []ast.Stmt, stmt ast.Stmt) ast.Stmt {
	for i, s := range list {
		if s == stmt && i+1 < len(list) {
			return list[i+1]
		}
	}
	return nil
}

// insideCounted reports whether an Add stands in a goroutine that the group
// counts: it would come too late.
func (g *group) insideCounted(add *ast.CallExpr, dones map[ast.Stmt]bool) bool {
	p := g.pass.Program
	fn := p.Enclosing(add)
	if fn.Lit == nil {
		return false
	}
	call, ok := p.Parent(fn.Lit).(*ast.CallExpr)
	if !ok {
		return false
	}
	if _, isGo := p.Parent(call).(*ast.GoStmt); !isGo {
		return false
	}
	for done := range dones {
		if p.Enclosing(done) == fn {
			return true
		}
	}
	return false
}

// start adds the goroutine of a go statement that add counts; remove is the
// statement of add if it goes with this goroutine.
func (g *group) start(stmt *ast.GoStmt, add *ast.CallExpr, remove ast.Stmt, dones map[ast.Stmt]bool) string {
	p := g.pass.Program
	fn := p.Enclosing(stmt)
	parts, reason := rule.TakeApart(p, fn, stmt)
	if reason != "" {
		return reason
	}
	s := &start{Start: parts, fn: fn, adds: remove, task: g.pass.Yields(fn.File, stmt.Call)}
	body := g.body(parts)
	if body == nil {
		return "waitgroup-unpaired"
	}
	done, code := g.doneOf(body, dones)
	if code != "" {
		return code
	}
	if !g.sameInstance(add, parts, done) {
		return "waitgroup-unpaired"
	}
	s.dones = []ast.Stmt{done}
	g.starts = append(g.starts, s)
	return ""
}
