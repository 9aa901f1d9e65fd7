// Package program is a loaded module as the rewriter sees it: files, functions
// in source order with the literals inside them, calls, and uses of functions
// as values. It knows nothing of rules or colors.
package program

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/load"
)

// Program is a whole module. It must not be changed once built.
type Program struct {
	Module *load.Module
	Fset   *token.FileSet
	Files  []*File // by path
	Funcs  []*Func // by position
	// Selected are the import paths to be ported; nil is all. The rest of the
	// module is looked at and left alone.
	Selected map[string]bool
	// Frozen are the files that must not be edited, with the reason.
	Frozen map[*File]string

	byDecl   map[token.Pos]*Func // by the position of the declared name
	byNode   map[ast.Node]*Func
	calls    map[*ast.CallExpr]*Call
	byObject map[token.Pos][]*ast.Ident // uses of an object, by its position
	values   map[token.Pos][]*ast.Ident // uses of a function otherwise than in a call
	parents  map[ast.Node]ast.Node
	files    map[string]*File

	implementing map[*types.Func][]*Func // see Implementing; nil until asked for
	byMethod     map[string][]types.Type // the module's types that have a method
	elsewhere    *elsewhere
	positional   map[token.Pos][]ast.Expr // see Positional; nil until asked for
}

// File is one source file of the module.
type File struct {
	Name string // absolute
	Rel  string // relative to the module root, with slashes
	Pkg  *packages.Package
	AST  *ast.File
	Tok  *token.File
	Src  []byte
}

// Info returns the type information of the file's package.
func (f *File) Info() *types.Info { return f.Pkg.TypesInfo }

// IsTest reports whether the file is a test file.
func (f *File) IsTest() bool { return strings.HasSuffix(f.Name, "_test.go") }

// Offset returns the byte offset of pos in the file.
func (f *File) Offset(pos token.Pos) int { return f.Tok.Offset(pos) }

// Text returns the source of a node.
func (f *File) Text(n ast.Node) string {
	return string(f.Src[f.Offset(n.Pos()):f.Offset(n.End())])
}

// New reads the sources of a loaded module and indexes them.
func New(m *load.Module) (*Program, error) {
	p := &Program{
		Module: m, Fset: m.Fset,
		byDecl:   map[token.Pos]*Func{},
		byNode:   map[ast.Node]*Func{},
		calls:    map[*ast.CallExpr]*Call{},
		byObject: map[token.Pos][]*ast.Ident{},
		values:   map[token.Pos][]*ast.Ident{},
		parents:  map[ast.Node]ast.Node{},
		files:    map[string]*File{},
	}
	for _, pkg := range m.Packages {
		for _, syntax := range pkg.Syntax {
			if err := p.addFile(pkg, syntax); err != nil {
				return nil, err
			}
		}
	}
	sort.Slice(p.Files, func(i, j int) bool { return p.Files[i].Name < p.Files[j].Name })
	for _, f := range p.Files {
		p.index(f)
	}
	for _, fn := range p.Funcs {
		p.findCalls(fn)
	}
	p.findValues()
	p.elsewhere = findElsewhere(p)
	return p, nil
}

// addFile adds one source file; generated cgo output outside the module is left out.
func (p *Program) addFile(pkg *packages.Package, syntax *ast.File) error {
	tok := p.Fset.File(syntax.FileStart)
	rel, err := filepath.Rel(p.Module.Dir, tok.Name())
	if err != nil || strings.HasPrefix(rel, "..") {
		return nil
	}
	src, err := os.ReadFile(tok.Name())
	if err != nil {
		return err
	}
	if len(src) != tok.Size() {
		// Offsets of the syntax would lead to other places of the source.
		return &load.LoadError{Message: filepath.ToSlash(rel) + " changed while it was being read; run asyncport again"}
	}
	f := &File{Name: tok.Name(), Rel: filepath.ToSlash(rel), Pkg: pkg, AST: syntax, Tok: tok, Src: src}
	p.Files = append(p.Files, f)
	p.files[f.Name] = f
	return nil
}

// IsSelected reports whether a package is to be ported.
func (p *Program) IsSelected(pkgPath string) bool {
	return p.Selected == nil || p.Selected[pkgPath]
}

// FileAt returns the file that holds pos, or nil.
func (p *Program) FileAt(pos token.Pos) *File {
	tok := p.Fset.File(pos)
	if tok == nil {
		return nil
	}
	return p.files[tok.Name()]
}

// IsFrozen reports whether n stands in a file that must not be edited.
func (p *Program) IsFrozen(n ast.Node) bool { return p.Frozen[p.FileAt(n.Pos())] != "" }

// Parent returns the syntax node around n, or nil.
func (p *Program) Parent(n ast.Node) ast.Node { return p.parents[n] }

// OutsideParens returns n with the parentheses around it, and the syntax node around those.
func (p *Program) OutsideParens(n ast.Node) (outer, parent ast.Node) {
	for {
		parent = p.Parent(n)
		if _, ok := parent.(*ast.ParenExpr); !ok {
			return n, parent
		}
		n = parent
	}
}

// Position returns the place of pos with the file relative to the module root.
func (p *Program) Position(pos token.Pos) token.Position {
	position := p.Fset.PositionFor(pos, false)
	if f := p.files[position.Filename]; f != nil {
		position.Filename = f.Rel
	}
	return position
}

// Uses returns every identifier of the module that refers to obj, its
// declaration included, in source order. Objects are told apart by position,
// so that the variants of a package that the loader made agree.
func (p *Program) Uses(obj types.Object) []*ast.Ident { return p.byObject[obj.Pos()] }

// Values returns the uses of a declared function otherwise than as the
// function of a call.
func (p *Program) Values(fn *Func) []*ast.Ident {
	if fn.Decl == nil {
		return nil
	}
	return p.values[fn.Decl.Name.Pos()]
}

// ValuesAt returns the uses of the function or interface method declared at pos
// otherwise than as the function of a call.
func (p *Program) ValuesAt(pos token.Pos) []*ast.Ident { return p.values[pos] }

// Same reports whether two objects are the same declaration.
func Same(a, b types.Object) bool {
	return a != nil && b != nil && a.Pos() == b.Pos() && a.Pos().IsValid() && a.Name() == b.Name()
}
