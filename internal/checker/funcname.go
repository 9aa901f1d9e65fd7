package checker

import (
	"go/ast"
	"go/token"
	"path"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// EnclosingFunc returns the name that a stack trace prints for the function
// around pos: "example.com/m/db.(*Store).Put", with ".func1" and so on for
// function literals and "[...]" for type parameters. It is "" outside of
// functions. Bodies of range-over-func loops and wrappers of go and defer
// statements, which the compiler makes functions too, are not told apart from
// the function around them.
func EnclosingFunc(pkg *packages.Package, pos token.Pos) string {
	for _, file := range pkg.Syntax {
		if pos < file.FileStart || pos > file.FileEnd {
			continue
		}
		for _, decl := range file.Decls {
			if pos < decl.Pos() || pos >= decl.End() {
				continue
			}
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				return ""
			}
			return linkName(pkg) + "." + declName(fn) + literals(fn.Body, pos)
		}
	}
	return ""
}

func declName(fn *ast.FuncDecl) string {
	name := fn.Name.Name
	if fn.Type.TypeParams != nil {
		name += "[...]"
	}
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return name
	}
	typ, star := fn.Recv.List[0].Type, false
	if s, ok := typ.(*ast.StarExpr); ok {
		typ, star = s.X, true
	}
	suffix := ""
	switch t := typ.(type) {
	case *ast.IndexExpr:
		typ, suffix = t.X, "[...]"
	case *ast.IndexListExpr:
		typ, suffix = t.X, "[...]"
	}
	recv := "?"
	if id, ok := typ.(*ast.Ident); ok {
		recv = id.Name + suffix
	}
	if star {
		recv = "(*" + recv + ")"
	}
	return recv + "." + name
}

// literals returns the suffix for the function literals around pos: they are
// counted in source order within the function they stand in.
func literals(body ast.Node, pos token.Pos) string {
	if body == (*ast.BlockStmt)(nil) {
		return ""
	}
	suffix, prefix := "", ".func"
	for {
		inner, n := literalAt(body, pos)
		if inner == nil {
			return suffix
		}
		suffix += prefix + strconv.Itoa(n)
		body, prefix = inner.Body, "."
	}
}

// literalAt finds the outermost literal in body whose body holds pos, and its
// number.
func literalAt(body ast.Node, pos token.Pos) (found *ast.FuncLit, n int) {
	ast.Inspect(body, func(node ast.Node) bool {
		lit, ok := node.(*ast.FuncLit)
		if !ok || found != nil {
			return found == nil
		}
		n++
		if lit.Pos() <= pos && pos < lit.End() {
			found = lit
		}
		return false
	})
	return found, n
}

// linkName returns the package's name as the linker has it: "main" for a
// command, otherwise the import path with the dots of its last element
// escaped.
func linkName(pkg *packages.Package) string {
	if pkg.Name == "main" {
		return "main"
	}
	dir, base := path.Split(pkg.PkgPath)
	return dir + strings.ReplaceAll(base, ".", "%2e")
}
