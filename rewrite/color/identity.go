package color

import (
	"go/ast"
	"go/token"
	"go/types"
)

// isIdentity reports whether code looks at which context a variable holds, or
// at its dynamic type: a task's context is another one than the context that
// it carries, so that comparing it would have another outcome. It also does so
// for a variable whose type a second one takes over that is set later, and for
// one that is handed to a function of the module which does so. A context that is
// nil at times is looked at in any case.
func (p *Plan) isIdentity(obj types.Object) bool {
	if p.survey.nils[obj.Pos()] {
		return true
	}
	seen := map[types.Object]bool{}
	found := p.looksAt(obj, seen)
	if found {
		p.identity[obj] = true
		return true
	}
	for other := range seen {
		p.identity[other] = false // all that obj is handed to was looked at
	}
	return false
}

// looksAt is isIdentity for an object that may be among those seen already.
func (p *Plan) looksAt(obj types.Object, seen map[types.Object]bool) bool {
	if found, known := p.identity[obj]; known || seen[obj] {
		return found
	}
	seen[obj] = true
	for _, id := range p.prog.Uses(obj) {
		if id.Pos() == obj.Pos() {
			continue
		}
		n, parent := p.prog.OutsideParens(id)
		switch x := parent.(type) {
		case *ast.BinaryExpr, *ast.TypeAssertExpr, *ast.CaseClause, *ast.SwitchStmt:
			return true
		case *ast.IndexExpr:
			if x.Index == n {
				return true
			}
		case *ast.CallExpr:
			if param := p.paramFor(x, n); param != nil && p.looksAt(param, seen) {
				return true
			}
		case *ast.KeyValueExpr:
			if x.Key == n && p.isMapLit(x) {
				return true
			}
		case *ast.AssignStmt:
			if x.Tok == token.DEFINE && p.handsTypeOn(x.Lhs, x.Rhs, n) {
				return true
			}
		case *ast.ValueSpec:
			if x.Type == nil && p.namesChange(x.Names) {
				return true
			}
		}
	}
	return false
}

// paramFor returns the context parameter of a function of the module that takes
// arg, or nil.
func (p *Plan) paramFor(call *ast.CallExpr, arg ast.Node) *types.Var {
	c := p.prog.CallAt(call)
	if c == nil || c.Callee == nil {
		return nil
	}
	for i, a := range call.Args {
		if ast.Node(a) != arg {
			continue
		}
		if param := paramAt(c.Callee, i); param != nil && isStdContext(param.Type()) {
			return param
		}
	}
	return nil
}

// isMapLit reports whether an element belongs to the literal of a map.
func (p *Plan) isMapLit(kv *ast.KeyValueExpr) bool {
	lit, ok := p.prog.Parent(kv).(*ast.CompositeLit)
	if !ok {
		return false
	}
	t := p.prog.FileAt(lit.Pos()).Info().TypeOf(lit)
	if t == nil {
		return false
	}
	_, isMap := t.Underlying().(*types.Map)
	return isMap
}

// handsTypeOn reports whether value is what declares a variable that is set
// again: the variable would have the type of a task's context.
func (p *Plan) handsTypeOn(lhs, rhs []ast.Expr, value ast.Node) bool {
	if len(lhs) != len(rhs) {
		return false
	}
	for i := range rhs {
		if id, ok := lhs[i].(*ast.Ident); ok && ast.Node(rhs[i]) == value {
			return p.namesChange([]*ast.Ident{id})
		}
	}
	return false
}

// namesChange reports whether one of the variables that names declare is set
// or has its address taken anywhere else.
func (p *Plan) namesChange(names []*ast.Ident) bool {
	for _, name := range names {
		obj := p.prog.FileAt(name.Pos()).Info().Defs[name]
		if obj == nil {
			continue
		}
		for _, id := range p.prog.Uses(obj) {
			if _, set := p.setBy(id); set && id.Pos() != name.Pos() {
				return true
			}
		}
	}
	return false
}
