package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/rewrite"
)

var changedFiles = []rewrite.FileChange{
	{Path: "a.go", Old: []byte("package a\n\nvar x = 1\n"), New: []byte("package a\n\nvar x = 2\nvar y = 3\n")},
	{Path: "noeol.go", Old: []byte("package a"), New: []byte("package a\n")},
	{Path: "sub/new.go", New: []byte("package sub\n")},
	{Path: "internal/aio/aio.go", New: []byte("package aio\n"), Runtime: true},
	{Path: "internal/aio/call.go", New: []byte("package aio\n"), Runtime: true},
}

// TestDiffApplies lets git be the judge of the format.
func TestDiffApplies(t *testing.T) {
	for _, withRuntime := range []bool{false, true} {
		var diff strings.Builder
		if err := writeDiff(&diff, changedFiles, withRuntime); err != nil {
			t.Fatal(err)
		}
		const note = "# and 2 files of the runtime; --diff-runtime shows them\n"
		if got := strings.HasSuffix(diff.String(), note); got == withRuntime {
			t.Errorf("with runtime %v, the note on the runtime is %v:\n%s", withRuntime, got, &diff)
		}
		dir := t.TempDir()
		for _, f := range changedFiles {
			if f.Old != nil {
				if err := os.WriteFile(filepath.Join(dir, f.Path), f.Old, 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
		cmd := exec.Command("git", "apply", "-")
		cmd.Dir = dir
		cmd.Stdin = strings.NewReader(diff.String())
		if out, err := cmd.CombinedOutput(); err != nil {
			if _, err := exec.LookPath("git"); err != nil {
				t.Skip("git is not installed")
			}
			t.Fatalf("git apply: %v\n%s\n%s", err, out, &diff)
		}
		for _, f := range changedFiles {
			data, err := os.ReadFile(filepath.Join(dir, f.Path))
			if f.Runtime && !withRuntime {
				if err == nil {
					t.Errorf("%s is in the diff", f.Path)
				}
			} else if string(data) != string(f.New) {
				t.Errorf("%s = %q, want %q", f.Path, data, f.New)
			}
		}
	}
}

func TestDiffStat(t *testing.T) {
	removed, added := diffStat(fileDiff(changedFiles[0]))
	if removed != 1 || added != 2 {
		t.Errorf("%d removed, %d added, want 1 and 2", removed, added)
	}
}
