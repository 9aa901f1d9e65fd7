package color

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// border is a call of a function of the module that stands inside a call of the
// runtime's Call family, and nothing else does:
//
//	err := aio.Call1(co, func() error { return q.Put(v) })
//	aio.Call(co, q.Close)
//
// An earlier port has put it there where the function could not be edited. As
// soon as the function takes a task, it is called for itself.
type border struct {
	outer *ast.CallExpr
	inner *program.Call // the call in a literal, or nil
	value ast.Expr      // the function handed over, otherwise
	name  *ast.Ident    // its name
	fn    *program.Func // what it is
	iface *types.Func   // or this, a method of an interface
}

// findBorders recognises the calls that an earlier port has left at the border
// to code that could not be edited.
func (p *Plan) findBorders() {
	p.borders = map[*ast.Ident]*border{}
	for _, f := range p.prog.Files {
		if p.frozen[f] != "" {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !p.releases(f, call) {
				return true
			}
			b := &border{outer: call}
			if lit, ok := call.Args[1].(*ast.FuncLit); ok {
				p.fromLiteral(b, f, lit)
			} else {
				p.fromValue(b, f)
			}
			if b.inner != nil || b.value != nil {
				p.atBorder = append(p.atBorder, b)
			}
			return true
		})
	}
}

// releases reports whether a call is aio.Call(co, f) or one of its kind, with
// the task of the function around it.
func (p *Plan) releases(f *program.File, call *ast.CallExpr) bool {
	callee, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	if callee == nil || callee.Pkg() == nil || callee.Pkg().Path() != p.RuntimePath || len(call.Args) != 2 || !isCall(callee.Name()) {
		return false
	}
	_, isGo := p.prog.Parent(call).(*ast.GoStmt)
	at := p.prog.Enclosing(call)
	return !isGo && at != nil && isName(call.Args[0], p.name(at)) && p.isContext(f.Info().TypeOf(call.Args[0]))
}

func isCall(name string) bool {
	n, ok := strings.CutPrefix(name, "Call")
	return ok && (n == "" || n == "1" || n == "2" || n == "3")
}

// fromLiteral sees whether a literal does nothing but a call.
func (p *Plan) fromLiteral(b *border, f *program.File, lit *ast.FuncLit) {
	fn := p.prog.LitFunc(lit)
	if len(lit.Type.Params.List) > 0 || len(lit.Body.List) != 1 || len(fn.Lits) > 0 || len(fn.Calls) != 1 || rule.HasComments(f, b.outer.Pos(), b.outer.End()) {
		return
	}
	call := lastCall(lit.Body.List[0], lit.Type.Results != nil)
	if call == nil || fn.Calls[0].Expr != call {
		return
	}
	b.inner = fn.Calls[0]
	p.roles[fn] = Frame
}

// fromValue sees whether a function of the module is handed over itself.
func (p *Plan) fromValue(b *border, f *program.File) {
	var id *ast.Ident
	switch x := b.outer.Args[1].(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		if s := f.Info().Selections[x]; s != nil && s.Kind() != types.MethodVal {
			return
		}
		id = x.Sel
	default:
		return
	}
	fn, _ := f.Info().Uses[id].(*types.Func)
	if fn == nil {
		return
	}
	fn = fn.Origin()
	decl := p.prog.Func(fn)
	if decl == nil && p.prog.FileAt(fn.Pos()) == nil || fn.Signature().Params().Len() > 0 || rule.HasComments(f, b.outer.Pos(), b.outer.End()) {
		return
	}
	b.value, b.name, b.fn = b.outer.Args[1], id, decl
	if decl == nil {
		b.iface = fn
	}
	p.values[id] = true
	p.borders[id] = b
}

// crosses reports whether what stands at a border takes a task.
func (p *Plan) crosses(b *border) bool {
	if b.inner != nil {
		return p.passes(b.inner)
	}
	if b.fn != nil {
		return p.takes(b.fn)
	}
	c := p.classes.ofMethod(b.iface)
	return c != nil && c.need && c.changes()
}

// editBorders takes the calls away that release the loop around what takes a
// task now.
func (p *Plan) editBorders(ed *rule.Editor) {
	for _, b := range p.atBorder {
		switch {
		case !p.crosses(b):
		case b.inner != nil:
			ed.Replace(b.outer.Pos(), b.inner.Expr.Pos(), "")
			ed.Replace(b.inner.Expr.End(), b.outer.End(), "")
		default:
			ed.Replace(b.outer.Pos(), b.value.Pos(), "")
			if b.fn != nil && p.ModeOf(b.fn) == Split {
				ed.Insert(b.value.End(), "Co")
			}
			ed.Replace(b.value.End(), b.outer.End(), "("+p.Co(b.outer)+")")
		}
	}
}

// Undoes reports whether the plan takes something away that an earlier port has
// put at a border, or goes past it.
func (p *Plan) Undoes() bool {
	for _, fn := range p.prog.Funcs {
		if p.undone(fn) || p.entered[fn] != nil && p.ModeOf(fn) == Param {
			return true
		}
		for _, call := range fn.Calls {
			if call.Callee != nil && p.facades[call.Callee] != nil && p.passes(call) && p.need[p.owner(fn)] {
				return true
			}
		}
	}
	for _, b := range p.atBorder {
		if p.crosses(b) {
			return true
		}
	}
	return false
}

// onlyAtBorders reports whether all uses of an interface's method as a value
// stand at borders.
func (p *Plan) onlyAtBorders(uses []*ast.Ident) bool {
	for _, id := range uses {
		if p.borders[id] == nil {
			return false
		}
	}
	return true
}
