package surface

import (
	"path"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// Step is one hop of a chain: the operation, or the call of the next function.
type Step struct {
	// File is as in findings; for a dependency it begins with path@version.
	File string
	Line string
	What string
}

// Chain returns the shortest chain from a function to what it waits for in that
// kind; empty when only the catalog knows.
func (f *Facts) Chain(name string, kind catalog.Kind) []Step {
	var steps []Step
	at := name
	for _, hop := range yieldpoint.Chain(func(name string) *yieldpoint.Summary { return f.funcs[name] }, name, kind) {
		file, line, _ := strings.Cut(hop.Pos, ":")
		steps = append(steps, Step{path.Join(f.dirs[f.home[at]], file), line, hop.What})
		at = hop.Callee
	}
	return steps
}

// Version returns the version in use of a module, "" for none.
func (f *Facts) Version(module string) string {
	for _, m := range f.modules {
		if m != nil && m.Path == module {
			return m.Version
		}
	}
	return ""
}
