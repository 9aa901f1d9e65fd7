package load

import (
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// RelPath returns the name under which reports show file, the same on every
// machine: relative to the module root; for a dependency its module with
// version and the path inside it; for the standard library the path below
// "$GOROOT"; otherwise the base name.
func (m *Module) RelPath(file string) string {
	if !filepath.IsAbs(file) {
		return filepath.ToSlash(file)
	}
	if rel, ok := below(m.Dir, file); ok {
		return rel
	}
	if rel, ok := below(m.goroot, file); ok {
		return path.Join("$GOROOT", rel)
	}
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if name, ok := m.modules[dir]; ok {
			rel, _ := below(dir, file)
			return path.Join(name, rel)
		}
		if dir == filepath.Dir(dir) {
			return filepath.Base(file)
		}
	}
}

// below returns file relative to dir, with slashes, when it is inside.
func below(dir, file string) (string, bool) {
	if dir == "" {
		return "", false
	}
	rel, err := filepath.Rel(dir, file)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// moduleDirs maps the directories of the modules in the graph to their
// path@version.
func moduleDirs(initial []*packages.Package) map[string]string {
	dirs := make(map[string]string)
	packages.Visit(initial, nil, func(p *packages.Package) {
		if p.Module == nil {
			return
		}
		mod := p.Module
		if mod.Dir == "" {
			return
		}
		dirs[mod.Dir] = strings.TrimSuffix(mod.Path+"@"+mod.Version, "@")
	})
	return dirs
}
