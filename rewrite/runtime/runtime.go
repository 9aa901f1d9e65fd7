// Package runtime delivers the runtime aio into a module: it carries the
// runtime's source and copies it, so that ported code builds without a new
// dependency.
package runtime

import (
	_ "embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/asyncport/asyncport/internal/pack"
	"github.com/asyncport/asyncport/rewrite/language"
)

//go:generate go run ../../internal/pack/packdir -skip-tests -skip-modules -o aio.zip ../../aio

//go:embed aio.zip
var packed []byte

// Dir is where the copy stands in a module.
const Dir = "internal/aio"

// Version is the Go version whose language the runtime is written in: it has
// functions to range over.
const Version = "go1.23"

// Source is the import path that the runtime has at home.
const Source = "github.com/asyncport/asyncport/aio"

// Path returns the import path of the copy in a module.
func Path(module string) string { return module + "/" + Dir }

// companions are the paths, below the runtime, of the packages that it carries
// beside itself.
var companions = sync.OnceValue(func() map[string]bool {
	found := map[string]bool{}
	source, err := pack.Open(packed)
	if err != nil {
		return found // Files will say why
	}
	_ = fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".go" && path.Dir(name) != "." {
			found[path.Dir(name)] = true
		}
		return err
	})
	return found
})

// Is reports whether a package is the runtime, as a module's copy of it or as a
// module of its own.
func Is(module, pkg string) bool { return pkg == Path(module) || pkg == Source }

// Owns reports whether a package is the copy of the runtime in a module, or
// where a companion of it stands. A user's own package below Dir is neither.
func Owns(module, pkg string) bool {
	home := Path(module)
	below, ok := strings.CutPrefix(pkg, home+"/")
	return pkg == home || ok && companions()[below]
}

// Files returns the files of the copy by their path relative to the module
// root: those of the runtime itself, and those of the named companion packages
// and what these import of the runtime, without tests. A companion is named by
// the import path that it has in the module, Path(module)+"/aiohttp", which is
// how the module's code imports it; Path(module) itself adds nothing. Another
// path, or a package that the runtime has not, is an error. The same packages
// give the same bytes.
//
// goVersion is the go directive of the module, "" when it has none. Where it is
// older than [Version], every Go file asks for that by a build line.
func Files(goVersion string, packages ...string) (map[string][]byte, error) {
	source, err := pack.Open(packed)
	if err != nil {
		return nil, err
	}
	tree, err := readTree(source)
	if err != nil {
		return nil, fmt.Errorf("read the packed runtime: %w", err)
	}
	home, companions, err := locate(packages)
	if err != nil {
		return nil, err
	}
	files, err := tree.copies(home, companions)
	if err != nil || !language.Older(goVersion, Version) {
		return files, err
	}
	for name, data := range files {
		if path.Ext(name) != ".go" {
			continue
		}
		if files[name], err = language.Raise(data, Version); err != nil {
			return nil, fmt.Errorf("runtime: %s: %w", name, err)
		}
	}
	return files, nil
}

// locate splits the import paths of packages into that of the copy, "" when
// there are none, and the paths below it.
func locate(packages []string) (home string, companions []string, err error) {
	for _, pkg := range packages {
		i := strings.LastIndex(pkg+"/", "/"+Dir+"/")
		if i < 0 {
			return "", nil, fmt.Errorf("%s is not a package of the runtime: it is not below %s of its module", pkg, Dir)
		}
		at := Path(pkg[:i])
		if home != "" && at != home {
			return "", nil, fmt.Errorf("%s and %s are copies in different modules", home, at)
		}
		home = at
		if pkg != at {
			companions = append(companions, strings.TrimPrefix(pkg, at+"/"))
		}
	}
	return home, companions, nil
}

// tree is the runtime's source: the files of each package by the package's path
// below the runtime, "." for the runtime itself.
type tree map[string]map[string][]byte

// readTree sorts the files below the root of source into packages. A file that
// is not Go belongs to the nearest package above it, which may embed it.
func readTree(source fs.FS) (tree, error) {
	files := map[string][]byte{}
	t := tree{}
	err := fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !delivered(name) {
			return err
		}
		data, err := fs.ReadFile(source, name)
		files[name] = data
		if path.Ext(name) == ".go" {
			t[path.Dir(name)] = map[string][]byte{}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for name, data := range files {
		dir := path.Dir(name)
		for t[dir] == nil && dir != "." {
			dir = path.Dir(dir)
		}
		if t[dir] == nil {
			return nil, fmt.Errorf("%s belongs to no package", name)
		}
		t[dir][name] = data
	}
	return t, nil
}

// delivered reports whether a file goes into the user's module: what makes
// aio a module, its tests and its pages do not.
func delivered(name string) bool {
	base := path.Base(name)
	return base != "go.mod" && base != "go.sum" && path.Ext(base) != ".md" && !strings.HasSuffix(base, "_test.go")
}

// copies returns the files of the runtime and of the companions, with their
// imports of each other below home.
func (t tree) copies(home string, companions []string) (map[string][]byte, error) {
	files := map[string][]byte{}
	done := map[string]bool{}
	for todo := append([]string{"."}, companions...); len(todo) > 0; todo = todo[1:] {
		pkg := todo[0]
		if done[pkg] {
			continue
		}
		done[pkg] = true
		if t[pkg] == nil {
			return nil, fmt.Errorf("the runtime has no package %s", pkg)
		}
		for name, data := range t[pkg] {
			if path.Ext(name) == ".go" {
				moved, imported, err := relocate(data, home)
				if err != nil {
					return nil, fmt.Errorf("runtime: %s: %w", name, err)
				}
				data = moved
				todo = append(todo, imported...)
			}
			files[path.Join(Dir, name)] = data
		}
	}
	return files, nil
}
