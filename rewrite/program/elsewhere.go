package program

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
)

// elsewhere is what the module's files that this build configuration leaves out
// name and declare. Nobody edits them, and nothing checks that they compile: what
// they name has to stay as it is, and what they declare is there under their
// configuration in place of what we see.
type elsewhere struct {
	uses  map[mention]bool
	decls map[mention]bool
	by    map[word][]string // the packages whose files name something, wherever that is declared
	graph *imports          // nil if nothing is left out
}

// mention is a name in a package that is left out in part. A package is told by its
// directory and its name: programs that are run by hand stand beside a library.
type mention struct {
	dir, pkg string
	recv     string // of a declaration: the type that has the method
	selected bool   // of a use: x.name, or a key in a composite literal
	name     string
}

// word is a name in a file.
type word struct {
	name     string
	selected bool // see mention
}

func findElsewhere(p *Program) *elsewhere {
	e := &elsewhere{uses: map[mention]bool{}, decls: map[mention]bool{}, by: map[word][]string{}}
	seen := map[string]bool{}
	read := func(name string) {
		if seen[name] || filepath.Ext(name) != ".go" {
			return
		}
		seen[name] = true
		if e.graph == nil {
			e.graph = newImports(p.Module)
		}
		if syntax, _ := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution); syntax != nil {
			e.add(name, syntax)
		}
	}
	for _, pkg := range p.Module.Packages {
		for _, name := range pkg.IgnoredFiles {
			read(name)
		}
	}
	for _, u := range p.Module.NotSeen {
		if u.Package == "" { // of a package that is left out as a whole
			read(filepath.Join(p.Module.Dir, filepath.FromSlash(u.File)))
		}
	}
	return e
}

func (e *elsewhere) add(name string, f *ast.File) {
	dir, pkg := filepath.Dir(name), e.graph.leaveOut(name, f)
	words := map[word]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			words[word{n.Name, false}] = true
		case *ast.SelectorExpr:
			words[word{n.Sel.Name, true}] = true
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok {
				words[word{id.Name, true}] = true
			}
		}
		return true
	})
	for w := range words {
		e.uses[mention{dir: dir, pkg: f.Name.Name, selected: w.selected, name: w.name}] = true
		if token.IsExported(w.name) {
			e.by[w] = append(e.by[w], pkg)
		}
	}
	e.declare(dir, f)
}

func (e *elsewhere) declare(dir string, f *ast.File) {
	declare := func(recv string, id *ast.Ident) {
		e.decls[mention{dir: dir, pkg: f.Name.Name, recv: recv, name: id.Name}] = true
	}
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			declare(receiverName(decl), decl.Name)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if spec, ok := spec.(*ast.ValueSpec); ok { // a function's place may be taken by a variable
					for _, id := range spec.Names {
						declare("", id)
					}
				}
			}
		}
	}
}

// names reports whether a file that may get at what a package has names it.
func (e *elsewhere) names(w word, pkg string) bool {
	return slices.ContainsFunc(e.by[w], func(from string) bool { return e.graph.reaches(from, pkg) })
}

// receiverName returns the name of the type that a method belongs to, "" for a
// function.
func receiverName(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) != 1 {
		return ""
	}
	for t := decl.Recv.List[0].Type; ; {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// NamedElsewhere reports whether a file that this build configuration leaves out
// has a name in it that may be what f declares by it.
func (p *Program) NamedElsewhere(f *File, name string) bool {
	if p.elsewhere.uses[mention{dir: filepath.Dir(f.Name), pkg: f.AST.Name.Name, name: name}] {
		return true
	}
	return token.IsExported(name) && p.elsewhere.names(word{name, false}, f.Pkg.PkgPath)
}

// DeclaredElsewhere reports whether such a file of the same package declares a
// function called name, of the type that fn is a method of.
func (p *Program) DeclaredElsewhere(fn *Func, name string) bool {
	at := mention{dir: filepath.Dir(fn.File.Name), pkg: fn.File.AST.Name.Name, recv: receiverName(fn.Decl), name: name}
	return p.elsewhere.decls[at]
}

// UsedElsewhere reports whether such a file may use a variable or a field, or a
// method that an embedded field has. A local variable it cannot.
func (p *Program) UsedElsewhere(v *types.Var) bool {
	f := p.FileAt(v.Pos())
	if f == nil || !v.IsField() && v.Parent() != v.Pkg().Scope() {
		return false
	}
	names := []string{v.Name()}
	if v.Embedded() {
		for m := range types.NewMethodSet(types.NewPointer(v.Type())).Methods() {
			names = append(names, m.Obj().Name())
		}
	}
	for _, name := range names {
		at := mention{dir: filepath.Dir(f.Name), pkg: f.AST.Name.Name, selected: v.IsField(), name: name}
		if p.elsewhere.uses[at] || v.Exported() && !strings.HasSuffix(at.pkg, "_test") && p.elsewhere.names(word{name, v.IsField()}, v.Pkg().Path()) {
			return true
		}
	}
	return false
}
