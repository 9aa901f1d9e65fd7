package catalog

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
)

//go:embed stdpackages.list
var stdList string

var stdPackages = sync.OnceValue(func() map[string]bool {
	set := make(map[string]bool)
	for _, p := range strings.Fields(stdList) {
		set[p] = true
	}
	return set
})

// SpeaksFor reports whether the package of the pass is not to be analysed because
// the catalog says all there is to say: it is of the standard library. Where that is
// the main module, drivers set the module of the packages that the user asked for.
func SpeaksFor(pass *analysis.Pass) bool {
	asked := pass.Module != nil && pass.Module.Path == "std"
	return !asked && Std(pass.Pkg.Path())
}

// Std reports whether path is a package of the standard library, of which others
// see the catalog's entries only. It goes by a list, because a user's module may have a path
// without a dot as well.
func Std(path string) bool {
	return stdPackages()[path] || strings.HasPrefix(path, "vendor/golang.org/") || path == "C"
}
