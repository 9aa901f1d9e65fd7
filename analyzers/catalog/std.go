package catalog

import (
	_ "embed"
	"strings"
	"sync"
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

// Std reports whether path is a package of the standard library, whose body
// is never analysed. It goes by a list, because a user's module may have a path
// without a dot as well.
func Std(path string) bool {
	return stdPackages()[path] || strings.HasPrefix(path, "vendor/golang.org/") || path == "C"
}
