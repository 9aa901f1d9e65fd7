package report_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/report"
)

// side makes a side of a source text: each line "... // RULE message" is a
// finding in the function above it, "... // RULE message // because reason" a
// suppressed one.
func side(src string) report.Side {
	s := report.Side{Sources: map[string][]byte{"m.go": []byte(src)}}
	fn := ""
	for i, line := range strings.Split(src, "\n") {
		if name, ok := strings.CutPrefix(line, "func "); ok {
			fn = "example.com/m." + strings.TrimSuffix(name, "() {")
		}
		_, text, ok := strings.Cut(line, " // ")
		if !ok {
			continue
		}
		rule, message, _ := strings.Cut(text, " ")
		message, reason, suppressed := strings.Cut(message, " // because ")
		f := checker.Finding{
			Rule: rule, Package: "example.com/m", Func: fn, Pos: at("m.go", i+1, 2), Message: message,
			Related: []checker.Related{{Pos: at("m.go", i+2, 1), Message: fmt.Sprintf("the witness of %s, at m.go:%d:1", message, i+2)}},
		}
		if suppressed {
			s.Suppressed = append(s.Suppressed, checker.Suppressed{Finding: f, Reason: reason, Comment: at("m.go", i+1, 30)})
		} else {
			s.Findings = append(s.Findings, f)
		}
	}
	return s
}

const before = `func A() {
	carried() // lockheld carried
	carried() // lockheld carried
	fixed() // stuck fixed
	quiet() // stuck quiet
	speaks() // stuck speaks // because of old
	known() // stuck known // because of old
}
`

// after has lines above, another order, one lockheld of a kind more, one stuck
// less, and its comments elsewhere.
const after = `// A comment.

func B() {
	carried() // lockheld in another function
}

func A() {
	known() // stuck known // because of old
	speaks() // stuck speaks
	quiet() // stuck quiet // because we say so
	carried() // lockheld carried
	carried() // lockheld carried
	carried() // lockheld carried
	fresh() // stuck fresh // because it is new
}
`

// names are the messages of a list.
func names(list []report.Change) []string {
	var all []string
	for _, f := range list {
		all = append(all, f.Message)
	}
	return all
}

func TestCompare(t *testing.T) {
	c := report.Compare("example.com/m", "main", side(before), side(after))
	got := map[string][]string{
		"introduced": names(c.Introduced), "fixed": names(c.Fixed), "carried": names(c.Carried), "suppressed": names(c.Suppressed)}
	want := map[string][]string{
		// A third one of a kind, one in another function, and one whose comment
		// is gone.
		"introduced": {"carried", "in another function", "speaks"},
		"fixed":      {"fixed"},
		"carried":    {"carried", "carried"},
		"suppressed": {"fresh", "quiet"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if want := (report.ChangeCounts{Introduced: 3, Fixed: 1, Carried: 2, Suppressed: 2}); c.Counts != want {
		t.Errorf("counts are %+v", c.Counts)
	}
	if want := []report.RuleChange{
		{Rule: "lockheld", Severity: report.Error, ChangeCounts: report.ChangeCounts{Introduced: 2, Carried: 2}},
		{Rule: "stuck", Severity: report.Error, ChangeCounts: report.ChangeCounts{Introduced: 1, Fixed: 1, Suppressed: 2}},
	}; !slices.Equal(c.Rules, want) {
		t.Errorf("rules are %+v", c.Rules)
	}
}

func TestCompareWithItself(t *testing.T) {
	c := report.Compare("m", "HEAD", side(after), side(after))
	if want := (report.ChangeCounts{Carried: 5}); c.Counts != want {
		t.Errorf("counts are %+v", c.Counts)
	}
	if c = report.Compare("m", "HEAD", report.Side{}, report.Side{}); c.Counts != (report.ChangeCounts{}) {
		t.Errorf("nothing: %+v", c.Counts)
	}
}

// Exchanging the sides exchanges introduced and fixed.
func TestCompareIsSymmetric(t *testing.T) {
	plain := func(src string) string { return strings.ReplaceAll(src, " // because", ": because") }
	there := report.Compare("m", "x", side(plain(before)), side(plain(after)))
	back := report.Compare("m", "x", side(plain(after)), side(plain(before)))
	if !slices.Equal(names(there.Introduced), names(back.Fixed)) || !slices.Equal(names(there.Fixed), names(back.Introduced)) {
		t.Errorf("there %v %v, back %v %v", names(there.Introduced), names(there.Fixed), names(back.Introduced), names(back.Fixed))
	}
}

// The body stays the same, byte by byte, wherever the lines go, in either tree;
// whatever the revision is called.
func TestShiftedLinesChangeNoComment(t *testing.T) {
	want := report.Compare("example.com/m", "main", side(before), side(after)).Comment(report.CommentLimit)
	shift := func(n int, src string) string {
		return strings.Repeat("\n", n) + strings.ReplaceAll(src, "\n", strings.Repeat("\n", n+1))
	}
	for n := range 4 {
		for _, c := range []*report.Comparison{
			report.Compare("example.com/m", "main", side(shift(n, before)), side(after)),
			report.Compare("example.com/m", "4f2c", side(before), side(shift(n, after))),
		} {
			if got := c.Comment(report.CommentLimit); got != want {
				t.Fatalf("%d lines:\n%s", n, cmp.Diff(want, got))
			}
		}
	}
}

const comment = `<!-- asyncport report: example.com/m -->
## asyncport: 3 findings introduced

Module ` + "`example.com/m`" + `. Introduced: 3, fixed: 1, carried: 2, suppressed: 2.

| rule | severity | introduced | fixed | carried | suppressed |
|---|---|--:|--:|--:|--:|
| lockheld | error | 2 | 0 | 2 | 0 |
| stuck | error | 1 | 1 | 0 | 2 |

### Introduced

- **lockheld** ` + "`m.go` in `m.A`, `carried() // lockheld carried`" + `: carried
  - ` + "`m.go`" + `: the witness of carried, at m.go
- **lockheld** ` + "`m.go` in `m.B`, `carried() // lockheld in another function`" + `: in another function
  - ` + "`m.go`" + `: the witness of in another function, at m.go
- **stuck** ` + "`m.go` in `m.A`, `speaks() // stuck speaks`" + `: speaks
  - ` + "`m.go`" + `: the witness of speaks, at m.go

<details><summary>Fixed: 1</summary>

- **stuck** ` + "`m.go` in `m.A`, `fixed() // stuck fixed`" + `: fixed

</details>

<details><summary>Suppressed by comments: 2</summary>

- **stuck** ` + "`m.go` in `m.A`, `fresh() // stuck fresh // because it is new`" + `: fresh
  - the comment says: it is new
- **stuck** ` + "`m.go` in `m.A`, `quiet() // stuck quiet // because we say so`" + `: quiet
  - the comment says: we say so

</details>

<details><summary>Carried: 2</summary>

- **lockheld** ` + "`m.go` in `m.A`, `carried() // lockheld carried`" + `: carried
- **lockheld** ` + "`m.go` in `m.A`, `carried() // lockheld carried`" + `: carried

</details>
`

func TestComment(t *testing.T) {
	c := report.Compare("example.com/m", "main", side(before), side(after))
	if diff := cmp.Diff(comment, c.Comment(report.CommentLimit)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestCommentVerdict(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"", "", "no findings"},
		{before, before, "no finding introduced"},
		{before, strings.Replace(before, " // stuck fixed", "", 1), "no finding introduced, 1 finding fixed"},
		{strings.Replace(before, " // stuck fixed", "", 1), before, "1 finding introduced"},
	} {
		text := report.Compare("m", "main", side(tt.before), side(tt.after)).Comment(report.CommentLimit)
		if !strings.Contains(text, "## asyncport: "+tt.want+"\n") {
			t.Errorf("no %q in\n%s", tt.want, text)
		}
	}
}

// many is a tree with n findings of each of two severities.
func many(n int) report.Side {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "func F%d() {\n\twait(%d) // stuck nobody sends %d\n\tlost(%d) // lostfuture nobody looks %d\n}\n", i, i, i, i, i)
	}
	return side(b.String())
}

// What does not fit goes as a whole, details before counts, and never does
// anything go that would have fitted.
func TestCommentStaysBelowTheLimit(t *testing.T) {
	const n = 5000
	for name, c := range map[string]*report.Comparison{
		"introduced": report.Compare("example.com/m", "main", report.Side{}, many(n)),
		"fixed":      report.Compare("example.com/m", "main", many(n), report.Side{}),
		"carried":    report.Compare("example.com/m", "main", many(n), many(n)),
	} {
		text := c.Comment(report.CommentLimit)
		if len(text) > report.CommentLimit || len(text) > 65_536 {
			t.Errorf("%s: %d bytes", name, len(text))
		}
		for _, want := range []string{report.Marker("example.com/m") + "\n## asyncport: ", name + ": 10000", "\n| stuck | error |", "\n| lostfuture | warning |"} {
			if !strings.Contains(strings.Replace(text, "Introduced: ", "introduced: ", 1), want) {
				t.Errorf("%s: no %q in\n%.600s", name, want, text)
			}
		}
		for i, line := range strings.Split(text, "\n") {
			if strings.HasPrefix(line, "- **") && !strings.Contains(line, ": nobody ") {
				t.Errorf("%s: line %d is cut: %s", name, i+1, line)
			}
		}
	}
}

func TestCommentDropsDetailStepByStep(t *testing.T) {
	c := report.Compare("example.com/m", "main", side(before), side(after))
	steps := []struct{ name, text string }{ // what goes, in this order
		{"carried", "<details><summary>Carried"},
		{"fixed", "<details><summary>Fixed"},
		{"suppressed", "<details><summary>Suppressed"},
		{"witnesses", "the witness of"},
		{"the last one introduced", "`speaks() "},
		{"the one before", "in another function"},
		{"the first", "### Introduced\n\n- "},
	}
	gone := 0
	for limit := len(comment); limit > 0; limit-- {
		text := c.Comment(limit)
		for gone < len(steps) && !strings.Contains(text, steps[gone].text) {
			gone++
		}
		for i, step := range steps {
			if strings.Contains(text, step.text) != (i >= gone) {
				t.Fatalf("limit %d: %s: there is %v, %d are gone\n%s", limit, step.name, i < gone, gone, text)
			}
		}
		if gone < len(steps) && len(text) > limit {
			t.Fatalf("limit %d: %d bytes", limit, len(text))
		}
		for _, want := range []string{report.Marker("example.com/m"), "3 findings introduced", "| lockheld | error | 2 |"} {
			if !strings.Contains(text, want) {
				t.Fatalf("limit %d: no %q in\n%s", limit, want, text)
			}
		}
	}
	if gone != len(steps) {
		t.Errorf("%s stays whatever the limit", steps[gone].name)
	}
}

func TestComparisonFollowsItsSchema(t *testing.T) {
	schema := compile(t, "../docs/comparison.schema.json")
	for name, c := range map[string]*report.Comparison{
		"full":  report.Compare("example.com/m", "main", side(before), side(after)),
		"empty": report.Compare("m", "main", report.Side{}, report.Side{}),
	} {
		var b bytes.Buffer
		if err := c.Write(&b, "json"); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(parseJSON(t, b.Bytes())); err != nil {
			t.Errorf("%s: %v\n%s", name, err, b.Bytes())
		}
		for _, change := range [][2]string{{`"version": 1`, `"version": 2`}, {`"introduced": `, `"intruded": `}} {
			bad := strings.Replace(b.String(), change[0], change[1], 1)
			if schema.Validate(parseJSON(t, []byte(bad))) == nil {
				t.Errorf("%s: %s is accepted", name, change[1])
			}
		}
	}
}

func TestComparisonAsSARIF(t *testing.T) {
	c := report.Compare("example.com/m", "main", side(before), side(after))
	var b bytes.Buffer
	if err := c.Write(&b, "sarif"); err != nil {
		t.Fatal(err)
	}
	validate(t, b.Bytes())
	states := make(map[string]int)
	for _, state := range []string{"new", "updated", "unchanged", "absent"} {
		states[state] = strings.Count(b.String(), fmt.Sprintf(`"baselineState": %q`, state))
	}
	// Three introduced and a new one with a comment; quiet got a comment.
	if want := map[string]int{"new": 4, "updated": 1, "unchanged": 2, "absent": 1}; !cmp.Equal(states, want) {
		t.Errorf("states are %v", states)
	}
	b.Reset()
	if err := report.Compare("m", "main", many(9000), many(4000)).Write(&b, "sarif"); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `"baselineState"`); n != 18_000 {
		t.Errorf("%d results", n)
	}
	if err := report.Compare("m", "main", report.Side{}, many(12_501)).Write(&b, "sarif"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "2 findings left out") {
		t.Error("two results too many, and nothing said")
	}
}

func TestComparisonAsHTML(t *testing.T) {
	c := report.Compare("example.com/m", "<main>", side(strings.ReplaceAll(before, "fixed()", "fixed[<T>]()")), side(after))
	var b bytes.Buffer
	if err := c.Write(&b, "html"); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{
		"compared with &lt;main&gt;", "3 findings introduced", `<h2 id="h-introduced">`, `<h2 id="h-fixed">`, `<h2 id="h-carried">`,
		"<code>m.go:13:2</code>", "fixed[&lt;T&gt;]()", "The comment says: we say so",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, no := range []string{"<script", "http:", "https:", "src="} {
		if strings.Contains(text, no) {
			t.Errorf("the page has %s", no)
		}
	}
}

func TestComparisonFormats(t *testing.T) {
	c := report.Compare("m", "main", report.Side{}, report.Side{})
	for _, f := range report.Formats() {
		if err := c.Write(new(bytes.Buffer), f); err != nil {
			t.Error(err)
		}
	}
	if err := c.Write(new(bytes.Buffer), "x"); err == nil || !strings.Contains(err.Error(), "md, html, json, sarif") {
		t.Error(err)
	}
}
