package catalog

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookup(t *testing.T) {
	table, err := Parse("t.txt", `
# comment
m.* none
m.(*T).Get db use=aiom.Get # reads a page
m.(*T).View db calls=0
m.Copy none param=0,recv wraps=1 spawns
m.I.* net
m/sub.F chan,io?
aio.(*Future).Wait wait
f/*.(*C).* net
f/*.(*C).Name none
f/own.(*C).Get db
m/v4.(*T).View net
`)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		want Entry
	}{
		{"m.(*T).Get", Entry{Name: "m.(*T).Get", Kinds: SetOf(DB), Replacement: "aiom.Get", Note: "reads a page"}},
		{"m.(*T[...]).View", Entry{Name: "m.(*T).View", Kinds: SetOf(DB), Calls: []int{0}}},
		{"m/v4.(*T).View", Entry{Name: "m/v4.(*T).View", Kinds: SetOf(Net)}},
		{"m/v3.(*T).View", Entry{Name: "m.(*T).View", Kinds: SetOf(DB), Calls: []int{0}}},
		{"m/v3/sub.F", Entry{Name: "m/sub.F", Kinds: SetOf(Chan, IO)}},
		{"m.v2.F", Entry{Name: "m.*", Default: true}},
		{"m.Copy", Entry{Name: "m.Copy", Param: []int{0, Receiver}, Wraps: []int{1}, Spawns: true}},
		{"m.I.Anything", Entry{Name: "m.I.*", Kinds: SetOf(Net), Default: true}},
		{"example.com/app/internal/aio.(*Future[...]).Wait", Entry{Name: "aio.(*Future).Wait", Kinds: SetOf(Wait)}},
		{"f/a.(*C).Get", Entry{Name: "f/a.(*C).*", Kinds: SetOf(Net), Default: true}},
		{"f/a.(*C).Name", Entry{Name: "f/a.(*C).Name"}},
		{"f/own.(*C).Get", Entry{Name: "f/own.(*C).Get", Kinds: SetOf(DB)}},
		{"f/own.(*C).Put", Entry{Name: "f/own.(*C).*", Kinds: SetOf(Net), Default: true}},
		{"m.Else", Entry{Name: "m.*", Default: true}},
	} {
		got, ok := table.Lookup(test.name)
		if diff := cmp.Diff(test.want, got); !ok || diff != "" {
			t.Errorf("Lookup(%s), %v (-want +got):\n%s", test.name, ok, diff)
		}
	}
	for _, name := range []string{"n.F", "m/sub.G", "F", "m2.F", "f/a.New", "f/a/b.(*C).Get"} {
		if e, ok := table.Lookup(name); ok {
			t.Errorf("Lookup(%s) = %v", name, e)
		}
	}
}

func TestExtend(t *testing.T) {
	t.Cleanup(func() { extensions = nil })
	for _, data := range []string{"time.Sleep none\nm.F net", "m.F db"} {
		table, err := Parse("user.txt", data)
		if err != nil {
			t.Fatal(err)
		}
		Extend(table)
	}
	for name, want := range map[string]Set{
		"time.Sleep":             0,           // the user's word counts more
		"m.F":                    SetOf(DB),   // and the last one most
		"sync.(*WaitGroup).Wait": SetOf(Wait), // what he does not name stays
	} {
		if e, ok := LookupName(name); !ok || e.Kinds != want {
			t.Errorf("LookupName(%s) = %v, %v, want %v", name, e.Kinds, ok, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"m.F", "want a name and a kind"},
		{"m.F nett", `unknown kind "nett"`},
		{"m.F net cals=0", `unknown attribute "cals=0"`},
		{"m.F net calls=x", `bad parameter index "x"`},
		{"m.F net calls=-1", `bad parameter index "-1"`},
		{"m.F net\nm.F none", "t.txt:2: m.F is listed twice"},
	} {
		_, err := Parse("t.txt", test.line)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "t.txt:") {
			t.Errorf("Parse(%q) = %v, want %q", test.line, err, test.want)
		}
	}
}

func TestKindNames(t *testing.T) {
	for k := Kind(0); k < numKinds; k++ {
		if got, ok := ParseKind(k.String()); !ok || got != k {
			t.Errorf("ParseKind(%s) = %v, %v", k, got, ok)
		}
	}
	if set, err := ParseSet(SetOf(Dyn, Net, Lock).String()); err != nil || set != SetOf(Net, Lock, Dyn) {
		t.Errorf("ParseSet does not read what Set.String writes: %v, %v", set, err)
	}
}
