package load

import (
	"cmp"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// The reasons why something was not seen.
const (
	whyExcluded  = "excluded by build constraints for this system and these tags; not analysed"
	whyCgo       = "uses cgo; analysed as the cgo tool leaves it, never rewritten"
	whyGenerated = "generated; analysed, never rewritten"
	whyNested    = "a module of its own; run asyncport inside it"
)

// Source is what NotSeen needs to know of a package.
type Source struct {
	PkgPath string
	// GoFiles were written by people, CompiledGoFiles are what the compiler
	// sees of them; Ignored are left out by build constraints. All absolute.
	GoFiles, CompiledGoFiles, Ignored []string
	// Generated are those among GoFiles that say so.
	Generated []string
}

// sources describes loaded packages.
func sources(pkgs []*packages.Package) []Source {
	var list []Source
	for _, p := range pkgs {
		s := Source{PkgPath: p.PkgPath, GoFiles: p.GoFiles, CompiledGoFiles: p.CompiledGoFiles, Ignored: p.IgnoredFiles}
		for _, f := range p.Syntax {
			// Output of the cgo tool is marked, too, but not among GoFiles.
			name := p.Fset.File(f.FileStart).Name()
			if ast.IsGenerated(f) && slices.Contains(p.GoFiles, name) {
				s.Generated = append(s.Generated, name)
			}
		}
		list = append(list, s)
	}
	return list
}

// NotSeen lists what lies in reach of the patterns, meant in dir, and was not
// analysed, or not fully, when pkgs were; see [Module.NotSeen].
func NotSeen(root, dir string, patterns []string, pkgs []Source) []Unseen {
	var list []Unseen
	add := func(pkg, file, why string) {
		list = append(list, Unseen{Package: pkg, File: relTo(root, file), Why: why})
	}
	known := make(map[string]bool) // directories with a loaded package
	for _, p := range pkgs {
		for _, file := range p.Ignored {
			if strings.HasSuffix(file, ".go") {
				add(p.PkgPath, file, whyExcluded)
			}
		}
		for _, file := range p.GoFiles {
			// What the cgo tool translated is not what was compiled.
			if !slices.Contains(p.CompiledGoFiles, file) {
				add(p.PkgPath, file, whyCgo)
			}
		}
		for _, file := range p.Generated {
			add(p.PkgPath, file, whyGenerated)
		}
		for _, file := range slices.Concat(p.GoFiles, p.Ignored) {
			known[filepath.Dir(file)] = true
		}
	}
	for _, root := range walkRoots(dir, patterns) {
		walkUnmatched(root, known, add)
	}
	slices.SortFunc(list, func(a, b Unseen) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Package, b.Package), cmp.Compare(a.Why, b.Why))
	})
	// An external test package ignores the same files as the package beside it.
	return slices.CompactFunc(list, func(a, b Unseen) bool { return a.File == b.File && a.Why == b.Why })
}

// walkRoots returns the directories that the wildcard patterns among patterns
// stand for.
func walkRoots(dir string, patterns []string) []string {
	var roots []string
	for _, p := range patterns {
		if p == "..." {
			p = "./..."
		}
		base, wild := strings.CutSuffix(p, "/...")
		if wild && (base == "." || strings.HasPrefix(base, "./")) {
			roots = append(roots, filepath.Join(dir, base))
		}
	}
	return roots
}

// walkUnmatched reports what the go command leaves out of a wildcard without a
// word: nested modules and packages all of whose files are excluded. What it
// cannot read it leaves to the go command to complain about.
func walkUnmatched(root string, known map[string]bool, add func(pkg, file, why string)) {
	_ = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		base := d.Name()
		if d.IsDir() {
			if name == root {
				return nil
			}
			if base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
				add("", filepath.Join(name, "go.mod"), whyNested)
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(base, ".go") && !strings.HasPrefix(base, "_") && !strings.HasPrefix(base, ".") &&
			!known[filepath.Dir(name)] && !strings.HasSuffix(base, "_test.go") && isGo(name) {
			add("", name, whyExcluded)
		}
		return nil
	})
}

// isGo reports whether name has a package clause.
func isGo(name string) bool {
	_, err := goparser.ParseFile(token.NewFileSet(), name, nil, goparser.PackageClauseOnly)
	return err == nil
}
