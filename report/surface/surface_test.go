package surface_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/report/surface"
)

func set(kinds ...catalog.Kind) catalog.Set { return catalog.SetOf(kinds...) }

func TestFormatIsParsed(t *testing.T) {
	for _, want := range []*surface.Table{
		{Package: "example.com/m/db", Lines: []surface.Line{
			{Func: "(*Store).Put", Kinds: surface.Kinds{Hard: set(catalog.Net, catalog.Lock), Soft: set(catalog.Dyn)}},
			{Func: "Each[...]", Kinds: surface.Kinds{Soft: set(catalog.IO)}},
		}},
		{Lines: []surface.Line{
			{Module: "example.com/a", Func: "example.com/a.F", Kinds: surface.Kinds{Hard: set(catalog.Chan)}},
			{Module: "example.com/b/v2", Func: "example.com/b/v2/c.T.M", Kinds: surface.Kinds{Hard: set(catalog.Sleep)}},
		}},
	} {
		got, err := surface.Parse("f", want.Format())
		if err != nil {
			t.Errorf("%v\n%s", err, want.Format())
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", diff, want.Format())
		}
	}
}

// Two branches add a line each; a union merge leaves both, in either order.
func TestMergedLines(t *testing.T) {
	const title = "# asyncport surface of m: text\n"
	a, err := surface.Parse("f", []byte(title+"B net\nA net\nC lock\nA net\n"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := surface.Parse("f", []byte(title+"A net\r\nB net\r\nC lock\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}

func TestParseErrors(t *testing.T) {
	const title = "# asyncport surface of m: text\n"
	for _, c := range []struct{ text, want string }{
		{"", "f:1: want a line that begins with"},
		{"A net\n", "f:1: want a line that begins with"},
		{title + "A\n", `f:2: "A" is not a function with what it waits for`},
		{title + "A net lock\n", "f:2: \"A net lock\": want the possible kinds in brackets"},
		{title + "A nett\n", `f:2: "A nett": unknown kind "nett"`},
		{title + "A net [dyn?] more\n", "f:2: "},
		{"# asyncport surface of dependencies: text\nm m.A\n", "f:2: "},
	} {
		if _, err := surface.Parse("f", []byte(c.text)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %s", c.text, err, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	table := func(lines ...surface.Line) map[string]*surface.Table {
		return map[string]*surface.Table{"pkg.txt": {Package: "m", Lines: lines}}
	}
	line := func(name string, hard, soft catalog.Set) surface.Line {
		return surface.Line{Func: name, Kinds: surface.Kinds{Hard: hard, Soft: soft}}
	}
	net, lock, dyn := set(catalog.Net), set(catalog.Lock), set(catalog.Dyn)
	var got []string
	for _, c := range surface.Compare(
		table(line("Gone", net, 0), line("More", net, 0), line("Less", net|lock, 0), line("Same", net, dyn), line("Sure", net, lock)),
		table(line("Fresh", lock, 0), line("More", net, lock), line("Less", net, 0), line("Same", net, dyn), line("Sure", net|lock, 0))) {
		got = append(got, c.Name()+" "+c.String())
	}
	want := []string{
		"m.Fresh may block: lock",
		"m.Gone is gone, or blocks no more: net",
		"m.Less blocks no more on lock (was net,lock)",
		"m.More may block on lock (was net)",
		"m.Sure now certain: lock (was net [lock])",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
