package snippet_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/snippet"
)

func TestBlocks(t *testing.T) {
	page := strings.ReplaceAll(`# Page

'''go
a()
'''

<!-- go
func b() {}
-->

'''sh
no()
'''

'''go
// before   // after
b()         b(co)
            c()
'''
`, "'''", "```")
	want := []snippet.Block{
		{Line: 3, Code: "a()"},
		{Line: 15, Code: "// before   \nb()         \n            \n", Given: "func b() {}"},
		{Line: 15, Code: "// after\nb(co)\nc()\n", Given: "func b() {}"},
	}
	if diff := cmp.Diff(want, snippet.Blocks(page)); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestFile(t *testing.T) {
	imports := map[string]string{"fmt": "fmt", "time": "time", "aio": "example.com/aio"}
	for _, tt := range []struct {
		name  string
		block snippet.Block
		want  string
	}{
		{"file", snippet.Block{Code: "package main\n"}, "package main\n"},
		{"declarations", snippet.Block{Code: "func f() { fmt.Println() }"},
			"package p\n\nimport fmt \"fmt\"\nfunc f() { fmt.Println() }\n\n"},
		{"statements", snippet.Block{Code: "time := 1\nf(time)", Given: "func f(int) {}"},
			"package p\n\nimport aio \"example.com/aio\"\nfunc _(co aio.Context) {\ntime := 1\nf(time)\n}\n\nfunc f(int) {}\n"},
	} {
		got, err := tt.block.File(imports)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if _, err := (snippet.Block{Line: 7, Code: "if {"}).File(imports); err == nil || !strings.Contains(err.Error(), "line 7") {
		t.Errorf("broken code: error %v", err)
	}
}

const (
	root    = "../.."
	runtime = "github.com/asyncport/asyncport/aio"
)

// imports returns the packages that code on the pages may use: those of the
// runtime, and these.
func imports(t *testing.T) map[string]string {
	t.Helper()
	byName := map[string]string{"aio": runtime, "errgroup": "golang.org/x/sync/errgroup", "semaphore": "golang.org/x/sync/semaphore"}
	for _, path := range strings.Fields(`bufio bytes context database/sql encoding/json errors fmt io log net net/http os
		os/exec os/signal runtime strings sync sync/atomic syscall testing time`) {
		byName[filepath.Base(path)] = path
	}
	entries, err := os.ReadDir(root + "/aio")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			byName[e.Name()] = runtime + "/" + e.Name()
		}
	}
	return byName
}

// pages returns the pages of the repository by their path.
func pages(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "aio/*.md", "aio/*/*.md"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			rel, err := filepath.Rel(root, name)
			if err != nil {
				t.Fatal(err)
			}
			found[filepath.ToSlash(rel)] = string(text)
		}
	}
	return found
}

var (
	link = regexp.MustCompile(`\]\(([^)#: ]+)[)#]`)
	code = regexp.MustCompile("`[^`\n]*`") // a[i](n) in code is no link
)

// Links between pages lead to files that are there.
func TestLinks(t *testing.T) {
	links := 0
	for page, text := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(text, ""), -1) {
			links++
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
	if links == 0 {
		t.Error("no link was found")
	}
}

// Every Go block of the pages compiles, against the runtime as it is and
// golang.org/x/sync as the root module knows it.
func TestPagesCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the code of the pages")
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	home, err := filepath.Abs(root + "/aio")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	xsync := regexp.MustCompile(`golang\.org/x/sync v\S+`).FindString(string(mod))
	if xsync == "" {
		t.Fatal("go.mod does not name golang.org/x/sync")
	}
	write("go.mod", fmt.Sprintf("module example.com/pages\n\ngo 1.25.0\n\nrequire (\n\t%s v0.0.0\n\t%s\n)\n\nreplace %s => %s\n", runtime, xsync, runtime, home))
	sum, err := os.ReadFile(root + "/go.sum")
	if err != nil {
		t.Fatal(err)
	}
	write("go.sum", string(sum))
	known := imports(t)
	blocks := 0
	for page, text := range pages(t) {
		name := strings.NewReplacer("/", "_", ".md", "").Replace(page)
		for i, b := range snippet.Blocks(text) {
			file, err := b.File(known)
			if err != nil {
				t.Errorf("%s: %v", page, err)
				continue
			}
			write(fmt.Sprintf("%s/line%d_%d/snippet.go", name, b.Line, i), file)
			blocks++
		}
	}
	if blocks == 0 {
		t.Fatal("no code was found")
	}
	cmd := exec.Command("go", "vet", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go vet of the code on the pages (directory: page and line): %v\n%s", err, out)
	}
}
