// Package imports keeps a file's import declarations in step with its edits:
// it adds what is missing to the group where it belongs and drops what is no
// longer used. It edits lines, so that comments and grouping stay.
package imports

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// Name returns the name under which a file can use the package at importPath:
// that of its import if it has one, else the first of names that nothing in the
// file or package is called.
func Name(f *ast.File, scope *types.Scope, importPath string, names ...string) string {
	for _, spec := range f.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); p == importPath {
			if spec.Name == nil {
				return names[0]
			}
			if spec.Name.Name != "_" && spec.Name.Name != "." {
				return spec.Name.Name
			}
		}
	}
	used := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			used[id.Name] = true
		}
		return true
	})
	for _, name := range names {
		if !used[name] && scope.Lookup(name) == nil {
			return name
		}
	}
	return names[len(names)-1] + "rt"
}

// Fix returns src, an edited version of the source old, with the imports that
// need names (import path to name, "" for the package's own) and without those
// that were used before and no longer are. dot lists what old used of packages
// imported with a dot, as Dots returns it.
func Fix(old, src []byte, need map[string]string, dot map[string]map[string]bool) ([]byte, error) {
	before, err := parser.ParseFile(token.NewFileSet(), "", old, 0)
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseFile(token.NewFileSet(), "", src, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	gone := unused(before, f, need, dot)
	var paths []string
	for p := range need {
		if !has(f, p) {
			paths = append(paths, p)
		}
	}
	sort.Strings(paths)
	several := len(f.Imports)-len(gone)+len(paths) > 1
	for _, p := range paths {
		if several {
			if src, err = parenthesize(src); err != nil {
				return nil, err
			}
		}
		if src, err = add(src, p, need[p]); err != nil {
			return nil, err
		}
	}
	src, err = remove(src, gone)
	if err != nil || len(gone) == 0 || isLoneBlock(before) {
		return src, err
	}
	return unwrap(src)
}

func has(f *ast.File, importPath string) bool {
	for _, spec := range f.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); p == importPath && (spec.Name == nil || spec.Name.Name != "_") {
			return true
		}
	}
	return false
}

// unused returns the imports of f that old used and f does not, as they are
// written.
func unused(old, f *ast.File, need map[string]string, dot map[string]map[string]bool) map[string]bool {
	gone := map[string]bool{}
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		if spec.Name != nil && spec.Name.Name == "." {
			if len(dot[p]) > 0 && !names(f, dot[p]) {
				gone[written(spec)] = true
			}
			continue
		}
		if _, needed := need[p]; needed || spec.Name != nil && spec.Name.Name == "_" {
			continue
		}
		if astutil.UsesImport(old, p) && !astutil.UsesImport(f, p) {
			gone[written(spec)] = true
		}
	}
	return gone
}

// written returns an import's name and path.
func written(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name + " " + spec.Path.Value
	}
	return spec.Path.Value
}

// add puts one import where its kind of path belongs.
func add(src []byte, importPath, name string) ([]byte, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	line := strconv.Quote(importPath)
	if name != "" {
		line = name + " " + line
	}
	at, text := place(fset, f, src, importPath, line)
	if bytes.Contains(src, []byte("\r\n")) {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return append(src[:at:at], append([]byte(text), src[at:]...)...), nil
}

// place returns where the line goes and the text to put there.
func place(fset *token.FileSet, f *ast.File, src []byte, importPath, line string) (int, string) {
	offset := func(pos token.Pos) int { return fset.Position(pos).Offset }
	block := importBlock(f)
	if block == nil {
		at := lineEnd(src, offset(f.Name.End()))
		for _, decl := range f.Decls {
			if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
				at = lineEnd(src, offset(gen.End()))
			}
		}
		if len(f.Imports) == 0 {
			return at, "\n\nimport " + line
		}
		return at, "\nimport " + line
	}
	if !block.Lparen.IsValid() {
		return lineEnd(src, offset(block.End())), "\nimport " + line
	}
	if last := block.Specs[len(block.Specs)-1]; fset.Position(last.End()).Line == fset.Position(block.Rparen).Line {
		return offset(block.Rparen), "; " + line // all on one line
	}
	group := nearest(groups(fset, block), importPath)
	if group == nil {
		last := block.Specs[len(block.Specs)-1].(*ast.ImportSpec)
		if class(importPath) == 0 {
			return lineEnd(src, offset(block.Lparen)), "\n\t" + line + "\n"
		}
		return lineEnd(src, offset(end(last))), "\n\n\t" + line
	}
	for _, spec := range group {
		if p, _ := strconv.Unquote(spec.Path.Value); p > importPath {
			return lineStart(src, offset(start(spec))), "\t" + line + "\n"
		}
	}
	return lineEnd(src, offset(end(group[len(group)-1]))), "\n\t" + line
}

// importBlock returns the first import declaration with parentheses, or else
// the last one, not counting import "C".
func importBlock(f *ast.File) *ast.GenDecl {
	var last *ast.GenDecl
	for _, decl := range f.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT || len(gen.Specs) == 0 || isC(gen) {
			continue
		}
		if gen.Lparen.IsValid() {
			return gen
		}
		last = gen
	}
	return last
}

// groups splits a block at its blank lines.
func groups(fset *token.FileSet, block *ast.GenDecl) [][]*ast.ImportSpec {
	var list [][]*ast.ImportSpec
	line := -1
	for _, s := range block.Specs {
		spec := s.(*ast.ImportSpec)
		if first := fset.Position(start(spec)).Line; line < 0 || first > line+1 {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], spec)
		line = fset.Position(end(spec)).Line
	}
	return list
}

// nearest returns the group whose paths are of the kind of importPath and have
// most of it in common; nil when there is none of its kind.
func nearest(groups [][]*ast.ImportSpec, importPath string) []*ast.ImportSpec {
	var best []*ast.ImportSpec
	most := -1
	for _, group := range groups {
		for _, spec := range group {
			p, _ := strconv.Unquote(spec.Path.Value)
			if class(p) != class(importPath) {
				continue
			}
			if n := common(p, importPath); n > most {
				best, most = group, n
			}
		}
	}
	if class(importPath) != 0 && most < 1 && len(groups) > 1 {
		return nil
	}
	return best
}

// class is 0 for the standard library and 1 for the rest.
func class(importPath string) int {
	first, _, _ := strings.Cut(importPath, "/")
	if strings.Contains(first, ".") {
		return 1
	}
	return 0
}

// common counts the path elements that two paths begin with alike.
func common(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

func start(spec *ast.ImportSpec) token.Pos {
	if spec.Doc != nil {
		return spec.Doc.Pos()
	}
	return spec.Pos()
}

func end(spec *ast.ImportSpec) token.Pos {
	if spec.Comment != nil {
		return spec.Comment.End()
	}
	return spec.End()
}

func lineEnd(src []byte, at int) int {
	for at < len(src) && src[at] != '\n' && src[at] != '\r' {
		at++
	}
	return at
}

func lineStart(src []byte, at int) int {
	for at > 0 && src[at-1] != '\n' {
		at--
	}
	return at
}
