package driver

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/asyncport/asyncport/internal/checker"
)

// TestHeader compares what the go command reads of a file before and after an
// edit.
func TestHeader(t *testing.T) {
	const before = "//go:build linux\n\npackage a\n\nimport (\n\t\"fmt\"\n\t_ \"embed\"\n)\n\n//go:embed x.txt\nvar x string\n\nfunc F() { fmt.Println(x) }\n"
	tests := []struct {
		name, file, after string
		same              bool
	}{
		{"body", "a.go", "//go:build linux\n\npackage a\n\nimport (\n\t\"fmt\"\n\t_ \"embed\"\n)\n\n//go:embed x.txt\nvar x string\n\nfunc F() { fmt.Print(x) }\n", true},
		{"order and names of imports", "a.go", "//go:build linux\n\npackage a\n\nimport (\n\t_ \"embed\"\n\tf \"fmt\"\n)\n\n//go:embed x.txt\nvar x string\n\nfunc F() { f.Println(x) }\n", true},
		{"constraint", "a.go", "//go:build !linux\n" + before[len("//go:build linux\n"):], false},
		{"package", "a.go", "//go:build linux\n\npackage b\n\nimport (\n\t\"fmt\"\n\t_ \"embed\"\n)\n\n//go:embed x.txt\nvar x string\n", false},
		{"import", "a.go", "//go:build linux\n\npackage a\n\nimport _ \"embed\"\n\n//go:embed x.txt\nvar x string\n", false},
		{"embed", "a.go", "//go:build linux\n\npackage a\n\nimport (\n\t\"fmt\"\n\t_ \"embed\"\n)\n\n//go:embed y.txt\nvar x string\n\nfunc F() { fmt.Println(x) }\n", false},
		{"setting of the runtime", "a.go", "//go:debug panicnil=1\n" + before, false},
		{"new test", "a_test.go", before + "\nfunc TestX() {}\n", false},
		{"no test", "a.go", before + "\nfunc TestX() {}\n", true},
		{"cgo", "a.go", before + "\n", true},
		{"broken", "a.go", "package", false},
	}
	for _, tt := range tests {
		if got := header(tt.file, []byte(before)) == header(tt.file, []byte(tt.after)); got != tt.same {
			t.Errorf("%s: the same is %v", tt.name, got)
		}
	}
	const cgo = "package a\n\n// #cgo LDFLAGS: -lm\nimport \"C\"\n"
	if header("a.go", []byte(cgo)) == header("a.go", []byte(cgo+"\n")) {
		t.Error("an edit of a file with cgo does not show")
	}
}

// TestWatchedContents changes a file and puts size and time back: as long as
// the time is recent, that must not matter.
func TestWatchedContents(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.go")
	now := time.Now()
	put := func(text string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	same := func(w watched) bool { ok, _ := w.same(now); return ok }

	put("aaa", now)
	w := watch(name, now)
	if !same(w) {
		t.Error("changed although it was not")
	}
	put("bbb", now)
	if same(w) {
		t.Error("not changed although it was, within one tick")
	}
	put("aaa", now.Add(-time.Hour))
	if !same(w) {
		t.Error("changed although only its time did")
	}
	os.Remove(name)
	if same(w) {
		t.Error("not changed although it is gone")
	}
	missing := watch(name, now)
	if !same(missing) {
		t.Error("changed although still missing")
	}
	put("aaa", now)
	if same(missing) {
		t.Error("not changed although it is there now")
	}
}

// TestWatchedDir wants to hear of new sources, not of what editors leave.
func TestWatchedDir(t *testing.T) {
	dir := t.TempDir()
	put := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("a.go")
	now := time.Now()
	w, ok := watchDir(dir, now)
	if !ok || !w.same(now) {
		t.Fatal("changed although it was not")
	}
	put("a.go~")
	if !w.same(now) {
		t.Error("changed by a file that is no source")
	}
	put("b_linux.go")
	if w.same(now) {
		t.Error("a new source does not show")
	}
}

// TestShortEntries reads entries that are cut off anywhere.
func TestShortEntries(t *testing.T) {
	tab := &table{index: make(map[string]int)}
	var body, w writer
	tab.result(&body, &result{mentions: []string{"a", "b/c"}, reads: []string{everything}, generated: []string{"x.go"},
		findings: []checker.Finding{{Rule: "r", Message: "m", Related: []checker.Related{{Message: "hop"}}}}})
	w.strings(tab.list)
	w.string(string(body.buf))
	w.buf = append(w.buf, "facts"...)
	res, facts, err := splitEntry(w.buf)
	if err != nil || string(facts) != "facts" || fmt.Sprint(res.mentions, res.reads) != "[a b/c] [*]" || len(res.findings) != 1 {
		t.Fatalf("%+v, %q, %v", res, facts, err)
	}
	for n := range len(w.buf) - len("facts") {
		if _, _, err := splitEntry(w.buf[:n:n]); err == nil {
			t.Errorf("no error for the first %d bytes", n)
		}
	}
	snap := encodeSnapshot(&snapshot{settings: []watched{{name: "go.mod"}}, dirs: []watchedDir{{name: "d"}}, present: []string{"x"},
		answer: &answered{path: "m", findings: res.findings}})
	for n := range len(snap) {
		if _, err := decodeSnapshot(snap[:n:n]); err == nil {
			t.Errorf("no error for the first %d bytes of a snapshot", n)
		}
	}
}

// TestTrim removes what was not used for long, and half-written files.
func TestTrim(t *testing.T) {
	c := openCache(t.TempDir(), nil)
	now := time.Now()
	old, recent, half := hashOf("old"), hashOf("recent"), hashOf("half")
	for _, h := range []hash{old, recent} {
		c.put(kindResult, h, []byte("x"))
	}
	left := filepath.Join(filepath.Dir(c.file(kindResult, old)), ".new-"+half.String())
	if err := os.WriteFile(left, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	long := now.Add(-keepFor - 2*useInterval)
	for _, name := range []string{c.file(kindResult, old), left} {
		if err := os.Chtimes(name, long, long); err != nil {
			t.Fatal(err)
		}
	}
	c.trim(now)
	if _, ok := c.get(kindResult, old); ok {
		t.Error("an old entry is still there")
	}
	if _, ok := c.get(kindResult, recent); !ok {
		t.Error("a recent entry is gone")
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("a half-written file is still there")
	}
}
