// Package layout checks the direction of imports between the parts of the
// repository, as docs/architecture.md gives it.
package layout

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Module is the path of the root module.
const Module = "github.com/asyncport/asyncport"

// layers are the directories at the top, each of which may import itself and
// those after it.
var layers = []string{"cmd", "report", "rewrite", "analyzers", "internal"}

// Violations returns the imports below root that go against the direction,
// "file: reason", sorted by file. Build constraints do not matter to it.
func Violations(root fs.FS) ([]string, error) {
	var bad []string
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if d.IsDir() {
			if base == "testdata" || name != "." && strings.HasPrefix(base, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		imports, err := importsOf(root, name)
		for _, imp := range imports {
			if why := violation(name, imp); why != "" {
				bad = append(bad, name+": "+why)
			}
		}
		return err
	})
	return bad, err
}

func importsOf(root fs.FS, name string) ([]string, error) {
	data, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var imports []string
	for _, spec := range f.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: import %s: %w", name, spec.Path.Value, err)
		}
		imports = append(imports, imp)
	}
	return imports, nil
}

// bench is the module that measures the runtime against its peers, and imports
// them.
const bench = "aio/bench/"

// violation says why the file may not import imp, "" if it may.
func violation(file, imp string) string {
	from, _, _ := strings.Cut(file, "/")
	rel, own := strings.CutPrefix(imp, Module+"/")
	to, _, _ := strings.Cut(rel, "/")
	if strings.HasPrefix(file, bench) && !own {
		return ""
	}
	if from == "aio" {
		if first, _, _ := strings.Cut(imp, "/"); own && to == "aio" || !own && !strings.Contains(first, ".") {
			return ""
		}
		return "aio imports " + imp + "; it may import the standard library only"
	}
	i := slices.Index(layers, from)
	if from == "plugin" { // modules of their own, for other drivers
		i = slices.Index(layers, "analyzers")
	}
	switch {
	case i < 0:
		return from + " is not a directory that the layout knows"
	case !own:
		return ""
	case to == "aio":
		return from + " imports " + imp + "; nothing but tests of ported code may import the runtime"
	case slices.Index(layers, to) < i && to != from:
		return from + " imports " + imp + "; the direction is " + strings.Join(layers, " -> ")
	}
	return ""
}
