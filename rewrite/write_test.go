package rewrite

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree writes files below a new directory.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// snapshot returns every file below root with its content.
func snapshot(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name, text := range a {
		if b[name] != text {
			return false
		}
	}
	return true
}

var changes = []FileChange{
	{Path: "a.go", Old: []byte("old a"), New: []byte("new a")},
	{Path: "dir/b.go", Old: []byte("old b"), New: []byte("new b")},
	{Path: "fresh/c.go", New: []byte("new c")},
}

var before = map[string]string{"a.go": "old a", "dir/b.go": "old b", "keep.txt": "kept"}

var after = map[string]string{"a.go": "new a", "dir/b.go": "new b", "fresh/c.go": "new c", "keep.txt": "kept"}

func TestWriteReplacesAll(t *testing.T) {
	root := tree(t, before)
	if err := os.Chmod(filepath.Join(root, "a.go"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := write(root, changes, nil); err != nil {
		t.Fatal(err)
	}
	if got := snapshot(t, root); !same(got, after) {
		t.Errorf("got %v", got)
	}
	if info, _ := os.Stat(filepath.Join(root, "a.go")); info.Mode().Perm() != 0o755 {
		t.Errorf("mode %v, want that of the old file", info.Mode())
	}
}

func TestWriteRefuses(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(t *testing.T, root string)
		want    string
	}{
		{"a file changed since it was read", func(t *testing.T, root string) {
			put(t, root, "dir/b.go", "somebody's work")
		}, "changed since"},
		{"a file that vanished", func(t *testing.T, root string) {
			if err := os.Remove(filepath.Join(root, "a.go")); err != nil {
				t.Fatal(err)
			}
		}, "changed since"},
		{"a new file is in the way", func(t *testing.T, root string) {
			put(t, root, "fresh/c.go", "somebody's work")
		}, "changed since"},
		{"a symbolic link", func(t *testing.T, root string) {
			if err := os.Rename(filepath.Join(root, "a.go"), filepath.Join(root, "real.go")); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("real.go", filepath.Join(root, "a.go")); err != nil {
				t.Fatal(err)
			}
		}, "symbolic links"},
		{"a read-only file", func(t *testing.T, root string) {
			if err := os.Chmod(filepath.Join(root, "dir/b.go"), 0o444); err != nil {
				t.Fatal(err)
			}
		}, "read-only"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := tree(t, before)
			tt.prepare(t, root)
			untouched := snapshot(t, root)
			err := write(root, changes, nil)
			var conflict *ConflictError
			if !errors.As(err, &conflict) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one about %q", err, tt.want)
			}
			if got := snapshot(t, root); !same(got, untouched) {
				t.Errorf("something was written: %v", got)
			}
		})
	}
}

func put(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestInterruptedRun stops a run after each of its renames and lets the next
// run finish: the tree is the new one, never a mix.
func TestInterruptedRun(t *testing.T) {
	for done := range len(changes) + 1 {
		root := tree(t, before)
		var renames []string
		for i, c := range changes {
			temp := filepath.ToSlash(filepath.Join(filepath.Dir(c.Path), ".asyncport-"+string(rune('a'+i))))
			put(t, root, temp, string(c.New))
			renames = append(renames, `["`+temp+`","`+c.Path+`"]`)
		}
		put(t, root, journalName, `{"Renames":[`+strings.Join(renames, ",")+`]}`)
		for i := range done {
			temp := filepath.Join(root, filepath.Dir(changes[i].Path), ".asyncport-"+string(rune('a'+i)))
			if err := os.Rename(temp, filepath.Join(root, changes[i].Path)); err != nil {
				t.Fatal(err)
			}
		}
		if err := recoverRun(root); err != nil {
			t.Fatalf("after %d renames: %v", done, err)
		}
		if got := snapshot(t, root); !same(got, after) {
			t.Errorf("after %d renames: got %v", done, got)
		}
	}
}

// TestInterruptedStaging stops a run before its renames, after each of its
// temporary files: the next run leaves the old tree and nothing else.
func TestInterruptedStaging(t *testing.T) {
	for staged := range len(changes) + 1 {
		root := tree(t, before)
		j := journal{Staging: true, Renames: renames(changes)}
		if err := j.save(root); err != nil {
			t.Fatal(err)
		}
		if err := j.stage(root, changes[:staged]); err != nil {
			t.Fatal(err)
		}
		put(t, root, journalTemp, "half a jour")
		if err := recoverRun(root); err != nil {
			t.Fatalf("after %d files: %v", staged, err)
		}
		if got := snapshot(t, root); !same(got, before) {
			t.Errorf("after %d files: got %v", staged, got)
		}
	}
}

// TestFailedStaging fails half-way, because a temporary file is in the way.
func TestFailedStaging(t *testing.T) {
	root := tree(t, before)
	if err := os.MkdirAll(filepath.Join(root, "fresh", ".asyncport-c.go"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := write(root, changes, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("error %v, want that a file exists", err)
	}
	if got := snapshot(t, root); !same(got, before) {
		t.Errorf("something was written: %v", got)
	}
}

func TestJournalStaysInside(t *testing.T) {
	root := tree(t, before)
	put(t, root, journalName, `{"Renames":[["a.go","../stolen.go"]]}`)
	if err := recoverRun(root); err == nil {
		t.Error("a journal that leaves the module was followed")
	}
	if got := snapshot(t, root)["a.go"]; got != "old a" {
		t.Errorf("a.go is %q", got)
	}
}
