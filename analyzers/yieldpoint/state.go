package yieldpoint

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// state is the analysis of one package.
type state struct {
	pass  *analysis.Pass
	info  *types.Info
	files []*ast.File
	index map[*token.File]int // place of a file among the sorted ones

	nodes    []*node // in source order, an enclosing function before its literals
	byFunc   map[*types.Func]*node
	byLit    map[*ast.FuncLit]*node
	ordinals map[*ast.FuncLit]int // of literals in initializers
	calls    map[ast.Node]*call
	params   map[*types.Var]param
	bindings map[*types.Var][]binding
	resets   map[*types.Var][]source
	elements map[*types.Var][]ast.Expr // what is assigned to elements of a table
	given    map[*types.Var][]ast.Expr // what calls in this package hand to a parameter
	escaping map[*types.Func]bool      // functions that are not only called

	assumedOf map[types.Object]*assumption
	assumed   []NamedSummary // of what is no function, for the fact

	facts        map[*types.Package]*Fact
	implementers map[*types.Func][]*types.Func
	functions    map[*types.Func]callable // what they were resolved to, by themselves
	anyMethods   map[*types.Func]callable
	withMethods  map[*types.Package]*methodTypes
	dead         int   // how many branches that are never taken are around what is collected
	computing    *node // whose outcome is being computed
	queue        []*node
	draining     bool
	givenNodes   map[use]*node
	factsByPath  map[string]*Fact
	summaries    map[string]*Summary // by name, once everything is solved
}

// param tells which parameter of which node a variable is.
type param struct {
	node  *node
	index int // catalog.Receiver for the receiver
}

func newState(pass *analysis.Pass) *state {
	s := &state{
		pass:         pass,
		info:         pass.TypesInfo,
		files:        slices.Clone(pass.Files),
		index:        make(map[*token.File]int),
		byFunc:       make(map[*types.Func]*node),
		byLit:        make(map[*ast.FuncLit]*node),
		ordinals:     make(map[*ast.FuncLit]int),
		calls:        make(map[ast.Node]*call),
		params:       make(map[*types.Var]param),
		bindings:     make(map[*types.Var][]binding),
		resets:       make(map[*types.Var][]source),
		elements:     make(map[*types.Var][]ast.Expr),
		given:        make(map[*types.Var][]ast.Expr),
		escaping:     make(map[*types.Func]bool),
		givenNodes:   make(map[use]*node),
		assumedOf:    make(map[types.Object]*assumption),
		facts:        make(map[*types.Package]*Fact),
		implementers: make(map[*types.Func][]*types.Func),
		functions:    make(map[*types.Func]callable),
		anyMethods:   make(map[*types.Func]callable),
		withMethods:  make(map[*types.Package]*methodTypes),
	}
	name := func(f *ast.File) string { return filepath.Base(pass.Fset.File(f.FileStart).Name()) }
	slices.SortStableFunc(s.files, func(f, g *ast.File) int { return cmp.Compare(name(f), name(g)) })
	for i, f := range s.files {
		s.index[pass.Fset.File(f.FileStart)] = i
	}
	return s
}

// place returns the place of a position in this package.
func (s *state) place(pos token.Pos) place {
	file := s.pass.Fset.File(pos)
	p := s.pass.Fset.Position(pos)
	return place{
		pos:  pos,
		file: s.index[file],
		off:  file.Offset(pos),
		text: fmt.Sprintf("%s:%d", filepath.Base(p.Filename), p.Line),
	}
}
