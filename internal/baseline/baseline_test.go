package baseline_test

import (
	"errors"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/baseline"
	"github.com/asyncport/asyncport/internal/checker"
)

// find makes a finding of each line of src that ends in "// !", in the function
// above it.
func find(src string) (findings []checker.Finding, read func(string) ([]byte, error)) {
	fn := ""
	for i, line := range strings.Split(src, "\n") {
		if name, ok := strings.CutPrefix(line, "func "); ok {
			name, _, _ = strings.Cut(name, "{")
			fn = "example.com/m/p." + strings.TrimSpace(name)
		}
		if line == "}" {
			fn = ""
		}
		if strings.HasSuffix(strings.TrimSpace(line), "// !") {
			findings = append(findings, checker.Finding{
				Rule: "stuck", Package: "example.com/m/p", Func: fn, Message: "it is stuck",
				Pos: token.Position{Filename: "p/a.go", Line: i + 1, Column: 2},
			})
		}
	}
	return findings, func(string) ([]byte, error) { return []byte(src), nil }
}

func identify(src string) []baseline.Entry { return baseline.Identify(find(src)) }

const source = `package p

var x = <-c // !

func F {
	<-c // !
	x()
	<-c // !
}

func (*T).M.func1 {
	f(<-c, "a  b") // !
}
`

func TestIdentify(t *testing.T) {
	want := []string{
		"example.com/m/p\t-\tstuck\tvar x=<-c\t1",
		"example.com/m/p\tF\tstuck\t<-c\t1",
		"example.com/m/p\tF\tstuck\t<-c\t2",
		"example.com/m/p\t(*T).M\tstuck\tf(<-c,\"a b\")\t1",
	}
	var got []string
	for _, e := range identify(source) {
		got = append(got, e.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func seen(baseline.Entry) bool { return true }

// compare holds the baseline of one source against another and returns the new
// and the stale lines.
func compare(before, after string) (fresh, stale []string) {
	findings, read := find(after)
	m := baseline.Of(identify(before)).Match(findings, baseline.Identify(findings, read), seen)
	for _, f := range m.New {
		fresh = append(fresh, strings.TrimSpace(strings.Split(after, "\n")[f.Pos.Line-1]))
	}
	for _, e := range m.Stale {
		stale = append(stale, e.Symbol+" "+e.Snippet)
	}
	return fresh, stale
}

func TestMoves(t *testing.T) {
	for _, tt := range []struct {
		name         string
		edit         func(string) string
		fresh, stale []string
	}{
		{"nothing", func(s string) string { return s }, nil, nil},
		{"lines above", func(s string) string { return strings.Replace(s, "\n", "\n// more\n\nvar y int\n", 1) }, nil, nil},
		{"function moved", func(s string) string {
			head, rest, _ := strings.Cut(s, "func F")
			f, m, _ := strings.Cut(rest, "\n\n")
			return head + m + "\nfunc F" + f + "\n"
		}, nil, nil},
		{"spaces and comments", func(s string) string { return strings.Replace(s, "f(<-c, ", "f( <-c ,/* c */ ", 1) }, nil, nil},
		{"another literal above", func(s string) string { return strings.Replace(s, "func1", "func2.1", 1) }, nil, nil},
		{"Windows line ends", func(s string) string { return strings.ReplaceAll(s, " // !\n", "\r // !\n") }, nil, nil},
		{"renamed", func(s string) string { return strings.Replace(s, "(*T).M", "(*T).N", 1) },
			[]string{`f(<-c, "a  b") // !`}, []string{`(*T).M f(<-c,"a b")`}},
		{"edited", func(s string) string { return strings.Replace(s, "f(<-c,", "f(<-d,", 1) },
			[]string{`f(<-d, "a  b") // !`}, []string{`(*T).M f(<-c,"a b")`}},
		{"one mended", func(s string) string { return strings.Replace(s, "\t<-c // !", "", 1) }, nil, []string{"F <-c"}},
		{"one more of a kind", func(s string) string { return strings.Replace(s, "\tx()", "\t<-c // !", 1) }, []string{"<-c // !"}, nil},
	} {
		fresh, stale := compare(source, tt.edit(source))
		if diff := cmp.Diff(tt.fresh, fresh); diff != "" {
			t.Errorf("%s: new findings: %s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.stale, stale); diff != "" {
			t.Errorf("%s: stale entries: %s", tt.name, diff)
		}
	}
}

func TestUnseen(t *testing.T) {
	b := baseline.Of(identify(source))
	m := b.Match(nil, nil, func(e baseline.Entry) bool { return e.Symbol == "F" })
	if len(m.Stale) != 2 || len(m.Unseen) != 2 || len(m.Known) != 0 {
		t.Errorf("got %+v", m)
	}
}

func TestNoSource(t *testing.T) {
	findings, _ := find(source)
	entries := baseline.Identify(findings[:1], func(string) ([]byte, error) { return nil, errors.New("no") })
	if entries[0].Snippet != "it is stuck" {
		t.Errorf("got %+v", entries)
	}
}

func TestLongLine(t *testing.T) {
	a, b := baseline.Snippet("f("+strings.Repeat("ä, ", 100)+"1)"), baseline.Snippet("f("+strings.Repeat("ä, ", 100)+"2)")
	if a == b || len(a) > 130 || strings.ToValidUTF8(a, "") != a {
		t.Errorf("%q, %q", a, b)
	}
}

func TestFile(t *testing.T) {
	b := baseline.Of(identify(source))
	text := b.Format()
	for _, data := range []string{
		string(text),
		strings.ReplaceAll(string(text), "\n", "\r\n"),
		"\ufeff" + string(text) + string(text), // as a union merge may leave it
	} {
		got, err := baseline.Parse("x", []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(b.Entries(), got.Entries()); diff != "" {
			t.Error(diff)
		}
		if string(got.Format()) != string(text) {
			t.Error("not the same bytes")
		}
	}
}

func TestDamaged(t *testing.T) {
	for text, want := range map[string]string{
		"# x\nabc\n":              "x:2: 1 fields separated by tabs; want 5",
		"a\tb\tc\td\te\n":         `x:1: bad number "e"`,
		"a\tb\tc\td\t0\n":         `x:1: bad number "0"`,
		"\n\n\tb\tc\td\t1\n":      "x:3: package, symbol or rule is empty",
		"a\tb\tc\td\t1\n======= ": "x:2: a merge conflict; asyncport baseline -w resolves it",
		"<<<<<<< HEAD\n":          "x:1: a merge conflict",
	} {
		if _, err := baseline.Parse("x", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// merge runs git merge-file on three sets of functions with a finding each.
func merge(t *testing.T, args []string, base, ours, theirs string) (string, bool) {
	t.Helper()
	dir := t.TempDir()
	var files []string
	for i, fns := range []string{ours, base, theirs} {
		src := ""
		for _, fn := range strings.Fields(fns) {
			src += "func " + fn + " {\n<-c // !\n}\n"
		}
		name := filepath.Join(dir, string('a'+rune(i)))
		if err := os.WriteFile(name, baseline.Of(identify(src)).Format(), 0o666); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	out, err := exec.Command("git", append(append([]string{"merge-file", "-p"}, args...), files...)...).Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Skip(err)
	}
	return string(out), err == nil
}

func TestMerge(t *testing.T) {
	for _, tt := range []struct {
		name               string
		base, ours, theirs string
		clean              bool   // without help
		union              string // what is left once stale entries are dropped
	}{
		{"removed apart", "A B C D E", "B C D E", "A B C E", true, "B C E"},
		{"added apart", "B D", "A B D", "B D E", true, "A B D E"},
		{"removed the same", "A B C", "A C", "A C", true, "A C"},
		{"removed neighbours", "A B C D", "A C D", "A B D", false, "A D"},
		{"added in one place", "A E", "A B E", "A C E", false, "A B C E"},
		{"removed beside added", "A C", "C", "A B C", false, "B C"},
	} {
		out, clean := merge(t, nil, tt.base, tt.ours, tt.theirs)
		if clean != tt.clean {
			t.Errorf("%s: without conflict is %v", tt.name, clean)
		}
		union, clean := merge(t, []string{"--union"}, tt.base, tt.ours, tt.theirs)
		if !clean {
			t.Errorf("%s: a conflict in spite of union", tt.name)
		}
		// What is found after the merge, and is all that may stay.
		src := ""
		for _, fn := range strings.Fields(tt.union) {
			src += "func " + fn + " {\n<-c // !\n}\n"
		}
		for _, text := range []string{out, union} {
			b, err := baseline.ParseConflict("x", []byte(text))
			if err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			findings, read := find(src)
			m := b.Match(findings, baseline.Identify(findings, read), seen)
			if len(m.New) > 0 {
				t.Errorf("%s: the merge lost %v", tt.name, m.NewEntries)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(string(baseline.Of(identify(source)).Format()))
	f.Add("<<<<<<< a\n# b\n=======\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := baseline.ParseConflict("x", []byte(text))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x:") {
				t.Errorf("no place in %v", err)
			}
			return
		}
		again, err := baseline.Parse("x", b.Format())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(b.Entries(), again.Entries()); diff != "" {
			t.Error(diff)
		}
	})
}
