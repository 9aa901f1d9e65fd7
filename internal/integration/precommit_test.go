package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hook is what .pre-commit-hooks.yaml may say of one.
type hook struct {
	ID, Name, Description, Entry, Language string
	Types                                  []string
	Filenames                              bool `yaml:"pass_filenames"`
	Serial                                 bool `yaml:"require_serial"`
}

// TestPreCommitHook runs the hook as pre-commit does: with the programs that go
// install makes in PATH, at the root of the repository.
func TestPreCommitHook(t *testing.T) {
	var hooks []hook
	decode(t, "../../.pre-commit-hooks.yaml", &hooks)
	if len(hooks) != 1 {
		t.Fatalf("%d hooks", len(hooks))
	}
	h := hooks[0]
	// A package is analysed as a whole, so names of files are no use to it.
	if h.Language != "golang" || h.Filenames || !h.Serial || strings.Join(h.Types, " ") != "go" {
		t.Errorf("the hook is %+v", h)
	}
	if testing.Short() {
		t.Skip("builds the command")
	}
	dir, bin := t.TempDir(), t.TempDir()
	args := strings.Fields(h.Entry)
	build := exec.Command("go", "build", "-buildvcs=false", "-o", bin+string(filepath.Separator), "../../cmd/"+args[0])
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, text := range map[string]string{"go.mod": "module example.com/m\n\ngo 1.24\n", "a.go": source + "\nfunc f" + wait} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(filepath.Join(bin, args[0]), args[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "a.go:12:2: mu is held across a yield") {
		t.Errorf("%v\n%s", err, out)
	}
}
