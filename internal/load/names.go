package load

import (
	"path"
	"path/filepath"
)

// Names says how files are called in reports.
type Names struct {
	// Dir is the root of the main module, GOROOT that of the Go release.
	Dir    string
	GOROOT string
	// Modules maps the root directories of modules to path@version.
	Modules map[string]string
}

// RelPath returns the name under which reports show file, the same on every
// machine: relative to the module root; for a dependency its module with
// version and the path inside it; for the standard library the path below
// "$GOROOT"; otherwise the base name.
func (n Names) RelPath(file string) string {
	if !filepath.IsAbs(file) {
		return filepath.ToSlash(file)
	}
	if rel, ok := below(n.Dir, file); ok {
		return rel
	}
	if rel, ok := below(n.GOROOT, file); ok {
		return path.Join("$GOROOT", rel)
	}
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if name, ok := n.Modules[dir]; ok {
			rel, _ := below(dir, file)
			return path.Join(name, rel)
		}
		if dir == filepath.Dir(dir) {
			return filepath.Base(file)
		}
	}
}
