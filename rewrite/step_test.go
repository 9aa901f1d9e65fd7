package rewrite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/rewrite/program"
)

// The steps between trees take what the tree before holds as old, give back
// the source where a later tree leaves a file alone, and leave out the runtime.
func TestBetween(t *testing.T) {
	e := &engine{prog: &program.Program{Files: []*program.File{
		{Rel: "a.go", Src: []byte("a0")}, {Rel: "b.go", Src: []byte("b0")}, {Rel: "c.go", Src: []byte("c0")},
	}}}
	tree := map[string][]byte{}
	to := func(files ...FileChange) []FileChange { return e.between(tree, &attempt{files: files}) }
	change := func(path, from, to string) FileChange {
		return FileChange{Path: path, Old: []byte(from), New: []byte(to)}
	}
	first := to(change("a.go", "a0", "a1"), change("b.go", "b0", "b1"), FileChange{Path: "r.go", New: []byte("r"), Runtime: true})
	if diff := cmp.Diff([]FileChange{change("a.go", "a0", "a1"), change("b.go", "b0", "b1")}, first); diff != "" {
		t.Errorf("first step (-want +got):\n%s", diff)
	}
	second := to(change("b.go", "b0", "b2"), change("c.go", "c0", "c1"))
	want := []FileChange{change("a.go", "a1", "a0"), change("b.go", "b1", "b2"), change("c.go", "c0", "c1")}
	if diff := cmp.Diff(want, second); diff != "" {
		t.Errorf("second step (-want +got):\n%s", diff)
	}
	if again := to(change("b.go", "b0", "b2"), change("c.go", "c0", "c1")); again != nil {
		t.Errorf("a tree and itself: %v", again)
	}
}
