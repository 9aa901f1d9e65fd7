package program

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Positional returns the values that composite literals without keys give to a field,
// which they do not name: T{sync.Mutex{}, 1}.
func (p *Program) Positional(v *types.Var) []ast.Expr {
	if p.positional == nil {
		p.positional = map[token.Pos][]ast.Expr{}
		for _, f := range p.Files {
			ast.Inspect(f.AST, func(n ast.Node) bool {
				if lit, ok := n.(*ast.CompositeLit); ok {
					for _, value := range lit.Elts {
						if field := PositionalField(f, lit, value); field != nil {
							p.positional[field.Pos()] = append(p.positional[field.Pos()], value)
						}
					}
				}
				return true
			})
		}
	}
	return p.positional[v.Pos()]
}

// PositionalField returns the field that a value in a composite literal without keys
// goes to, or nil.
func PositionalField(f *File, lit *ast.CompositeLit, value ast.Node) *types.Var {
	t := f.Info().TypeOf(lit)
	if t == nil {
		return nil
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem() // in a list of pointers, with the type left out
	}
	str, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for i, e := range lit.Elts {
		if _, keyed := e.(*ast.KeyValueExpr); !keyed && ast.Node(e) == value && i < str.NumFields() {
			return str.Field(i).Origin()
		}
	}
	return nil
}
