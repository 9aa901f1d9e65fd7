package load

import (
	"bytes"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const full = goparser.AllErrors | goparser.ParseComments | goparser.SkipObjectResolution

// Parser returns a ParseFile hook for go/packages that drops function bodies of the standard
// library, and the elements of its tables. What it may block on comes from the catalog, and checking its
// bodies costs more than checking the user's code. Nothing is dropped when goroot is empty.
func Parser(goroot string) func(*token.FileSet, string, []byte) (*ast.File, error) {
	src := filepath.Join(goroot, "src") + string(filepath.Separator)
	return func(fset *token.FileSet, name string, data []byte) (*ast.File, error) {
		if goroot == "" || !strings.HasPrefix(name, src) {
			return goparser.ParseFile(fset, name, data, full)
		}
		if f := parseBlanked(fset, name, data); f != nil {
			return f, nil
		}
		f, err := goparser.ParseFile(fset, name, data, full)
		if err == nil {
			stripBodies(f)
		}
		return f, err
	}
}

// parseBlanked parses a file without what [stripBodies] removes. It returns nil if the
// whole file has to be parsed.
func parseBlanked(fset *token.FileSet, name string, data []byte) *ast.File {
	if bytes.Contains(data, []byte("//line ")) || bytes.Contains(data, []byte("/*line ")) {
		return nil // what is left out may say which line it is
	}
	blanked, ok := blankBodies(data)
	if !ok {
		return nil
	}
	f, err := goparser.ParseFile(fset, name, blanked, full)
	if err != nil || dotImport(f) {
		fset.RemoveFile(fset.File(f.FileStart))
		return nil
	}
	stripBodies(f)
	return f
}

// stripBodies removes what the type checker does not need to know a file's
// declarations. A missing body is an error for init and for generic
// functions; those stay. So does a file with a dot import: whether the import
// is used would take types to know.
func stripBodies(f *ast.File) {
	if dotImport(f) {
		return
	}
	stripped := false
	for _, decl := range f.Decls {
		if vars, ok := decl.(*ast.GenDecl); ok && vars.Tok == token.VAR {
			stripped = emptyTables(vars) || stripped
		}
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Body == nil || fn.Name.Name == "init" && fn.Recv == nil || generic(fn) {
			continue
		}
		fn.Body = nil
		stripped = true
	}
	if stripped {
		blankUnusedImports(f)
	}
}

func dotImport(f *ast.File) bool {
	return slices.ContainsFunc(f.Imports, func(imp *ast.ImportSpec) bool {
		return imp.Name != nil && imp.Name.Name == "."
	})
}

// emptyTables removes the elements of literals that variables are set to. Tables of
// packages about text or cryptography have more expressions than all declarations.
func emptyTables(vars *ast.GenDecl) bool {
	emptied := false
	for _, spec := range vars.Specs {
		for _, value := range spec.(*ast.ValueSpec).Values {
			if ref, ok := value.(*ast.UnaryExpr); ok {
				value = ref.X
			}
			lit, ok := value.(*ast.CompositeLit)
			if !ok || len(lit.Elts) == 0 {
				continue
			}
			if array, ok := lit.Type.(*ast.ArrayType); ok && !count(array, lit.Elts) {
				continue
			}
			lit.Elts = nil
			emptied = true
		}
	}
	return emptied
}

// count writes the length of an array that the elements give. It returns false if
// they have indexes, which only the type checker understands.
func count(array *ast.ArrayType, elts []ast.Expr) bool {
	dots, ok := array.Len.(*ast.Ellipsis)
	if !ok {
		return true
	}
	for _, e := range elts {
		if _, indexed := e.(*ast.KeyValueExpr); indexed {
			return false
		}
	}
	array.Len = &ast.BasicLit{ValuePos: dots.Ellipsis, Kind: token.INT, Value: strconv.Itoa(len(elts))}
	return true
}

// generic reports whether fn or its receiver has type parameters.
func generic(fn *ast.FuncDecl) bool {
	if fn.Type.TypeParams != nil {
		return true
	}
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return false
	}
	typ := fn.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	switch typ.(type) {
	case *ast.IndexExpr, *ast.IndexListExpr:
		return true
	}
	return false
}

// blankUnusedImports renames to "_" the imports that only removed bodies used.
func blankUnusedImports(f *ast.File) {
	used := make(map[string]bool)
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	for _, imp := range f.Imports {
		if name := importName(imp); name != "_" && name != "C" && !used[name] {
			imp.Name = &ast.Ident{NamePos: imp.Path.Pos(), Name: "_"}
		}
	}
}

// importName returns the name by which a file of the standard library refers
// to an import: there, packages are named after the last element of their
// path that is not a major version.
func importName(imp *ast.ImportSpec) string {
	if imp.Name != nil {
		return imp.Name.Name
	}
	p, err := strconv.Unquote(imp.Path.Value)
	if err != nil {
		return ""
	}
	base := path.Base(p)
	if v, ok := strings.CutPrefix(base, "v"); ok {
		if _, err := strconv.Atoi(v); err == nil {
			base = path.Base(path.Dir(p))
		}
	}
	return base
}
