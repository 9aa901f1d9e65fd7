package report_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

// diamond is a command over two packages over a leaf, which it imports itself,
// too; a package whose tests import the command; and one on its own.
func diamond() *rewrite.Result {
	return &rewrite.Result{Module: "m", Inventory: []rewrite.Inventory{
		{Path: "m/cmd", Imports: []string{"m/a", "m/b", "m/leaf"}},
		{Path: "m/a", Imports: []string{"m/leaf"}, TestImports: []string{"m/b"}},
		{Path: "m/b", Imports: []string{"m/leaf"}},
		{Path: "m/leaf"},
		{Path: "m/probe", TestImports: []string{"m/cmd", "m/leaf"}},
		{Path: "m/alone"},
	}}
}

// edges are the lines of the graph in Markdown, by name.
func edges(t *testing.T, text string) []string {
	t.Helper()
	names := make(map[string]string)
	var list []string
	for _, m := range regexp.MustCompile(`(?m)^ +(p[0-9_]+)\["([^<]*)<br>`).FindAllStringSubmatch(text, -1) {
		names[m[1]] = m[2]
	}
	for _, m := range regexp.MustCompile(`(?m)^  (p[0-9_]+) (-\S+) (p[0-9_]+)$`).FindAllStringSubmatch(text, -1) {
		list = append(list, names[m[1]]+" "+m[2]+" "+names[m[3]])
	}
	return list
}

// What others imply is left out: cmd imports leaf by a and by b. That a imports b
// in its tests implies nothing of a itself.
func TestImportsWithoutImpliedOnes(t *testing.T) {
	want := []string{"b --> leaf", "a --> leaf", "a -.-> b", "cmd --> b", "cmd --> a", "probe -.-> cmd"}
	if diff := cmp.Diff(want, edges(t, markdown(t, diamond()))); diff != "" {
		t.Errorf("imports (-want +got):\n%s", diff)
	}
}

// Packages whose tests import each other stand in one frame.
func TestImportsInAFrame(t *testing.T) {
	res := diamond()
	res.Inventory[2].TestImports = []string{"m/a"}
	text := markdown(t, res)
	for _, want := range []string{
		"  subgraph p2[\" \"]\n    p2_0[\"a<br>done\"]:::done\n    p2_1[\"b<br>done\"]:::done\n  end\n",
		"  p2 --> p1\n", "  p3 --> p2\n", "  p4 -.-> p3\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// Of many packages those with the most left to do are drawn, and a way through
// one that is not joins those at its ends.
func TestImportsOfManyPackages(t *testing.T) {
	r := wired(200)
	page := html(t, r)
	boxes := regexp.MustCompile(`<a href="[^"]*" data-node="[0-9]+" aria-label="([^:]*): `).FindAllStringSubmatch(page, -1)
	alone := regexp.MustCompile(`(?s)<ul class="alone".*?</ul>`).FindString(page)
	if n := len(boxes) + strings.Count(alone, "<li>"); n > 40 || n < 35 {
		t.Errorf("%d packages are drawn", n)
	}
	if !strings.Contains(page, "Of 200 packages the 39 with the most left to do are drawn") {
		t.Error("the page does not say what is left out")
	}
	if n := strings.Count(page, `<tr><th scope="row"><a href="#package=`); n != 2*200 {
		t.Errorf("%d rows, want each package in both tables", n)
	}
	verdicts := make(map[string]report.Verdict)
	for _, p := range r.Packages {
		verdicts[p.Path] = p.Verdict
	}
	if verdicts["example.com/wired/layer03/some-longer-name55"] != report.Blocked ||
		!strings.Contains(page, `data-node="`) || !strings.Contains(page, "some-longer-name55: blocked") {
		t.Error("a blocked package with six sites is not drawn")
	}
}

func TestImportsThroughOthers(t *testing.T) {
	res := &rewrite.Result{Module: "m", Inventory: []rewrite.Inventory{
		{Path: "m/top", Imports: []string{"m/middle"}}, {Path: "m/middle", Imports: []string{"m/bottom"}}, {Path: "m/bottom"},
	}}
	res.Sites = sitesIn("m/top", "m/top", "m/bottom", "m/bottom") // more than the others
	for _, name := range strings.Fields(strings.Repeat("x ", 45)) {
		path := "m/" + name + strings.Repeat("x", len(res.Inventory))
		res.Inventory = append(res.Inventory, rewrite.Inventory{Path: path})
		res.Sites = append(res.Sites, sitesIn(path)...)
	}
	if diff := cmp.Diff([]string{"top --> bottom"}, edges(t, markdown(t, res))); diff != "" {
		t.Errorf("imports (-want +got):\n%s", diff)
	}
}

func TestNoImports(t *testing.T) {
	page := html(t, report.New(&rewrite.Result{Module: "m", Inventory: []rewrite.Inventory{{Path: "m/a"}, {Path: "m/b"}}}, reason))
	if !strings.Contains(page, "None of the packages imports another.") || strings.Contains(page, "<path") {
		t.Error("two packages without imports are not shown as such")
	}
	one := html(t, report.New(&rewrite.Result{Module: "m", Inventory: []rewrite.Inventory{{Path: "m"}}}, reason))
	for _, no := range []string{"h-imports", `class="map`, "area: lines"} {
		if strings.Contains(one, no) {
			t.Errorf("a page of one package has %s", no)
		}
	}
}

// sitesIn has two refused sites in each package.
func sitesIn(paths ...string) []site.Site {
	var list []site.Site
	for _, path := range paths {
		for i := range 2 {
			list = append(list, site.Site{Package: path, Pos: at("x.go", i+1, 1), Construct: site.Send, Status: site.Refused, Rule: "channel", Reason: "mixed"})
		}
	}
	return list
}
