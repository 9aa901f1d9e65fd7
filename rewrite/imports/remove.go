package imports

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// remove takes imports out, with their line when nothing else is on it.
// Comments stay.
func remove(src []byte, gone map[string]bool) ([]byte, error) {
	if len(gone) == 0 {
		return src, nil
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	for i := len(f.Decls) - 1; i >= 0; i-- {
		gen, ok := f.Decls[i].(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT {
			continue
		}
		var out []ast.Node
		for _, spec := range gen.Specs {
			if gone[written(spec.(*ast.ImportSpec))] {
				out = append(out, spec)
			}
		}
		if len(out) > 0 && len(out) == len(gen.Specs) && !hasComment(f, gen) {
			out = []ast.Node{gen}
		}
		for j := len(out) - 1; j >= 0; j-- {
			src = cut(src, fset.Position(out[j].Pos()).Offset, fset.Position(out[j].End()).Offset)
		}
	}
	return src, nil
}

// hasComment reports whether a comment stands inside a declaration.
func hasComment(f *ast.File, decl *ast.GenDecl) bool {
	for _, group := range f.Comments {
		if group.Pos() > decl.Pos() && group.End() < decl.End() {
			return true
		}
	}
	return false
}

// cut takes src[from:to] out, with what separates it from its neighbours: the
// line if nothing else is on it, and blank lines that would then begin a block.
func cut(src []byte, from, to int) []byte {
	for from > 0 && (src[from-1] == '\t' || src[from-1] == ' ') {
		from--
	}
	if next := skipBlanks(src, to); next < len(src) && src[next] == ';' {
		return append(src[:from:from], src[next+1:]...)
	}
	end := skipBlanks(src, to)
	if end < len(src) && src[end] == '\r' {
		end++
	}
	if end == len(src) || src[end] != '\n' || from > 0 && src[from-1] != '\n' {
		if from > 0 && src[from-1] == ';' {
			from--
		}
		return append(src[:from:from], src[to:]...)
	}
	end++
	if opens(src[:from]) {
		end = skipLines(src, end)
	}
	return append(src[:from:from], src[end:]...)
}

func skipBlanks(src []byte, at int) int {
	for at < len(src) && (src[at] == ' ' || src[at] == '\t') {
		at++
	}
	return at
}

// skipLines returns the beginning of the first line from at on that is not
// empty.
func skipLines(src []byte, at int) int {
	for {
		end := skipBlanks(src, at)
		if end < len(src) && src[end] == '\r' {
			end++
		}
		if end >= len(src) || src[end] != '\n' {
			return at
		}
		at = end + 1
	}
}

// opens reports whether src ends with the line of an opening parenthesis.
func opens(src []byte) bool {
	text := strings.TrimRight(string(src), " \t\r\n")
	return strings.HasSuffix(text, "(")
}
