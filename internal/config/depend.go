package config

import (
	"bufio"
	"bytes"
	"fmt"
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// CatalogName is the file beside its go.mod by which a dependency speaks to
// asyncport.
const CatalogName = "asyncport.catalog"

// Dependency is a module that go.mod requires, as it is on disk.
type Dependency struct {
	Path, Version string
	Dir           string
}

// Dependencies returns the modules that the go.mod in root requires, in its
// order, with the places where the go command keeps them. They need not exist.
// The go command is not asked: this is for every run, and go.mod lists all.
func Dependencies(root string) ([]Dependency, error) {
	name := filepath.Join(root, "go.mod")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file, err := modfile.Parse("go.mod", data, nil)
	if err != nil { // perhaps it is newer than we are
		file, err = modfile.ParseLax("go.mod", data, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("the module file is broken: %w", err)
	}
	cache := modCache()
	var list []Dependency
	for _, r := range file.Require {
		d := Dependency{Path: r.Mod.Path, Version: r.Mod.Version}
		at := r.Mod
		if i := slices.IndexFunc(file.Replace, func(x *modfile.Replace) bool {
			return x.Old.Path == at.Path && (x.Old.Version == "" || x.Old.Version == at.Version)
		}); i >= 0 {
			at = file.Replace[i].New
		}
		if at.Version == "" {
			d.Dir = filepath.FromSlash(at.Path)
			if !filepath.IsAbs(d.Dir) {
				d.Dir = filepath.Join(root, d.Dir)
			}
		} else if d.Dir = inCache(cache, at); d.Dir == "" {
			continue
		}
		list = append(list, d)
	}
	return list, nil
}

// inCache returns the directory of a module in the cache, "" when it cannot
// have one.
func inCache(cache string, m module.Version) string {
	path, err := module.EscapePath(m.Path)
	if err != nil || cache == "" {
		return ""
	}
	version, err := module.EscapeVersion(m.Version)
	if err != nil {
		return ""
	}
	return filepath.Join(cache, filepath.FromSlash(path)+"@"+version)
}

// modCache returns the directory of the module cache, as go env GOMODCACHE
// does.
func modCache() string {
	if dir := goSetting("GOMODCACHE"); dir != "" {
		return dir
	}
	gopath := goSetting("GOPATH")
	if gopath == "" {
		gopath = build.Default.GOPATH
	}
	list := filepath.SplitList(gopath)
	if len(list) == 0 {
		return ""
	}
	return filepath.Join(list[0], "pkg", "mod")
}

// goSetting returns a variable of the environment, or what go env -w has set.
func goSetting(name string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	file := os.Getenv("GOENV")
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return ""
		}
		file = filepath.Join(dir, "go", "env")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "" // GOENV=off, too
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), "="); ok && key == name {
			return value
		}
	}
	return ""
}
