package driver_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/driver"
	"github.com/asyncport/asyncport/internal/load"
)

var (
	randomSeed  = flag.Uint64("random.seed", 1, "where TestRandomEdits begins")
	randomSteps = flag.Int("random.steps", 8, "how many edits TestRandomEdits makes")
)

// An editor changes a module at random. What comes out need not compile.
type editor struct {
	*rand.Rand
	t    *testing.T
	dir  string
	made int // so that names differ
}

// files returns the Go files of the module, sorted.
func (e *editor) files() []string {
	var list []string
	err := filepath.WalkDir(e.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".go" {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return list
}

func (e *editor) anyFile() string {
	list := e.files()
	return list[e.IntN(len(list))]
}

// change puts text behind the first occurrence of a string in some file.
func (e *editor) change(after, text string) {
	name := e.anyFile()
	data, err := os.ReadFile(name)
	if err != nil {
		e.t.Fatal(err)
	}
	if before, rest, ok := bytes.Cut(data, []byte(after)); ok {
		e.put(name, string(before)+after+text+string(rest))
	}
}

func (e *editor) put(name, text string) {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		e.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) packageName(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		e.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "package ")
	name, _, _ := strings.Cut(rest, "\n")
	return name
}

// edit makes one change and says which.
func (e *editor) edit() string {
	e.made++
	file := e.anyFile()
	dir, pkg := filepath.Dir(file), strings.TrimSuffix(e.packageName(file), "_test")
	constraint := []string{"", "", "//go:build never\n\n", "//go:build linux\n\n"}[e.IntN(4)]
	switch e.IntN(13) {
	case 0:
		e.change("{ ", "print(); ")
		return "a function prints"
	case 1:
		name := e.anyFile()
		if data, err := os.ReadFile(name); err == nil {
			e.put(name, strings.Replace(string(data), "print()", "", 1))
		}
		return "a function is quiet"
	case 2:
		e.change("\n", "\n\n")
		return "lines move"
	case 3:
		e.change("\nfunc ", fmt.Sprintf("New%d() { print() }\n\nfunc ", e.made))
		return "exported function"
	case 4:
		e.change("struct{", fmt.Sprintf(" f%d int;", e.made))
		return "field"
	case 5:
		e.put(filepath.Join(dir, fmt.Sprintf("new%d.go", e.made)),
			fmt.Sprintf("%spackage %s\n\nfunc More%d() { print() }\n\nfunc More%[3]dx() { More%[3]d() }\n", constraint, pkg, e.made))
		return "file " + constraint
	case 6:
		e.put(filepath.Join(e.dir, fmt.Sprintf("p%d", e.made), "p.go"),
			fmt.Sprintf("%spackage p\n\nimport \"example.com/m/a\"\n\nfunc P() { a.Loud() }\n", constraint))
		return "package " + constraint
	case 7:
		for _, name := range e.files() {
			if data, _ := os.ReadFile(name); bytes.HasPrefix(data, []byte("//go:build never\n\n")) {
				e.put(name, string(data[len("//go:build never\n\n"):]))
				return "constraint gone"
			}
		}
	case 8:
		if strings.HasPrefix(filepath.Base(file), "new") {
			os.Remove(file)
			return "file gone"
		}
	case 9:
		if !strings.HasSuffix(file, "_test.go") {
			os.Rename(file, strings.TrimSuffix(file, ".go")+"x.go")
			return "file renamed"
		}
	case 10:
		e.put(filepath.Join(dir, fmt.Sprintf("n%d_test.go", e.made)),
			fmt.Sprintf("package %s\n\nimport \"testing\"\n\nfunc TestN%d(*testing.T) { print() }\n\nfunc n%[2]d() { TestN%[2]d(nil) }\n", pkg, e.made))
		return "test file"
	case 11:
		e.put(filepath.Join(e.dir, "go.mod"), fmt.Sprintf("module example.com/m\n\ngo 1.2%d\n", 2+e.IntN(4)))
		return "language"
	case 12:
		age(e.t, e.dir)
		return "time passes"
	}
	return "nothing"
}

// TestRandomEdits wants, after any edits, of any part of the module, what an
// empty cache gives, be it an error.
func TestRandomEdits(t *testing.T) {
	dir, cache := unpack(t, example), fresh(t)
	e := &editor{Rand: rand.New(rand.NewPCG(*randomSeed, 0)), t: t, dir: dir}
	patterns := [][]string{{"./..."}, {"./..."}, {"./..."}, {"./a"}, {"./b", "./c/..."}}
	var done []string
	for step := range *randomSteps {
		kept := t.TempDir()
		if err := os.CopyFS(kept, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		for range 1 + e.IntN(3) {
			done = append(done, e.edit())
		}
		opts := driver.Options{Load: load.Options{Dir: dir, Tests: e.IntN(4) > 0}, Patterns: patterns[e.IntN(len(patterns))], CacheDir: cache}
		got, gotErr := driver.Check(context.Background(), opts, toys)
		opts.CacheDir = fresh(t)
		want, wantErr := driver.Check(context.Background(), opts, toys)
		if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
			t.Fatalf("step %d: error %v, want %v, after %q", step, gotErr, wantErr, done)
		}
		if wantErr == nil {
			if diff := cmp.Diff(want, got, alike); diff != "" {
				t.Fatalf("step %d, after %q (-from scratch +with cache):\n%s", step, done, diff)
			}
			continue
		}
		// Nothing more would be seen of a broken module: take the edits back.
		done = append(done, "back")
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(dir, os.DirFS(kept)); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d edits: %q", len(done), done)
}
