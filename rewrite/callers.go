package rewrite

import "golang.org/x/tools/go/packages"

// callers holds the packages, by path, whose functions may ask who called them: they
// import package runtime, or a package of their own module that does. A mark puts such a
// call into a function literal, which is another caller: a mock that goes by its caller's
// name, or a log that prints it, would not do what it did.
type callers map[string]bool

// visit adds pkg. What pkg imports was visited before.
func (c callers) visit(pkg *packages.Package) {
	for path, imported := range pkg.Imports {
		same := imported.Module != nil && pkg.Module != nil && imported.Module.Path == pkg.Module.Path
		if path == "runtime" || same && c[imported.PkgPath] {
			c[pkg.PkgPath] = true
		}
	}
}
