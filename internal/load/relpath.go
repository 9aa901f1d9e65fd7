package load

import (
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// RelPath returns the name under which reports show file; see [Names.RelPath].
func (m *Module) RelPath(file string) string {
	return Names{Dir: m.Dir, GOROOT: m.goroot, Modules: m.modules}.RelPath(file)
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
