package config_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/config"
)

func TestDependencies(t *testing.T) {
	cache, root := t.TempDir(), t.TempDir()
	t.Setenv("GOMODCACHE", cache)
	mod := `module m

require (
	example.com/A v1.2.3
	example.com/b v1.0.0 // indirect
	example.com/c v1.0.0
)

replace example.com/b => ../b

replace example.com/c v1.0.0 => example.com/d/v2 v2.0.0
`
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte(mod), 0o666); err != nil {
		t.Fatal(err)
	}
	got, err := config.Dependencies(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []config.Dependency{
		{Path: "example.com/A", Version: "v1.2.3", Dir: filepath.Join(cache, "example.com", "!a@v1.2.3")},
		{Path: "example.com/b", Version: "v1.0.0", Dir: filepath.Join(filepath.Dir(root), "b")},
		{Path: "example.com/c", Version: "v1.0.0", Dir: filepath.Join(cache, "example.com", "d", "v2@v2.0.0")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The place of a real module is the one that the go command tells.
func TestModuleCache(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "go.yaml.in/yaml/v3").Output()
	if err != nil {
		t.Skip(err)
	}
	list, err := config.Dependencies("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		if d.Path == "go.yaml.in/yaml/v3" && d.Dir != strings.TrimSpace(string(out)) {
			t.Errorf("%s, want %s", d.Dir, out)
		}
	}
}
