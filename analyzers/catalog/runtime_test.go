package catalog

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// The runtime is a module of its own next to this one; nothing but its source is
// needed.
func TestRuntimeEntriesExist(t *testing.T) {
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: "../../aio"}, ".")
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("the runtime does not load: %v", loaded)
	}
	for _, e := range Builtin().Entries() {
		name, ok := strings.CutPrefix(e.Name, "aio.")
		if !ok {
			continue
		}
		e.Name = loaded[0].Types.Path() + "." + name
		if err := resolve(loaded[0].Types, e); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
	}
}
