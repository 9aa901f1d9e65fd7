package reach

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

const program = `package m

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"
	"time"
)

var ch = make(chan int)

func Receives()  { <-ch }
func Calls()     { Receives() }
func Passes()    { run(Receives) }
func Selects()   { select { case <-ch: } }
func Sleeps()    { defer time.Sleep(1) }
func Writes(w io.Writer) { fmt.Fprintln(w) }
func Starts()    { go Receives() }
func Literal()   { go func() { <-ch }() }
func StartsWith() { go run(func() { <-ch }) }
func Polls()     { select { case <-ch: default: } }
func Locks()     { var mu sync.Mutex; mu.Lock() }
func Lazy()      { var once sync.Once; once.Do(Receives) }
func Buffers()   { var b bytes.Buffer; fmt.Fprintln(&b) }
func Hashes()    { fmt.Fprintln(sha256.New()) }
func hidden()    { <-ch }

type T struct{}
func (T) Wait()  { <-ch }
func (T) Name()  {}

type I interface { Wait(); Name() }

func run(f func()) { f() }
`

// Given functions that wait and functions that do not, then those that are exported and
// do are found, with interface methods that they implement, and the others are not.
func TestFound(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module m\n\ngo 1.26\n", "m.go": program} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir}, ".")
	if err != nil || len(pkgs) != 1 || len(pkgs[0].Errors) > 0 {
		t.Fatalf("the program does not load: %v, %v", pkgs, err)
	}
	got := map[string]catalog.Set{}
	for _, f := range Unclassified(pkgs) {
		got[f.Name] = f.Kinds
	}
	want := map[string]catalog.Set{
		"m.Receives": catalog.SetOf(catalog.Chan),
		"m.Calls":    catalog.SetOf(catalog.Chan),
		"m.Passes":   catalog.SetOf(catalog.Chan),
		"m.Selects":  catalog.SetOf(catalog.Select),
		"m.Sleeps":   catalog.SetOf(catalog.Sleep),
		"m.Writes":   catalog.SetOf(catalog.IO),
		"m.T.Wait":   catalog.SetOf(catalog.Chan),
		"m.I.Wait":   catalog.SetOf(catalog.Chan),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
