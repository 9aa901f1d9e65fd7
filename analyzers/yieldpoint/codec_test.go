package yieldpoint

import (
	"bytes"
	"encoding/gob"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

func sampleFact() *Fact {
	return &Fact{Funcs: []NamedSummary{
		{"m.(*T).A", Summary{
			Yields: []Witness{
				{Kind: catalog.Net, Hard: true, Depth: 2, Hop: Hop{"a.go:1", "m.B", "m.B"}},
				{Kind: catalog.Dyn, Depth: 1, Hop: Hop{"a.go:2", "interface method m.I.M", ""}},
			},
			Params:  []int{0, 2},
			Given:   catalog.SetOf(catalog.Chan),
			Methods: []ParamMethod{{2, "Read"}},
		}},
		{"m.B", Summary{Spawns: true, Assumed: true, Returns: "m.B.func1"}},
	}, Assumed: []NamedSummary{
		{"m.Hook", Summary{Assumed: true}},
	}}
}

func TestFactRoundTrip(t *testing.T) {
	for _, want := range []*Fact{{}, sampleFact()} {
		var buf bytes.Buffer
		if err := gob.NewEncoder(&buf).Encode(want); err != nil {
			t.Fatal(err)
		}
		got := new(Fact)
		if err := gob.NewDecoder(&buf).Decode(got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

// A damaged fact gives an error, whatever is wrong with it, and never a panic.
func TestDamagedFact(t *testing.T) {
	data, err := sampleFact().GobEncode()
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if err := new(Fact).GobDecode(data[:n]); err == nil {
			t.Errorf("no error for the first %d of %d bytes", n, len(data))
		}
	}
	if err := new(Fact).GobDecode(append(bytes.Clone(data), 0)); err == nil {
		t.Error("no error for a byte too many")
	}
	for i := range data {
		for _, b := range []byte{0, 0x7f, 0xff} {
			broken := bytes.Clone(data)
			broken[i] = b
			_ = new(Fact).GobDecode(broken) // must not panic
		}
	}
}

func TestFind(t *testing.T) {
	f := sampleFact()
	if got := f.Find("m.B"); got == nil || !got.Spawns {
		t.Errorf("Find(m.B) = %v", got)
	}
	if got := f.Find("m.A"); got != nil {
		t.Errorf("Find(m.A) = %v", got)
	}
}
