package yieldpoint

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// collect makes the nodes of all functions, literals and variable initializers.
func (s *state) collect() {
	s.collectDeclared()
	s.collectAssumed()
	s.numberInitializers()
	vars := &node{name: s.pass.Pkg.Path() + ".init", sig: types.NewSignatureType(nil, nil, nil, nil, nil, false)}
	s.nodes = append(s.nodes, vars)
	inits := 0
	for _, file := range s.files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.GenDecl:
				s.walk(vars, decl)
			case *ast.FuncDecl:
				s.declared(decl, &inits)
			}
		}
	}
}

// collectDeclared makes the nodes of the declared functions, without what is in
// them.
func (s *state) collectDeclared() {
	for _, file := range s.files {
		for _, decl := range file.Decls {
			if decl, ok := decl.(*ast.FuncDecl); ok {
				if fn, ok := s.info.Defs[decl.Name].(*types.Func); ok {
					s.byFunc[fn] = &node{name: catalog.FuncName(fn), fn: fn, sig: fn.Signature(), decl: decl}
				}
			}
		}
	}
}

func (s *state) declared(decl *ast.FuncDecl, inits *int) {
	fn, ok := s.info.Defs[decl.Name].(*types.Func)
	if !ok {
		return
	}
	n := s.byFunc[fn]
	if decl.Recv == nil && fn.Name() == "init" {
		n.name = fmt.Sprintf("%s.%d", n.name, *inits)
		*inits++
	}
	s.add(n, decl.Recv, decl.Type)
	if decl.Body != nil {
		s.walk(n, decl.Body)
	}
}

// literal makes the node of a function literal. The compiler numbers literals in
// source order per outermost function, and inside a literal per literal; those in
// initializers have their numbers already.
func (s *state) literal(outer *node, lit *ast.FuncLit) {
	sig, ok := s.info.TypeOf(lit).(*types.Signature)
	if !ok {
		return
	}
	n := &node{name: s.literalName(outer, lit), lit: lit, sig: sig, outer: outer}
	s.byLit[lit] = n
	s.add(n, nil, lit.Type)
	s.walk(n, lit.Body)
}

func (s *state) literalName(outer *node, lit *ast.FuncLit) string {
	if s.dead > 0 {
		// The compiler drops it; the name must only differ from all others.
		outer.deadLiterals++
		return fmt.Sprintf("%s.dead%d", outer.name, outer.deadLiterals)
	}
	number := s.ordinals[lit]
	if number == 0 {
		outer.literals++
		number = outer.literals
	}
	if outer.lit != nil {
		return fmt.Sprintf("%s.%d", outer.name, number)
	}
	return fmt.Sprintf("%s.func%d", outer.name, number)
}

func (s *state) add(n *node, recv *ast.FieldList, typ *ast.FuncType) {
	s.nodes = append(s.nodes, n)
	s.addParams(n, recv, catalog.Receiver)
	s.addParams(n, typ.Params, 0)
}

func (s *state) addParams(n *node, fields *ast.FieldList, index int) {
	if fields == nil {
		return
	}
	for _, field := range fields.List {
		for _, name := range field.Names {
			if v, ok := s.info.Defs[name].(*types.Var); ok {
				s.params[v] = param{n, index}
			}
			index++
		}
		if len(field.Names) == 0 {
			index++
		}
	}
}
