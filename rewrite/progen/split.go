package progen

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// library is the directory, below that of its program, of the package with
// everything but main.
const library = "lib"

// split makes two packages of a program: main, and all else with exported names.
func split(c *checker, name, src string) (main, lib string, err error) {
	f, info, pkg, err := c.check(src)
	if err != nil {
		return "", "", err
	}
	var entry *ast.FuncDecl
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "main" {
			entry = fn
		}
	}
	if entry == nil || len(f.Decls) < 3 {
		return src, "", nil
	}
	export(f, info, pkg, entry)
	var out bytes.Buffer
	if err := format.Node(&out, c.fset, f); err != nil {
		return "", "", err
	}
	return partition(out.String(), name)
}

// export capitalizes what is declared outside of main, and qualifies what main
// uses of it.
func export(f *ast.File, info *types.Info, pkg *types.Package, entry *ast.FuncDecl) {
	inMain := func(p token.Pos) bool { return entry.Pos() <= p && p < entry.End() }
	ast.Inspect(f, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		obj := info.ObjectOf(id)
		if obj == nil || obj.Pkg() != pkg || inMain(obj.Pos()) || obj.Name() == "_" || obj == info.Defs[entry.Name] {
			return true
		}
		v, isVar := obj.(*types.Var)
		fn, isFunc := obj.(*types.Func)
		field := isVar && v.IsField()
		method := isFunc && fn.Signature().Recv() != nil
		global := obj.Parent() == pkg.Scope()
		if !field && !method && !global {
			return true
		}
		r := []rune(id.Name)
		if unicode.IsLower(r[0]) {
			id.Name = "X" + id.Name
		}
		if global && inMain(id.Pos()) {
			id.Name = library + "." + id.Name
		}
		return true
	})
}

// partition puts main and the other declarations into files of their own.
func partition(src, name string) (main, lib string, err error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	if err != nil {
		return "", "", err
	}
	var a, b strings.Builder
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		out := &b
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "main" {
			out = &a
		}
		from, to := fset.Position(d.Pos()).Offset, fset.Position(d.End()).Offset
		out.WriteString(src[from:to] + "\n\n")
	}
	file := func(pkg, body string, extra ...string) (string, error) {
		var head strings.Builder
		fmt.Fprintf(&head, "package %s\n\nimport (\n", pkg)
		for _, p := range append(importsOf(f), extra...) {
			if uses(body, path.Base(p)) {
				fmt.Fprintf(&head, "\t%q\n", p)
			}
		}
		text, err := format.Source([]byte(head.String() + ")\n\n" + body))
		return string(text), err
	}
	if main, err = file("main", a.String(), modulePath+"/"+name+"/"+library); err != nil {
		return "", "", err
	}
	lib, err = file(library, b.String())
	return main, lib, err
}

func importsOf(f *ast.File) []string {
	var list []string
	for _, spec := range f.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			list = append(list, p)
		}
	}
	return list
}
