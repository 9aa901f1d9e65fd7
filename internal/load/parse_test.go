package load

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestStandardLibraryWithoutBodies loads the closure of packages whose files
// use every trick (assembly, linkname, cgo, generics, named imports) and wants
// no type error anywhere.
func TestStandardLibraryWithoutBodies(t *testing.T) {
	env, err := readGoEnv(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err := packages.Load(&packages.Config{Mode: mode, Context: t.Context(), ParseFile: Parser(env.GOROOT)}, stdPatterns()...)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		n++
		for _, err := range p.Errors {
			t.Errorf("%s: %v", p.ID, err)
		}
	})
	if n < 150 {
		t.Errorf("only %d packages loaded", n)
	}
	if _, err := os.Stat(filepath.Join(env.GOROOT, "src")); errors.Is(err, os.ErrNotExist) {
		t.Errorf("GOROOT %s has no sources: nothing was tested", env.GOROOT)
	}
}

// stdPatterns names the packages to load: those the programs we port import,
// or everything with ASYNCPORT_ALL_STD set.
func stdPatterns() []string {
	if os.Getenv("ASYNCPORT_ALL_STD") != "" {
		return []string{"std"}
	}
	return []string{"net/http", "database/sql", "os/exec", "encoding/json", "testing", "iter", "maps", "math/rand/v2", "log/slog", "text/template"}
}
