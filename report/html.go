package report

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers"
)

//go:embed page
var pageFiles embed.FS

var pageTemplate = template.Must(template.ParseFS(pageFiles, "page/page.tmpl", "page/imports.tmpl"))

// page is what the template shows. What is long is drawn by the script, from
// Data.
type page struct {
	Module, Verdict, Formula string
	Basis                    string
	Style                    template.CSS
	Script, Data             template.JS
	Applicable, Percent      int
	Cards                    []card
	Legend                   []legend
	Maps                     []treemap
	Imports                  *importsView
	Burndown                 *burndown
	Packages                 []pageRow
	Milestones               []pageStep
	Removable, Stalls        []Remark
	NotSeen                  []Unseen
}

type card struct{ Value, Label string }

type legend struct {
	VerdictCount
	look
}

// look is how a verdict looks: not by its colour alone.
type look struct{ Class, Symbol string }

func (v Verdict) look() look {
	symbol := map[Verdict]string{Blocked: "✖", Mechanical: "⚙", Ready: "◐", Done: "✔"}[v]
	return look{v.class(), symbol}
}

type pageRow struct {
	*Package
	look
	Short string
	Link  template.URL
}

type pageStep struct {
	Packages             []string
	Sites, Share, Lines  int
	After, Flips, ByHand string
}

// HTML writes the report as one page that needs nothing beside it.
func (r *Report) HTML(w io.Writer) error {
	data, err := r.pageData()
	if err != nil {
		return err
	}
	p := page{
		Module: r.Module, Verdict: strings.ReplaceAll(r.verdict(), "**", ""), Formula: EffortFormula,
		Basis: r.basis(),
		Style: template.CSS(pageFile("style.css")), Script: template.JS(pageFile("script.js")), Data: template.JS(data),
		Applicable: r.Counts.Applicable(), Percent: r.Counts.Percent(),
		Cards: r.cards(), Maps: r.treemaps(), Imports: r.drawImports(), Burndown: r.drawBurndown(), NotSeen: r.NotSeen,
	}
	for _, v := range r.Verdicts {
		p.Legend = append(p.Legend, legend{v, v.Verdict.look()})
	}
	for i := range r.Packages {
		pkg := &r.Packages[i]
		p.Removable = append(p.Removable, pkg.Removable...)
		p.Stalls = append(p.Stalls, pkg.Stalls...)
		p.Packages = append(p.Packages, pageRow{pkg, pkg.Verdict.look(), r.shortPath(pkg.Path), packageLink(pkg.Path)})
	}
	for _, m := range r.Milestones {
		s := pageStep{Sites: m.Sites, Share: m.Share(), Lines: m.Lines, After: numbers(m.After), ByHand: byHand(m)}
		for _, path := range m.Packages {
			s.Packages = append(s.Packages, r.shortPath(path))
		}
		if !slices.Equal(m.Flips, m.Packages) {
			s.Flips = r.shortPaths(m.Flips)
		}
		p.Milestones = append(p.Milestones, s)
	}
	return pageTemplate.Execute(w, p)
}

func pageFile(name string) string {
	data, err := pageFiles.ReadFile("page/" + name)
	if err != nil {
		panic(err) // it is part of the program
	}
	return string(data)
}

func (r *Report) shortPaths(paths []string) string {
	short := make([]string, len(paths))
	for i, path := range paths {
		short[i] = r.shortPath(path)
	}
	return strings.Join(short, ", ")
}

// packageLink leads to the page's view of one package.
func packageLink(path string) template.URL {
	return template.URL("#" + url.Values{"package": {path}}.Encode())
}

func (r *Report) cards() []card {
	c := r.Counts
	cards := []card{
		{fmt.Sprint(len(r.Packages)), "packages"},
		{fmt.Sprint(c.Yields), "yield points"},
		{fmt.Sprint(c.Hidden), "hidden calls"},
		{fmt.Sprint(c.Rewritten), "sites rewritten"},
		{fmt.Sprint(c.Refused), "sites refused"},
		{fmt.Sprint(c.Findings), "open findings"},
		{fmt.Sprint(c.Suppressed), "suppressed"},
		{fmt.Sprintf("+%d −%d", c.LinesAdded, c.LinesRemoved), "lines touched"},
		{r.Effort.String(), "effort, about"},
	}
	if c.Accepted > 0 {
		cards = slices.Insert(cards, 7, card{fmt.Sprint(c.Accepted), "accepted"})
	}
	return cards
}

// pageData is what the script reads: the report as in JSON, and what it needs
// to show it.
func (r *Report) pageData() ([]byte, error) {
	type ruleText struct {
		Title string `json:"title"`
	}
	rules := make(map[string]ruleText)
	for _, a := range analyzers.Suite() {
		title, _ := ruleDoc(a)
		rules[a.Name] = ruleText{title}
	}
	reasons := make(map[string]string)
	for _, p := range r.Packages {
		for _, s := range p.Sites {
			if s.Text != "" {
				reasons[s.Rule+" "+s.Reason] = s.Text
			}
		}
	}
	return json.Marshal(map[string]any{"report": r, "rules": rules, "reasons": reasons, "excerpts": r.excerpts()})
}
