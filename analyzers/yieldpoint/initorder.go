package yieldpoint

import (
	"go/ast"
	"go/token"
	"go/types"
)

// initializer is the right side of a declaration of package variables.
type initializer struct {
	vars  []*types.Var
	value ast.Expr
	deps  map[*types.Var]bool // variables that the value needs, itself or through functions
	done  bool
}

// numberInitializers numbers the function literals in the initializers of package
// variables. The compiler does so in the order in which the variables are
// initialized: next is always the first declared whose dependencies are ready.
func (s *state) numberInitializers() {
	list := s.initializers()
	if !hasLiteral(list) {
		return
	}
	owner := make(map[*types.Var]*initializer)
	for _, x := range list {
		for _, v := range x.vars {
			owner[v] = x
		}
	}
	for _, x := range list {
		x.deps = make(map[*types.Var]bool)
		s.depend(x, x.value, make(map[*types.Func]bool))
	}
	n := 0
	for x := nextReady(list, owner); x != nil; x = nextReady(list, owner) {
		x.done = true
		eachLiteral(x.value, func(lit *ast.FuncLit) {
			n++
			s.ordinals[lit] = n
		})
	}
}

func (s *state) initializers() []*initializer {
	var list []*initializer
	for _, file := range s.files {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				spec := spec.(*ast.ValueSpec)
				for i, value := range spec.Values {
					x := &initializer{value: value}
					for j, name := range spec.Names {
						if v, ok := s.info.Defs[name].(*types.Var); ok && (j == i || len(spec.Values) == 1) {
							x.vars = append(x.vars, v)
						}
					}
					list = append(list, x)
				}
			}
		}
	}
	return list
}

func hasLiteral(list []*initializer) bool {
	found := false
	for _, x := range list {
		eachLiteral(x.value, func(*ast.FuncLit) { found = true })
	}
	return found
}

// eachLiteral calls f for the outermost literals in x, in source order.
func eachLiteral(x ast.Node, f func(*ast.FuncLit)) {
	ast.Inspect(x, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if ok {
			f(lit)
		}
		return !ok
	})
}

// depend adds the variables that code refers to, and those that the functions
// refer to that it refers to.
func (s *state) depend(x *initializer, code ast.Node, seen map[*types.Func]bool) {
	ast.Inspect(code, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := s.info.Uses[id].(type) {
		case *types.Var:
			if obj.Parent() == s.pass.Pkg.Scope() {
				x.deps[obj] = true
			}
		case *types.Func:
			obj = obj.Origin()
			if n := s.byFunc[obj]; n != nil && n.decl.Body != nil && !seen[obj] {
				seen[obj] = true
				s.depend(x, n.decl.Body, seen)
			}
		}
		return true
	})
}

func nextReady(list []*initializer, owner map[*types.Var]*initializer) *initializer {
	for _, x := range list {
		if !x.done && x.ready(owner) {
			return x
		}
	}
	return nil
}

func (x *initializer) ready(owner map[*types.Var]*initializer) bool {
	for v := range x.deps {
		if o := owner[v]; o != nil && o != x && !o.done {
			return false
		}
	}
	return true
}
