package driver_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/internal/driver"
)

// age makes everything below dir look as if nobody had touched it for an hour:
// from then on sizes and times are trusted.
func age(t *testing.T, dir string) {
	t.Helper()
	at := time.Now().Add(-time.Hour)
	err := filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(name, at, at)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// stale are changes that a cache could miss. The module is looked at, changed,
// and looked at again; the answer must be that of an empty cache.
var stale = []struct {
	name    string
	before  string // beside the example, in the form of txtar
	in      string // where it runs, below the module
	change  func(t *testing.T, dir string)
	options func(*driver.Options)
	differs bool
}{
	{
		name:    "a package that constraints leave out joins by an edit",
		before:  "-- e/e.go --\n//go:build never\n\npackage e\n\nimport \"example.com/m/a\"\n\nfunc E() { a.Loud() }\n",
		change:  edit("e/e.go", "package e\n\nimport \"example.com/m/a\"\n\nfunc E() { a.Loud() }\n"),
		differs: true,
	},
	{
		name:    "a package below testdata",
		before:  "-- testdata/x/y/y.go --\npackage y\n",
		change:  edit("testdata/x/z/z.go", "package z\n\nimport \"example.com/m/a\"\n\nfunc E() { a.Loud() }\n"),
		options: func(o *driver.Options) { o.Patterns = []string{"./testdata/x/..."} },
		differs: true,
	},
	{
		name:    "a package below testdata, by where we are",
		before:  "-- testdata/x/y/y.go --\npackage y\n",
		in:      "testdata/x",
		change:  edit("testdata/x/z/z.go", "package z\n\nimport \"example.com/m/a\"\n\nfunc E() { a.Loud() }\n"),
		differs: true,
	},
	{
		name: "a file of the same size and time",
		change: func(t *testing.T, dir string) {
			name := filepath.Join(dir, "c/c.go")
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			text := "package c\n\nimport \"example.com/m/b\"\n\nfunc C() { b.New() } //"
			write(t, dir, "c/c.go", text+strings.Repeat(" ", int(info.Size())-len(text)))
			if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
				t.Fatal(err)
			}
		},
		differs: true,
	},
	{
		name:   "a replaced package of the same module elsewhere in the workspace",
		before: workspace,
		in:     "w/m1",
		change: edit("w/m2/go.mod", "module example.com/m2\n\ngo 1.24\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep v1.0.0 => ../loud\n"),

		differs: true,
	},
	{
		name:   "the environment says it twice",
		before: "-- f/f_linux.go --\npackage f\n\nimport \"example.com/m/a\"\n\nfunc E() { a.Loud() }\n-- f/f.go --\npackage f\n",
		options: func() func(*driver.Options) {
			goos := [][]string{{"GOOS=linux", "GOOS=darwin"}, {"GOOS=darwin", "GOOS=linux"}}
			return func(o *driver.Options) {
				o.Load.Env = append(os.Environ(), goos[0]...)
				goos = goos[len(goos)-1:]
			}
		}(),
		change:  func(*testing.T, string) {},
		differs: true,
	},
}

const workspace = `
-- w/go.work --
go 1.24

use (
	./m1
	./m2
)
-- w/m1/go.mod --
module example.com/m1

go 1.24

require example.com/dep v1.0.0
-- w/m1/m.go --
package m1

import "example.com/dep"

func F() { dep.F() }
-- w/m2/go.mod --
module example.com/m2

go 1.24

require example.com/dep v1.0.0

replace example.com/dep v1.0.0 => ../calm
-- w/m2/m.go --
package m2
-- w/calm/go.mod --
module example.com/dep

go 1.24
-- w/calm/dep.go --
package dep

func F() {}
-- w/loud/go.mod --
module example.com/dep

go 1.24
-- w/loud/dep.go --
package dep

func F() { print() }
`

func edit(name, text string) func(*testing.T, string) {
	return func(t *testing.T, dir string) { write(t, dir, name, text) }
}

func TestStale(t *testing.T) {
	for _, tt := range stale {
		t.Run(tt.name, func(t *testing.T) {
			dir, cache := unpack(t, example+tt.before), fresh(t)
			age(t, dir)
			var set []func(*driver.Options)
			if tt.options != nil {
				set = append(set, tt.options)
			}
			work := filepath.Join(dir, tt.in)
			before := check(t, work, cache, set...)
			tt.change(t, dir)
			got := check(t, work, cache, set...)
			want := check(t, work, fresh(t), set...)
			if diff := cmp.Diff(want, got, alike); diff != "" {
				t.Errorf("(-from scratch +with cache):\n%s", diff)
			}
			if tt.differs && cmp.Equal(before, want, alike) {
				t.Error("the change does not matter")
			}
		})
	}
}

// TestAskedFor wants no findings of analyzers that another run asked for.
func TestAskedFor(t *testing.T) {
	above := &analysis.Analyzer{Name: "above", Doc: "requires calls", Requires: []*analysis.Analyzer{calls},
		Run: func(*analysis.Pass) (any, error) { return nil, nil }}
	dir, cache := unpack(t, example), fresh(t)
	for _, as := range [][]*analysis.Analyzer{{above}, {above, calls}, {above}, {calls}} {
		opts := driver.Options{CacheDir: cache}
		opts.Load.Dir = dir
		got, err := driver.Check(t.Context(), opts, as)
		if err != nil {
			t.Fatal(err)
		}
		opts.CacheDir = fresh(t)
		want, err := driver.Check(t.Context(), opts, as)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, alike); diff != "" {
			t.Errorf("%v (-from scratch +with cache):\n%s", as, diff)
		}
	}
}
