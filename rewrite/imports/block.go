package imports

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// parenthesize makes the one import declaration of a file a block, so that
// more can be added to it. A file with several declarations keeps its style.
func parenthesize(src []byte) ([]byte, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var only *ast.GenDecl
	for _, decl := range f.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT || isC(gen) {
			continue
		}
		if only != nil {
			return src, nil
		}
		only = gen
	}
	if only == nil || only.Lparen.IsValid() {
		return src, nil
	}
	offset := func(pos token.Pos) int { return fset.Position(pos).Offset }
	from, to := offset(only.Specs[0].Pos()), lineEnd(src, offset(only.End()))
	text := strings.TrimRight(string(src[from:to]), " \t")
	if strings.Contains(text, ";") {
		return src, nil // something else stands on the line
	}
	block := "(\n\t" + text + "\n)"
	if bytes.Contains(src, []byte("\r\n")) {
		block = strings.ReplaceAll(block, "\n", "\r\n")
	}
	return append(src[:from:from], append([]byte(block), src[to:]...)...), nil
}

func isC(gen *ast.GenDecl) bool {
	return len(gen.Specs) > 0 && gen.Specs[0].(*ast.ImportSpec).Path.Value == `"C"`
}

// unwrap makes a block that holds one import a line, unless a comment stands in it.
func unwrap(src []byte) ([]byte, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	offset := func(pos token.Pos) int { return fset.Position(pos).Offset }
	for _, decl := range f.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT || !gen.Lparen.IsValid() || len(gen.Specs) != 1 || hasComment(f, gen) {
			continue
		}
		spec := src[offset(gen.Specs[0].Pos()):offset(gen.Specs[0].End())]
		out := append(src[:offset(gen.Lparen):offset(gen.Lparen)], spec...)
		return append(out, src[offset(gen.Rparen)+1:]...), nil
	}
	return src, nil
}

// isLoneBlock reports whether a file has a block of one import.
func isLoneBlock(f *ast.File) bool {
	for _, decl := range f.Decls {
		if gen, ok := decl.(*ast.GenDecl); ok && gen.Lparen.IsValid() && len(gen.Specs) == 1 {
			return true
		}
	}
	return false
}
