package report_test

import (
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

func at(file string, line, col int) token.Position {
	return token.Position{Filename: file, Line: line, Column: col}
}

// result is a run with one of everything, in an order that no report keeps.
func result() *rewrite.Result {
	const root, store = "example.com/m", "example.com/m/internal/store"
	return &rewrite.Result{
		Module:   root,
		Packages: []string{root, root + "_test", store, "example.com/m/quiet"},
		Sites: []site.Site{
			{Package: store, Func: store + ".(*Cache).Get", Pos: at("internal/store/cache.go", 40, 2), Construct: site.Call,
				Text: "resp, err := http.Get(url)", Kind: "net", Status: site.Rewritten, Rule: "call"},
			{Package: store, Func: store + ".(*Cache).Get", Pos: at("internal/store/cache.go", 9, 3), Construct: site.Select,
				Text: "select {", Kind: "select", Status: site.Refused, Rule: "channel", Reason: "mixed", Detail: "case a | b"},
			{Package: root, Func: root + ".Run", Pos: at("run.go", 12, 5), Construct: site.Go,
				Text: "go func() {", Status: site.Refused, Rule: "spawn", Reason: "escapes"},
			{Package: root, Func: root + ".Run", Pos: at("run.go", 20, 5), Construct: site.Send,
				Text: "ch <- `a|b`", Kind: "chan", Status: site.Rewritten, Rule: "channel"},
			{Package: root, Func: root + ".Run", Pos: at("run.go", 30, 5), Construct: site.Lock,
				Text: "mu.Lock()", Kind: "lock", Status: site.NotApplicable, Rule: "lock", Reason: "short"},
		},
		Findings: []checker.Finding{{
			Rule: "sharedstate", Pos: at("run.go", 14, 7), Package: root, Func: root + ".Run.func1",
			Message: "n is written by *two* goroutines",
			Related: []checker.Related{{Pos: at("run.go", 16, 2), Message: "also here"}, {Message: "no common lock"}},
		}},
		Suppressed: []checker.Suppressed{{
			Finding: checker.Finding{Rule: "stuck", Pos: at("run.go", 33, 2), Package: root + "_test", Func: root + "_test.TestRun", Message: "nobody receives"},
			Reason:  "the test ends first", Comment: at("run.go", 32, 2),
		}},
		Inventory: []rewrite.Inventory{
			{Path: root, Lines: 60, TestLines: 9, Imports: []string{store}, Explicit: true,
				Yields: map[catalog.Kind]int{catalog.Lock: 1, catalog.Chan: 2, catalog.Await: 3},
				Hidden: []rewrite.HiddenYield{{Callee: store + ".(*Cache).Get", Kind: catalog.Net, Calls: 2, Pos: at("run.go", 22, 9), Func: root + ".Run",
					Chain: []yieldpoint.Hop{{Pos: "cache.go:38", What: store + ".(*Cache).load", Callee: store + ".(*Cache).load"}, {Pos: "cache.go:40", What: "net/http.Get"}}}}},
			{Path: store, Lines: 50, Yields: map[catalog.Kind]int{catalog.Net: 1, catalog.Select: 1}},
			{Path: root + "/quiet", Lines: 7, Explicit: true},
		},
		Files: []rewrite.FileChange{
			{Path: "internal/aio/run.go", New: []byte("package aio\n"), Runtime: true},
			{Path: "run.go", Old: []byte("package m\n\nfunc Run() {\n\tch <- 1\n}\n"),
				New: []byte("package m\n\nfunc Run(co aio.Context) {\n\taio.Send(co, ch, 1)\n}\n")},
		},
		API: []rewrite.APIChange{
			{Package: root, Change: "RunCo: added", Compatible: true},
			{Package: root, Change: "Pool.size: removed", Compatible: false},
		},
		NotSeen: []load.Unseen{
			{Package: store, File: "internal/store/gen.go", Why: "generated"},
			{File: "tools/go.mod", Why: "a module of its own"},
		},
		Dropped: []rewrite.Drop{{Package: store, Func: store + ".Open", Why: "did not compile: x declared and not used"}},
	}
}

func reason(rule, code string) string {
	return map[string]string{
		"spawn escapes": "The goroutine outlives its function; give it an owner.",
		"channel mixed": "The cases cannot be told apart.",
		"lock short":    "The lock is never held across a yield.",
	}[rule+" "+code]
}

// golden reads a file of testdata/report.txtar, whose contents were written by
// hand from the description of the format.
func golden(t *testing.T, name string) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/report.txtar")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("testdata/report.txtar has no %s", name)
	}
	return string(archive.Files[i].Data)
}

func markdown(t *testing.T, res *rewrite.Result) string {
	t.Helper()
	var b strings.Builder
	if err := report.New(res, reason).Markdown(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarkdown(t *testing.T) {
	if diff := cmp.Diff(golden(t, "report.md"), markdown(t, result())); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	want := markdown(t, result())
	res := result()
	slices.Reverse(res.Sites)
	slices.Reverse(res.API)
	slices.Reverse(res.NotSeen)
	slices.Reverse(res.Packages)
	if diff := cmp.Diff(want, markdown(t, res)); diff != "" {
		t.Errorf("the order of the input shows (-want +got):\n%s", diff)
	}
}

func TestTree(t *testing.T) {
	got := make(map[string]string)
	for _, f := range report.New(result(), reason).Tree() {
		got[f.Name] = string(f.Data)
	}
	for name, data := range got {
		if diff := cmp.Diff(golden(t, name), data); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if len(got) != 3 {
		t.Errorf("%d files, want 3", len(got))
	}
}

func TestWriteTreeRemovesItsOwnOldFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	if err := report.New(result(), reason).WriteTree(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.md"), []byte("mine\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	res := result()
	res.Sites, res.Dropped, res.NotSeen = res.Sites[2:], nil, nil
	if err := report.New(res, reason).WriteTree(dir); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{"README.md", "notes.md", "pkg.md"}, names); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestWriteTreeKeepsWhatIsNoReport(t *testing.T) {
	dir := t.TempDir()
	readme := filepath.Join(dir, "README.md")
	if err := os.WriteFile(readme, []byte("# My project\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := report.New(result(), reason).WriteTree(dir); err == nil {
		t.Error("no error for a README.md that is no report")
	}
	if data, err := os.ReadFile(readme); err != nil || string(data) != "# My project\n" {
		t.Errorf("README.md is now %q, error %v", data, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("%d files, want only README.md", len(entries))
	}
}

func TestReasonSharedByRules(t *testing.T) {
	res := &rewrite.Result{Module: "m"}
	for i, rule := range []string{"call", "channel", "call"} {
		res.Sites = append(res.Sites, site.Site{Package: "m", Pos: at("m.go", i+1, 1), Construct: site.Call,
			Status: site.Refused, Rule: rule, Reason: "generated"})
	}
	got := report.New(res, func(_, _ string) string { return "The file is generated." }).Reasons
	want := []report.ReasonCount{{Code: "generated", Text: "The file is generated.", Sites: 3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
}

func TestVerdicts(t *testing.T) {
	sites := func(statuses ...site.Status) *rewrite.Result {
		res := &rewrite.Result{Module: "m"}
		for i, s := range statuses {
			res.Sites = append(res.Sites, site.Site{Package: "m", Pos: at("m.go", i+1, 1), Construct: site.Sleep, Status: s})
		}
		return res
	}
	tests := map[string]*rewrite.Result{
		"**Nothing to port**: no place was found that waits without a mark or starts a plain goroutine. The analyzers found no mistake.": sites(),
		"**Nothing left to port**: none of 2 sites needs a rewrite. The analyzers found no mistake.":                                     sites(site.NotApplicable, site.NotApplicable),
		"**asyncport ports every site**: 1 of 1 that need a rewrite. The analyzers found no mistake.":                                    sites(site.Rewritten, site.NotApplicable),
		"**asyncport ports 66 % of the sites**: 2 of 3 that need a rewrite; refused with a reason: 1. The analyzers found no mistake.":   sites(site.Rewritten, site.Refused, site.Rewritten),
		"**asyncport ports 0 % of the sites**: 0 of 1 that need a rewrite; refused with a reason: 1. The analyzers found no mistake.":    sites(site.Refused),
	}
	for want, res := range tests {
		if got := markdown(t, res); !strings.Contains(got, "\n"+want+"\n") {
			t.Errorf("verdict %q is not in:\n%s", want, got)
		}
	}
}

// A build line that the rewrite adds for the sake of the language is said.
func TestNewBuildLine(t *testing.T) {
	res := result()
	for i := range res.Files {
		if res.Files[i].Path == "run.go" {
			res.Files[i].New = append([]byte("//go:build go1.22\n\n"), res.Files[i].New...)
		}
	}
	const want = "\n- new build line `//go:build go1.22` in `run.go`: "
	if got := markdown(t, res); !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
	if strings.Contains(markdown(t, result()), "build line") {
		t.Error("a build line that is not there")
	}
}
