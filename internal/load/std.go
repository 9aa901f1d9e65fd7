package load

import (
	"strings"

	"golang.org/x/tools/go/packages"
)

// Standard reports whether m is one of the modules that a Go release is made
// of, "std" or "cmd". The go command says of their packages that they are in no
// module, also where they are the main one.
func (m *Module) Standard() bool { return m.Path == "std" || m.Path == "cmd" }

// OwnsStandard reports whether a package of the Go release belongs to m. What is
// vendored there is maintained elsewhere.
func (m *Module) OwnsStandard(pkgPath string) bool {
	if !m.Standard() {
		return false
	}
	inner, cmd := strings.CutPrefix(pkgPath, "cmd/")
	return cmd == (m.Path == "cmd") && !strings.HasPrefix(inner, "vendor/")
}

// adopt gives packages of the Go release that were asked for the module that they
// are missing. Those that are only imported stay without: the catalog speaks for them.
func (m *Module) adopt(pkgs []*packages.Package) {
	for _, p := range pkgs {
		if p.Module == nil && m.OwnsStandard(p.PkgPath) {
			p.Module = &packages.Module{Path: m.Path, Dir: m.Dir, Main: true, GoVersion: m.GoVersion}
		}
	}
}

// StripRoot returns the GOROOT whose bodies need not be loaded, for [Parser]. It is
// empty when the main module is the Go release itself.
func (p *Place) StripRoot() string {
	if p.Module.Standard() {
		return ""
	}
	return p.Env.GOROOT
}
