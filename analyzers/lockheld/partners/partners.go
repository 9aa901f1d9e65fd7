// Package partners finds the other half of a wait: a receive is ended by a send or a
// close, a send by a receive, a wait for a group or a condition by whoever finishes a
// part of it or signals.
//
// Channels, groups and conditions are told apart by the variables and fields that hold
// them. Two that get their values from each other, as elements, arguments or results
// too, are taken for one.
package partners

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// Does says what an operation does for who waits.
type Does uint8

// What an operation may do.
const (
	Receives Does = iota
	Sends
	Closes
	Finishes // a part of a group, or signals a condition
)

// A Half is an operation that ends another's wait, or brings its end nearer.
type Half struct {
	Does Does
	// At is the operation. Body is the function around it, an *ast.FuncDecl or
	// *ast.FuncLit; nil in the value of a package variable.
	At, Body ast.Node
	// Whole is true where the end of Body is what is waited for.
	Whole bool
}

// Partners knows the halves in a package.
type Partners struct {
	info  *types.Info
	pkg   *types.Package
	decls map[*types.Func]*ast.FuncDecl
	// parent joins the variables that hold the same, and the functions that return it.
	parent map[types.Object]types.Object
	halves map[types.Object][]Half
	shared map[types.Object]bool
	lent   map[types.Object]bool
}

// Find looks through a package.
func Find(pass *analysis.Pass) *Partners {
	p := &Partners{
		info: pass.TypesInfo, pkg: pass.Pkg,
		decls:  make(map[*types.Func]*ast.FuncDecl),
		parent: make(map[types.Object]types.Object),
		halves: make(map[types.Object][]Half),
		shared: make(map[types.Object]bool),
		lent:   make(map[types.Object]bool),
	}
	var found []placed
	for _, file := range pass.Files {
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				if obj, ok := p.info.Defs[fn.Name].(*types.Func); ok {
					p.decls[obj] = fn
				}
			}
		}
	}
	for _, file := range pass.Files {
		p.join(file)
		found = append(found, p.operations(file)...)
	}
	for _, f := range found {
		root := p.root(f.object)
		p.halves[root] = append(p.halves[root], f.Half)
	}
	for obj := range p.shared {
		p.shared[p.root(obj)] = true
	}
	return p
}

// Halves returns the halves of what e names, in the order of the source. For the
// selection of a method it is the receiver that is meant, an embedded one too.
func (p *Partners) Halves(e ast.Expr) []Half {
	if obj := p.object(e); obj != nil {
		return p.halves[p.root(obj)]
	}
	return nil
}

// Same reports whether two expressions name what holds the same; for the selection of a method it is the
// receiver that is meant.
func (p *Partners) Same(a, b ast.Expr) bool {
	x, y := p.object(a), p.object(b)
	return x != nil && y != nil && p.root(x) == p.root(y)
}

// Shared reports whether users of the package may have what e names in their hands.
func (p *Partners) Shared(e ast.Expr) bool {
	obj := p.object(e)
	return obj != nil && p.shared[p.root(obj)]
}

// Lent reports whether e is a parameter by which a user of the package hands over what
// it names for one call.
func (p *Partners) Lent(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && p.lent[p.info.Uses[id]]
}

// Decl returns the declaration of a function of the package, nil for others.
func (p *Partners) Decl(fn *types.Func) *ast.FuncDecl { return p.decls[fn.Origin()] }

// root returns what stands for all that are joined with obj.
func (p *Partners) root(obj types.Object) types.Object {
	for {
		next := p.parent[obj]
		if next == nil || next == obj {
			return obj
		}
		obj = next
	}
}

func (p *Partners) union(a, b types.Object) {
	if a == nil || b == nil {
		return
	}
	if a, b = p.root(a), p.root(b); a != b {
		p.parent[b] = a
	}
}
