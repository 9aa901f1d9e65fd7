package apichange_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/asyncport/asyncport/internal/apichange"
	"github.com/asyncport/asyncport/internal/load"
)

const archive = `
-- go.mod --
module example.com/m

go 1.24
-- m.go --
package m

import (
	"context"
	"net/http"
	"time"
)

type Poller struct{ Client *http.Client }

func (p *Poller) Poll(ctx context.Context, d time.Duration) error { return nil }

func Gone() {}

func Same(c *http.Client, p *Poller) {}
-- m_test.go --
package m

import "testing"

func TestSame(t *testing.T) { Same(nil, nil) }
-- internal/x/x.go --
package x

func X() {}
-- cmd/tool/main.go --
package main

func Exported() {}

func main() {}
`

const changed = `package m

import (
	"context"
	"net/http"
	"time"
)

type Poller struct{ Client *http.Client }

func (p *Poller) Poll(ctx context.Context, d time.Duration) error { return p.PollCo(ctx, d) }

func (p *Poller) PollCo(ctx context.Context, d time.Duration) error { return nil }

func Same(c *http.Client, p *Poller) {}
`

func TestCompare(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, must(txtar.FS(txtar.Parse([]byte(archive))))); err != nil {
		t.Fatal(err)
	}
	loaded := func(overlay map[string][]byte) *load.Module {
		m, err := load.Load(t.Context(), load.Options{Dir: dir, Tests: true, Overlay: overlay}, "./...")
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	before := loaded(nil)
	if got := apichange.Compare(before, loaded(nil)); len(got) != 0 {
		t.Errorf("without a change: %v", got)
	}
	got := apichange.Compare(before, loaded(map[string][]byte{
		filepath.Join(dir, "m.go"):             []byte(changed),
		filepath.Join(dir, "m_test.go"):        []byte("package m\n\nfunc Helper() {}\n"),
		filepath.Join(dir, "internal/x/x.go"):  []byte("package x\n\nfunc Y() {}\n"),
		filepath.Join(dir, "cmd/tool/main.go"): []byte("package main\n\nfunc main() {}\n"),
		filepath.Join(dir, "fresh/fresh.go"):   []byte("package fresh\n"),
	}))
	want := []apichange.Change{
		{"example.com/m", "(*Poller).PollCo: added", true},
		{"example.com/m", "Gone: removed", false},
		{"example.com/m/fresh", "package fresh: added", true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
