package directive_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/directive"
)

func parse(t testing.TB, src string) (*token.FileSet, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "x.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return fset, f
}

// one returns the only directive of a comment above a function.
func one(t *testing.T, comment string) directive.Directive {
	t.Helper()
	list := directive.Parse(parse(t, "package p\n\n"+comment+"\nfunc f() {}\n"))
	if len(list) != 1 {
		t.Fatalf("%s: %d directives", comment, len(list))
	}
	return list[0]
}

func TestSound(t *testing.T) {
	for _, tt := range []struct {
		comment string
		verb    directive.Verb
		words   string // rules or arguments
		reason  string
	}{
		{"//asyncport:ignore lockheld short and bounded", "ignore", "lockheld", "short and bounded"},
		{"//asyncport:ignore lockheld,stuck both are old", "ignore", "lockheld stuck", "both are old"},
		{"//asyncport:ignore lockheld, stuck both are old", "ignore", "lockheld stuck", "both are old"},
		{"//asyncport:ignore stuck,stuck twice", "ignore", "stuck", "twice"},
		{"//asyncport:ignore stuck see https://example.com/1 // a remark", "ignore", "stuck", "see https://example.com/1"},
		{"//asyncport:ignore\tstuck\ttabs", "ignore", "stuck", "tabs"},
		{"//asyncport:assume nonblocking", "assume", "nonblocking", ""},
		{"//asyncport:assume nonblocking // the pool is full", "assume", "nonblocking", "the pool is full"},
		{"//asyncport:assume blocks", "assume", "blocks", ""},
		{"//asyncport:assume blocks net,db", "assume", "blocks net db", ""},
		{"//asyncport:nonblocking", "nonblocking", "", ""},
		{"//asyncport:nonblocking // called by the loop", "nonblocking", "", "called by the loop"},
	} {
		d := one(t, tt.comment)
		if d.Err != "" {
			t.Errorf("%s: %s", tt.comment, d.Err)
		}
		words := strings.Join(append(d.Rules, d.Args...), " ")
		if d.Verb != tt.verb || words != tt.words || d.Reason != tt.reason {
			t.Errorf("%s: got %s, %q, %q", tt.comment, d.Verb, words, d.Reason)
		}
	}
}

func TestErrors(t *testing.T) {
	for comment, want := range map[string]string{
		"//asyncport:ignore":                       "needs a rule and a reason",
		"//asyncport:ignore lockheld":              "needs a reason",
		"//asyncport:ignore lockheld // remark":    "needs a reason",
		"//asyncport:ignore lockheld,,stuck a":     "missing beside a comma",
		"//asyncport:ignore lockheld,":             "missing beside a comma",
		"//asyncport:ignore , why":                 "missing beside a comma",
		"//asyncport:ingore lockheld why":          `unknown directive "//asyncport:ingore"`,
		"//asyncport:":                             "unknown directive",
		"//asyncport: ignore stuck why":            "without a space",
		"//asyncport:assume":                       "needs one of",
		"//asyncport:assume fast":                  "want one of",
		"//asyncport:assume nonblocking because":   "takes no argument",
		"//asyncport:assume blocks net over a VPN": "separated by commas",
		"//asyncport:assume blocks net,":           "missing beside a comma",
		"//asyncport:assume guarded-by":            "name of one mutex",
		"//asyncport:assume guarded-by mu":         "belongs to a field",
		"//asyncport:nonblocking here":             "takes no argument",
	} {
		if d := one(t, comment); !strings.Contains(d.Err, want) {
			t.Errorf("%s: error %q, want %q", comment, d.Err, want)
		}
	}
}

func TestProse(t *testing.T) {
	list := directive.Parse(parse(t, `package p

// asyncport:ignore is how a comment begins.
// asyncport:assume that this is prose.
// See //asyncport:ignore RULE reason.
/*asyncport:ignore stuck a block comment */
func f() {}

const s = "//asyncport:ignore stuck in a string"
`))
	if len(list) != 0 {
		t.Errorf("got %+v", list)
	}
}

// lines writes the source with line numbers in mind: each line that ignores
// speak for gets their reasons.
func covered(t *testing.T, src string) map[string]string {
	t.Helper()
	list := directive.Parse(parse(t, src))
	got := make(map[string]string)
	for _, d := range list {
		if d.Err != "" {
			got[d.Reason] = d.Err
			continue
		}
		var lines []string
		for i, text := range strings.Split(src, "\n") {
			if d.Covers(i + 1) {
				text, _, _ = strings.Cut(text, " //")
				lines = append(lines, strings.TrimSpace(text))
			}
		}
		got[d.Reason] = strings.Join(lines, "|")
	}
	return got
}

func TestLines(t *testing.T) {
	got := covered(t, `package p //asyncport:ignore r package

//asyncport:ignore r above the function
//asyncport:ignore r stacked
// and a comment
func f(
	a int,
) {
	g() //asyncport:ignore r end of line
	//asyncport:ignore r call
	g(
		1,
		func() {
			g()
		},
	)
	//asyncport:ignore r loop
	for i := range 3 {
		g(i)
		if i > 1 { //asyncport:ignore r brace
			g(2)
		} //asyncport:ignore r closing
	} // a remark
	//asyncport:ignore r after a remark
	g(); g(
		2)
	select {
	//asyncport:ignore r comm
	case <-c:
		g()
	//asyncport:ignore r default
	default:
		g()
	}
	//asyncport:ignore r else
}

//asyncport:ignore r type
type T struct {
	//asyncport:ignore r field
	f func(
		int)
	g int //asyncport:ignore r end of field
}

//asyncport:ignore r group
var (
	x = []int{
		//asyncport:ignore r element
		1 +
			2,
		3,
	}
)

//asyncport:ignore r far

var y int

//asyncport:ignore r last
`)
	want := map[string]string{
		"package":            "package p",
		"above the function": "func f(|a int,|) {",
		"stacked":            "func f(|a int,|) {",
		"end of line":        "g()",
		"call":               "g(|1,|func() {",
		"loop":               "for i := range 3 {",
		"brace":              "if i > 1 {",
		"closing":            "}",
		"after a remark":     "g(); g(|2)",
		"comm":               "case <-c:",
		"default":            "default:",
		"else":               "}",
		"type":               "type T struct {",
		"field":              "f func(|int)",
		"end of field":       "g int",
		"group":              "var (",
		"element":            "1 +|2,",
	}
	for _, stray := range []string{"far", "last"} {
		if !strings.Contains(got[stray], "speaks for nothing") {
			t.Errorf("%s: got %q", stray, got[stray])
		}
		delete(got, stray)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What cgo and other generators write has //line comments, which must not
// move an ignore away from its line.
func TestLineComments(t *testing.T) {
	fset, f := parse(t, "package p\n\n//line other.go:500\nfunc f() {\n\tf() //asyncport:ignore r why\n}\n")
	d := directive.Parse(fset, f)[0]
	if d.From != 5 || d.To != 5 {
		t.Errorf("lines %d to %d, want 5", d.From, d.To)
	}
}

func TestWindowsLineEnds(t *testing.T) {
	d := one(t, strings.ReplaceAll("//asyncport:ignore stuck why not", "\n", "\r\n")+"\r")
	if d.Err != "" || d.Reason != "why not" {
		t.Errorf("got %+v", d)
	}
}

func TestDeclarations(t *testing.T) {
	_, f := parse(t, `package p

// F does.
//
//asyncport:nonblocking
//asyncport:assume blocks net // both, the last is wrong here
//asyncport:assume guarded-by mu
//asyncport:ignore r why
func F() {}

type T struct {
	//asyncport:assume guarded-by a
	x int
	y int //asyncport:assume guarded-by b
	z func() //asyncport:assume nonblocking
	//asyncport:nonblocking
	w int
}

//asyncport:assume guarded-by mu
var v int

//asyncport:assume guarded-by nobody
var (
	w int //asyncport:assume guarded-by c
)
`)
	var got []string
	add := func(name string, list []directive.Directive) {
		for _, d := range list {
			got = append(got, strings.TrimSpace(fmt.Sprint(name, " ", d.Verb, " ", strings.Join(d.Args, " "))))
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			add(n.Name.Name, directive.ForFunc(n))
		case *ast.Field:
			add(n.Names[0].Name, directive.ForField(n))
		case *ast.GenDecl:
			for _, s := range n.Specs {
				if s, ok := s.(*ast.ValueSpec); ok {
					add(s.Names[0].Name, directive.ForVar(n, s))
				}
			}
		}
		return true
	})
	want := []string{
		"F nonblocking", "F assume blocks net",
		"x assume guarded-by a", "y assume guarded-by b", "z assume nonblocking",
		"v assume guarded-by mu", "w assume guarded-by c",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlaces(t *testing.T) {
	src := `package p

//asyncport:nonblocking // type
type T interface {
	//asyncport:assume nonblocking // method
	M()
	//asyncport:nonblocking // contract of a method
	N()
}

//asyncport:nonblocking // func

func f() {
	f() //asyncport:assume nonblocking // call
}

//asyncport:assume guarded-by mu // var
var x int

func g() {
	//asyncport:assume guarded-by mu // local
	var x int
	type t struct {
		x int //asyncport:assume guarded-by mu // field of local
	}
}
`
	bad := make(map[string]bool)
	for _, d := range directive.Parse(parse(t, src)) {
		bad[d.Reason] = d.Err != ""
	}
	want := map[string]bool{"type": true, "method": false, "contract of a method": true, "func": true, "call": true, "var": false,
		"local": true, "field of local": false}
	if diff := cmp.Diff(want, bad); diff != "" {
		t.Error(diff)
	}
}

func TestAny(t *testing.T) {
	for src, want := range map[string]bool{
		"package p\n\n// asyncport: prose\nfunc f() {}\n":                             false,
		"package p\n\n//asyncport:nonblocking\nfunc f() {}\n":                         true,
		"package p\n\ntype T struct {\n\tn int //asyncport:assume guarded-by mu\n}\n": true,
		"package p\n\nvar s = \"//asyncport:nonblocking\"\n":                          false,
		"package p\n\nfunc f() {\n\t//asyncport:ignore stuck it is meant\n\tg()\n}\n": true,
	} {
		if _, f := parse(t, src); directive.Any(f) != want {
			t.Errorf("Any is %t for\n%s", !want, src)
		}
	}
}
