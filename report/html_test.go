package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

var pages = flag.String("pages", "", "write the pages that the browser test looks at into this `directory`")

func html(t *testing.T, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.HTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// shown is a page with one of everything, over sources.
func shown() *report.Report {
	res := result()
	run := "package m\n\nfunc Run() {\n\tch <- 1\n}\n" + strings.Repeat("\n\tn++ // äöü <b>not bold</b>", 30) + "\n"
	res.Sources = map[string][]byte{"run.go": []byte(run), "internal/store/cache.go": []byte(strings.Repeat("\tresp, err := http.Get(url)\n", 45))}
	res.Files[1].Old = []byte(run)
	res.Files[1].New = []byte(strings.Replace(run, "ch <- 1", "aio.Send(co, ch, 1)", 1))
	res.Sites[3].Pos.Line = 4
	r := report.New(res, reason, legacy())
	r.History = []report.HistoryEntry{
		{Revision: "v1.0.0", Counts: report.Counts{Rewritten: 9, Refused: 4, Findings: 3}},
		{Revision: "v1.1.0", Counts: report.Counts{Rewritten: 6, Refused: 3, Findings: 3, Marks: 2}},
	}
	return r
}

// pair is a page of two packages.
func pair() *report.Report {
	return report.New(&rewrite.Result{Module: "example.com/pair", Inventory: []rewrite.Inventory{
		{Path: "example.com/pair", Lines: 300, Imports: []string{"example.com/pair/inner"}, Explicit: true},
		{Path: "example.com/pair/inner", Lines: 20},
	}}, reason)
}

// large is a page of 10,000 findings and as many sites in 400 packages.
func large() *report.Report {
	res := &rewrite.Result{Module: "example.com/large", Sources: map[string][]byte{}}
	for p := range 400 {
		path := fmt.Sprintf("example.com/large/area%d/pkg%d", p%20, p)
		file := strings.TrimPrefix(path, "example.com/large/") + "/file.go"
		res.Packages = append(res.Packages, path)
		res.Sources[file] = []byte(strings.Repeat("\tvalue := <-source // wait for it\n", 120))
		res.Inventory = append(res.Inventory, rewrite.Inventory{Path: path, Lines: 50 + p*p%977})
		for i := range 25 {
			f := checker.Finding{Rule: []string{"stuck", "lockheld", "yieldpoint"}[i%3], Package: path, Func: fmt.Sprintf("%s.F%d", path, i),
				Pos: at(file, 4*i+1, 2), Message: fmt.Sprintf("F%d waits for number %d", i, p*i)}
			for hop := range 4 {
				f.Related = append(f.Related, checker.Related{Pos: at(file, 4*i+hop+1, 3), Message: fmt.Sprintf("calls G%d", hop)})
			}
			res.Findings = append(res.Findings, f)
			res.Sites = append(res.Sites, site.Site{Package: path, Func: f.Func, Pos: at(file, 4*i+2, 3), Construct: site.Receive,
				Text: "<-source", Kind: "chan", Status: site.Status(1 + (i+p)%(1+p%3)), Rule: "channel", Reason: "mixed"})
		}
	}
	return report.New(res, reason)
}

// wired is a page of 200 packages in 12 layers, some of whose tests import each
// other.
func wired(packages int) *report.Report {
	res := &rewrite.Result{Module: "example.com/wired", Sources: map[string][]byte{}}
	path := func(p int) string {
		return fmt.Sprintf("example.com/wired/layer%02d/some-longer-name%d", p*12/packages, p)
	}
	for p := range packages {
		inv := rewrite.Inventory{Path: path(p), Lines: 50 + p*p%977, Explicit: p%3 == 0}
		for i := range p % 4 {
			if below := p - 1 - (p*7+i*i*13)%(packages/3); below >= 0 && below*12/packages < p*12/packages {
				inv.Imports = append(inv.Imports, path(below))
			}
		}
		if p%29 == 5 && p+2 < packages {
			inv.TestImports = append(inv.TestImports, path(p+2))
		}
		if p%29 == 7 {
			inv.TestImports = append(inv.TestImports, path(p-2))
		}
		if p%31 == 20 {
			inv.TestImports = append(inv.TestImports, path(p-19))
		}
		slices.Sort(inv.Imports)
		inv.Imports = slices.Compact(inv.Imports)
		res.Packages, res.Inventory = append(res.Packages, inv.Path), append(res.Inventory, inv)
		for i := range p % 7 {
			status := site.Rewritten
			if p%5 == 0 {
				status = site.Refused
			}
			res.Sites = append(res.Sites, site.Site{Package: inv.Path, Pos: at("x.go", i+1, 3), Construct: site.Receive,
				Text: "<-source", Kind: "chan", Status: status, Rule: "channel", Reason: "mixed"})
		}
	}
	return report.New(res, reason)
}

// TestPages makes the pages for make browser, and looks at what needs no
// browser.
func TestPages(t *testing.T) {
	for name, r := range map[string]*report.Report{
		"shown": shown(),
		"large": large(),
		"wired": wired(200),
		"few":   wired(30),
		"pair":  pair(),
		"empty": report.New(&rewrite.Result{Module: "example.com/empty"}, reason),
	} {
		page := html(t, r)
		if page != html(t, r) {
			t.Errorf("%s: two runs differ", name)
		}
		for _, m := range regexp.MustCompile(`(?i)<[a-z][^>]*\s(src|href|action|xlink:href)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if !strings.HasPrefix(m[2], "#") && m[2] != "data:," {
				t.Errorf("%s: %s leads out of the page", name, m[0])
			}
		}
		if strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: a value was taken for unsafe", name)
		}
		writePage(t, name, page)
	}
	for name, c := range map[string]*report.Comparison{
		"compared":   report.Compare("example.com/m", "main", side(before), side(after)),
		"same":       report.Compare("example.com/m", "main", report.Side{}, report.Side{}),
		"introduced": report.Compare("example.com/m", "main", report.Side{}, many(200)),
	} {
		var b bytes.Buffer
		if err := c.Write(&b, "html"); err != nil {
			t.Fatal(err)
		}
		writePage(t, name, b.String())
	}
}

// writePage puts a page where the browser test looks for it.
func writePage(t *testing.T, name, page string) {
	t.Helper()
	if *pages == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*pages, name+".html"), []byte(page), 0o666); err != nil {
		t.Fatal(err)
	}
}

// Text of the source never becomes markup.
func TestHTMLEscapes(t *testing.T) {
	const evil = `</script><script>alert("&amp;")</script><!--`
	res := located()
	res.Module = "example.com/" + evil
	res.Findings[1].Message = evil
	res.Findings[1].Related[0].Message = evil
	res.Sources["y.go"] = []byte(evil)
	res.Inventory = []rewrite.Inventory{{Path: "example.com/m", Lines: 1}, {Path: evil, Lines: 1}}
	page := html(t, report.New(res, reason))
	if n := strings.Count(page, "<script"); n != 2 {
		t.Errorf("%d script elements, want 2", n)
	}
	if strings.Contains(page, "<!--") || strings.Contains(page, "alert(\"") {
		t.Error("text of the source is markup")
	}
}

func TestBurndown(t *testing.T) {
	page := html(t, shown())
	// 13, 9 and 4 sites, then 3, 3 and 1 findings, of at most 13 in 160 units
	// above the base at 170.
	for _, want := range []string{`points="10,10 300,60 590,121"`, `points="10,134 300,134 590,158"`, `<th scope="row">v1.1.0</th><td>9</td><td>3</td><td>2</td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if page := html(t, full()); !strings.Contains(page, "Burndown") {
		t.Error("no burndown with a history of one")
	}
	if page := html(t, large()); strings.Contains(page, "Burndown") {
		t.Error("a burndown without a history")
	}
}
