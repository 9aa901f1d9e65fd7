package scoreboard

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/asyncport/asyncport/internal/load"
)

// LoadLeakPrograms loads the programs of one set of [LeakLabel]s: package main
// of a module made in dir, an empty directory. In their own place they would count
// as a part of the standard library, which is not analysed.
func LoadLeakPrograms(ctx context.Context, goroot, set, dir string) (*load.Module, error) {
	files, err := filepath.Glob(filepath.Join(goroot, "src", "runtime", "testdata", filepath.FromSlash(set), "*.go"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), data, 0o666); err != nil {
			return nil, err
		}
	}
	mod := "module example.com/leak\n\ngo 1.26\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o666); err != nil {
		return nil, err
	}
	// The module needs nothing, and a workspace around it is none of its business.
	env := append(os.Environ(), "GOWORK=off", "GOFLAGS="+withoutMod(os.Getenv("GOFLAGS")))
	return load.Load(ctx, load.Options{Dir: dir, Env: env})
}

// withoutMod removes -mod, which may name a vendor directory.
func withoutMod(flags string) string {
	var kept []string
	for _, f := range strings.Fields(flags) {
		if !strings.HasPrefix(f, "-mod=") {
			kept = append(kept, f)
		}
	}
	return strings.Join(kept, " ")
}
