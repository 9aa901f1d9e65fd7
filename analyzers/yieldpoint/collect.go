package yieldpoint

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// collect makes the nodes of all functions, literals and variable initializers.
func (s *state) collect() {
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

func (s *state) declared(decl *ast.FuncDecl, inits *int) {
	fn, ok := s.info.Defs[decl.Name].(*types.Func)
	if !ok {
		return
	}
	n := &node{name: catalog.FuncName(fn), fn: fn, sig: fn.Signature(), decl: decl}
	if decl.Recv == nil && fn.Name() == "init" {
		n.name = fmt.Sprintf("%s.%d", n.name, *inits)
		*inits++
	}
	s.byFunc[fn] = n
	s.add(n, decl.Recv, decl.Type)
	if decl.Body != nil {
		s.walk(n, decl.Body)
	}
}

// literal makes the node of a function literal. Literals are numbered in source
// order per outermost function, and inside a literal per literal.
func (s *state) literal(outer *node, lit *ast.FuncLit) {
	sig, ok := s.info.TypeOf(lit).(*types.Signature)
	if !ok {
		return
	}
	outer.literals++
	format := "%s.func%d"
	if outer.lit != nil {
		format = "%s.%d"
	}
	n := &node{name: fmt.Sprintf(format, outer.name, outer.literals), lit: lit, sig: sig, outer: outer}
	s.byLit[lit] = n
	s.add(n, nil, lit.Type)
	s.walk(n, lit.Body)
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
