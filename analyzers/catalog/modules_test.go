package catalog

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var downloads = flag.Bool("modules", false, "download the modules that the catalog speaks of and look for every name")

// Given an entry for a module, then the pinned version of the module, or of one of its major versions, has the function
// under the name that the analyzers ask for. Not part of the other tests: it needs many modules.
func TestModuleEntriesExist(t *testing.T) {
	if !*downloads {
		t.Skip("run make catalog")
	}
	pinned, err := os.ReadFile(filepath.FromSlash("testdata/modules.txt"))
	if err != nil {
		t.Fatal(err)
	}
	d := newDeclarations()
	for line := range strings.Lines(string(pinned)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			if err := d.download(line); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
	for _, e := range Builtin().Entries() {
		p := pathOf(e.Name)
		if Std(p) || p == "aio" || p == "error" {
			continue
		}
		if err := d.resolve(e); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
	}
}

// declarations are the packages of the modules, type-checked without function bodies. A package of
// another module counts as empty: it is enough for the names, and saves what the modules require.
type declarations struct {
	fset *token.FileSet
	std  types.Importer
	dirs map[string][]string // by the path as entries have it: one for each major version
	path map[string]string   // of each directory
	pkgs map[string]*types.Package
}

func newDeclarations() *declarations {
	fset := token.NewFileSet()
	return &declarations{
		fset: fset,
		std:  importer.ForCompiler(fset, "source", nil),
		dirs: make(map[string][]string),
		path: make(map[string]string),
		pkgs: make(map[string]*types.Package),
	}
}

// download fetches a module, "path version", and notes its packages.
func (d *declarations) download(line string) error {
	mod, version, _ := strings.Cut(line, " ")
	cmd := exec.Command("go", "mod", "download", "-json", mod+"@"+version)
	cmd.Dir = os.TempDir()
	out, err := cmd.Output()
	var info struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &info); jsonErr != nil || info.Error != "" {
		return fmt.Errorf("go mod download: %v %v %s", err, jsonErr, info.Error)
	}
	return filepath.WalkDir(info.Dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		if base := e.Name(); base == "testdata" || base == "vendor" || base == "internal" || name != info.Dir && strings.HasPrefix(base, ".") {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(info.Dir, name)
		if err != nil {
			return err
		}
		p := path.Join(mod, filepath.ToSlash(rel))
		d.path[name] = p
		k := strings.TrimSuffix(key(p+".x"), ".x")
		d.dirs[k] = append(d.dirs[k], name)
		if p != k {
			d.dirs[p] = append(d.dirs[p], name)
		}
		return nil
	})
}

// resolve looks for an entry in every version of its package.
func (d *declarations) resolve(e Entry) error {
	last := errors.New("no such package in testdata/modules.txt")
	if family, rest, ok := strings.Cut(e.Name, "/*."); ok {
		for k := range d.dirs {
			if path.Dir(k) == family && d.resolve(renamed(e, k+"."+rest)) == nil {
				return nil
			}
		}
		return last
	}
	slash := strings.LastIndex(e.Name, "/")
	// The last element of an import path may have dots of its own.
	for i := slash + 1; i < len(e.Name); i++ {
		if e.Name[i] != '.' {
			continue
		}
		for _, dir := range d.dirs[e.Name[:i]] {
			pkg, err := d.check(dir)
			if err == nil {
				err = resolve(pkg, renamed(e, d.path[dir]+e.Name[i:]))
			}
			if err == nil {
				return nil
			}
			last = err
		}
	}
	return last
}

func renamed(e Entry, name string) Entry {
	e.Name = name
	return e
}

// check type-checks the declarations of one directory.
func (d *declarations) check(dir string) (*types.Package, error) {
	if pkg := d.pkgs[dir]; pkg != nil {
		return pkg, nil
	}
	context := build.Default
	context.GOOS, context.GOARCH, context.CgoEnabled = "linux", "amd64", true
	found, err := context.ImportDir(dir, 0)
	if found == nil || len(found.GoFiles)+len(found.CgoFiles) == 0 {
		return nil, err
	}
	var files []*ast.File
	for _, name := range slices.Concat(found.GoFiles, found.CgoFiles) {
		f, err := parser.ParseFile(d.fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	config := types.Config{Importer: d, IgnoreFuncBodies: true, FakeImportC: true, Error: func(error) {}}
	pkg, _ := config.Check(d.path[dir], d.fset, files, nil)
	d.pkgs[dir] = pkg
	return pkg, nil
}

// Import makes declarations a types.Importer.
func (d *declarations) Import(p string) (*types.Package, error) {
	if Std(p) {
		return d.std.Import(p)
	}
	if pkg := d.pkgs[p]; pkg != nil {
		return pkg, nil
	}
	for _, dir := range d.dirs[p] {
		if d.path[dir] == p {
			return d.check(dir)
		}
	}
	pkg := types.NewPackage(p, path.Base(p))
	pkg.MarkComplete()
	d.pkgs[p] = pkg
	return pkg, nil
}
