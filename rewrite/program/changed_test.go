package program_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/program"
)

// A file that changes after it was parsed is not edited at the places of its
// former text.
func TestFileChangedAfterLoading(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("go.mod", "module example.com/m\n\ngo 1.24\n")
	put("m.go", "\ufeffpackage m\r\n\r\nfunc F() {}\r\n")
	mod, err := load.Load(t.Context(), load.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := program.New(mod); err != nil {
		t.Fatalf("unchanged: %v", err)
	}
	put("m.go", "package m\n\n// F does nothing.\nfunc F() {}\n")
	var bad *load.LoadError
	if _, err := program.New(mod); !errors.As(err, &bad) {
		t.Errorf("error %v, want a *load.LoadError", err)
	}
}
