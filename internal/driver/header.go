package driver

import (
	"bytes"
	"go/build/constraint"
	goparser "go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// header identifies what the go command reads of a Go file: an edit that leaves
// it as it is changes nothing in what go list says.
func header(name string, data []byte) hash {
	f, err := goparser.ParseFile(token.NewFileSet(), name, data, goparser.ImportsOnly|goparser.ParseComments)
	if err != nil {
		return hashOf("all", string(data))
	}
	parts := []string{"package", f.Name.Name}
	var imports []string
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || path == "C" {
			return hashOf("all", string(data)) // settings for cgo are in comments
		}
		imports = append(imports, path)
	}
	slices.Sort(imports)
	parts = append(parts, slices.Compact(imports)...)
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() < f.Package && (constraint.IsGoBuild(c.Text) || constraint.IsPlusBuild(c.Text) || strings.HasPrefix(c.Text, "//go:debug")) {
				parts = append(parts, c.Text)
			}
		}
	}
	return hashOf(append(parts, directives(name, data)...)...)
}

// directives returns the lines behind the imports that matter to the go
// command: files to embed and, as it makes a program of them, tests.
func directives(name string, data []byte) []string {
	prefixes := []string{"//go:embed"}
	if strings.HasSuffix(name, "_test.go") {
		prefixes = append(prefixes, "func Test", "func Benchmark", "func Fuzz", "func Example")
	}
	var lines []string
	for line := range bytes.Lines(data) {
		for _, p := range prefixes {
			if bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte(p)) {
				lines = append(lines, string(bytes.TrimSpace(line)))
			}
		}
	}
	return lines
}
