package rewrite

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// beside returns the go.mod files of the repository, relative to root with slashes, whose
// modules take the module in root from its directory, by a replace line, and are not among
// known, the directories of the workspace's modules. What breaks the API breaks them.
func beside(root, module string, known []string) ([]string, error) {
	var list []string
	err := filepath.WalkDir(repository(root), func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && d != nil && d.IsDir():
			return fs.SkipDir // not ours to read
		case err != nil:
			return nil
		case d.IsDir() && isHidden(d.Name()) && name != root:
			return fs.SkipDir
		case d.Name() != "go.mod" || filepath.Dir(name) == root || slices.Contains(known, filepath.Dir(name)):
			return nil
		case !replaces(name, root, module):
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err == nil {
			list = append(list, filepath.ToSlash(rel))
		}
		return err
	})
	slices.Sort(list)
	return list, err
}

// isHidden reports whether a directory holds what the go command does not look at.
func isHidden(name string) bool {
	return name == "vendor" || name == "node_modules" || strings.HasPrefix(name, ".")
}

// repository returns the directory of the work tree around a directory, or that itself.
func repository(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if filepath.Dir(at) == at {
			return dir
		}
	}
}

// replaces reports whether a go.mod file puts the directory root in the place of module.
func replaces(name, root, module string) bool {
	data, err := os.ReadFile(name)
	if err != nil {
		return false
	}
	file, err := modfile.Parse(name, data, nil)
	if err != nil {
		return false // the go command does not read it either
	}
	return slices.ContainsFunc(file.Replace, func(r *modfile.Replace) bool {
		dir := filepath.FromSlash(r.New.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(name), dir)
		}
		return r.Old.Path == module && r.New.Version == "" && sameDir(dir, root)
	})
}

func sameDir(a, b string) bool {
	if real, err := filepath.EvalSymlinks(a); err == nil {
		a = real
	}
	if real, err := filepath.EvalSymlinks(b); err == nil {
		b = real
	}
	return a == b
}
