package color

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
)

// reach finds the types whose exported methods other modules can call or
// implement, by the positions of their names: the exported types, and what
// exported declarations make of unexported or internal ones, as results,
// parameters, fields, embedded types.
type reach struct {
	own  map[string]bool // the module's packages
	seen map[types.Type]bool
	api  map[token.Pos]bool
}

func apiTypes(p *program.Program) map[token.Pos]bool {
	r := &reach{own: map[string]bool{}, seen: map[types.Type]bool{}, api: map[token.Pos]bool{}}
	for _, pkg := range p.Module.Packages {
		r.own[pkg.PkgPath] = true
	}
	roots := map[*types.Package]bool{}
	for _, f := range p.Files {
		if f.IsTest() || !isImportable(f) || roots[f.Pkg.Types] {
			continue
		}
		roots[f.Pkg.Types] = true
		scope := f.Pkg.Types.Scope()
		for _, name := range scope.Names() {
			obj := scope.Lookup(name)
			if at := p.FileAt(obj.Pos()); obj.Exported() && (at == nil || !at.IsTest()) {
				r.visit(obj.Type())
			}
		}
	}
	return r.api
}

// Exposed returns a function that reports whether code of other modules can get
// at an exported variable or field.
func Exposed(p *program.Program) func(*types.Var) bool {
	api := apiTypes(p)
	return func(v *types.Var) bool {
		for _, id := range p.Uses(v) {
			if id.Pos() != v.Pos() {
				continue
			}
			f := p.FileAt(id.Pos())
			if f.IsTest() {
				return false
			}
			if !v.IsField() {
				return isImportable(f)
			}
			for n := p.Parent(id); n != nil; n = p.Parent(n) {
				if spec, ok := n.(*ast.TypeSpec); ok {
					obj := f.Info().Defs[spec.Name]
					return obj == nil || api[obj.Pos()]
				}
			}
		}
		return true
	}
}

// isImportable reports whether other modules can import the package of f.
func isImportable(f *program.File) bool { return f.Pkg.Name != "main" && !isInternal(f.Pkg.PkgPath) }

func (r *reach) visit(t types.Type) {
	if t == nil || r.seen[t] {
		return
	}
	r.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		r.visit(types.Unalias(t))
	case *types.Named:
		r.named(t)
	case *types.Map:
		r.visit(t.Key())
		r.visit(t.Elem())
	case *types.Signature:
		r.tuple(t.Params())
		r.tuple(t.Results())
		for param := range t.TypeParams().TypeParams() {
			r.visit(param.Constraint())
		}
	case *types.Struct:
		for field := range t.Fields() {
			if field.Exported() || field.Embedded() {
				r.visit(field.Type())
			}
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			if m.Exported() {
				r.visit(m.Type())
			}
		}
		for e := range t.EmbeddedTypes() {
			r.visit(e)
		}
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		r.visit(t.Elem())
	}
}

// named visits a type of the module, and the arguments of any generic type.
func (r *reach) named(t *types.Named) {
	for arg := range t.TypeArgs().Types() {
		r.visit(arg)
	}
	origin := t.Origin()
	if pkg := origin.Obj().Pkg(); pkg == nil || !r.own[pkg.Path()] || r.api[origin.Obj().Pos()] {
		return
	}
	r.api[origin.Obj().Pos()] = true
	for m := range origin.Methods() {
		if m.Exported() {
			r.visit(m.Type())
		}
	}
	r.visit(origin.Underlying())
}

func (r *reach) tuple(t *types.Tuple) {
	for v := range t.Variables() {
		r.visit(v.Type())
	}
}
