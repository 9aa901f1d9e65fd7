package color

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/internal/textedit"
	"github.com/asyncport/asyncport/rewrite/program"
)

// findInherited decides for every literal with a task of its own whose context
// that task inherits: of the context variables outside that its code names,
// the one that is called like the task, else the only one.
func (p *Plan) findInherited() {
	uses := p.contextUses()
	for _, fn := range p.prog.Funcs {
		if fn.Lit == nil || p.roles[fn] == Frame {
			continue
		}
		if v := p.aliases[fn]; v != nil {
			p.inherit[fn] = v
			continue
		}
		named := p.outerVars(fn, uses)
		for _, v := range named {
			if v.name == p.name(fn) {
				p.inherit[fn] = v
			}
		}
		if p.inherit[fn] == nil && len(named) == 1 {
			p.inherit[fn] = named[0]
		}
	}
}

// contextUse is one place that names a context variable.
type contextUse struct {
	pos token.Pos
	v   *ctxVar
}

// contextUses returns the places that name context variables, in source order. There
// are few of them: to look them up costs less than to walk every literal, which visits
// a literal in n others n times.
func (p *Plan) contextUses() []contextUse {
	var uses []contextUse
	for _, v := range p.vars {
		for _, id := range p.prog.Uses(v.obj) {
			uses = append(uses, contextUse{id.Pos(), v})
		}
	}
	slices.SortFunc(uses, func(a, b contextUse) int { return cmp.Compare(a.pos, b.pos) })
	return uses
}

// outerVars returns the context variables of the frame around fn, or that its
// task inherits, that fn's code names, in order of their first use.
func (p *Plan) outerVars(fn *program.Func, uses []contextUse) []*ctxVar {
	var list []*ctxVar
	outer := p.owner(fn.Parent)
	body := fn.Lit.Body
	first, _ := slices.BinarySearchFunc(uses, body.Pos(), func(u contextUse, pos token.Pos) int { return cmp.Compare(u.pos, pos) })
	for _, u := range uses[first:] {
		if u.pos >= body.End() {
			break
		}
		if (u.v.owner == outer || p.inherit[outer] == u.v) && !slices.Contains(list, u.v) {
			list = append(list, u.v)
		}
	}
	return list
}

// SpawnCo implements rule.Plan.
func (p *Plan) SpawnCo(n ast.Node) string {
	if lit, ok := n.(*ast.FuncLit); ok {
		if v := p.inherit[p.prog.LitFunc(lit)]; v != nil {
			return v.name
		}
	}
	return p.Co(n)
}

// ContextText implements rule.Plan.
func (p *Plan) ContextText(arg ast.Expr) (text string, isTask bool) {
	if id, ok := ast.Unparen(arg).(*ast.Ident); ok {
		if v := p.varOf(id); v != nil && (v.owner == p.owner(p.prog.Enclosing(arg)) || v.name == p.Co(arg)) {
			return v.name, true
		}
	}
	f := p.prog.FileAt(arg.Pos())
	buf := textedit.NewBuffer([]byte(f.Text(arg)))
	ast.Inspect(arg, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v := p.varOf(id); v != nil && v.renamed() {
				at := int(id.Pos() - arg.Pos())
				buf.Replace(at, at+len(id.Name), v.name)
			}
		}
		return true
	})
	out, err := buf.Bytes()
	if err != nil {
		return f.Text(arg), false
	}
	return string(out), false
}

// argText says how a context argument reads where a function takes a task in
// its place. Without ok the argument stays as it is but for renames; with
// wrap it has to be put into With.
func (p *Plan) argText(arg ast.Expr, at *program.Func) (text string, ok, wrap bool) {
	co := p.name(at)
	if id, isIdent := ast.Unparen(arg).(*ast.Ident); isIdent {
		if v := p.varOf(id); v != nil {
			owner := p.owner(at)
			switch {
			case v.owner == owner, v.name == co:
				return "", false, false
			case p.inherit[owner] == v:
				return co, true, false
			}
			return "", false, true
		}
	}
	if p.isEntered(arg, at) {
		return co, true, false
	}
	return "", false, !p.isTask(arg, at)
}

// isTask reports whether arg names a task's context that the frame of at holds
// in the source already.
func (p *Plan) isTask(arg ast.Expr, at *program.Func) bool {
	id, ok := ast.Unparen(arg).(*ast.Ident)
	if !ok {
		return false
	}
	obj, ok := p.prog.FileAt(arg.Pos()).Info().ObjectOf(id).(*types.Var)
	if !ok || !p.isContext(obj.Type()) {
		return false
	}
	from := p.enclosingVar(obj)
	return from != nil && p.owner(from) == p.owner(at)
}

// ContextArg implements rule.Plan.
func (p *Plan) ContextArg(arg ast.Expr) (text string, replace, wrap bool) {
	text, replace, wrap = p.argText(arg, p.prog.Enclosing(arg))
	if id, ok := ast.Unparen(arg).(*ast.Ident); ok && replace {
		if v := p.varOf(id); v != nil && v.renamed() {
			return "", false, false // the rename says it
		}
	}
	return text, replace, wrap
}

// ContextName implements rule.Plan.
func (p *Plan) ContextName(obj *types.Var, n ast.Node) string {
	if obj != nil {
		if v := p.vars[obj.Pos()]; v != nil {
			return v.name
		}
	}
	return p.Co(n)
}
