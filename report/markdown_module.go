package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/report/plan"
)

// packageTable writes one line per package. link gives the name of a package's
// file, "" for none; nil stands for a document that has no other files.
func (r *Report) packageTable(b *strings.Builder, link func(*Package) string) {
	if len(r.Packages) == 0 {
		return
	}
	b.WriteString("\n| package | verdict | sites | rewritten | refused | not applicable | findings | hidden | effort |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for i := range r.Packages {
		p := &r.Packages[i]
		name := code(p.Path)
		if link != nil && link(p) != "" {
			name = fmt.Sprintf("[%s](%s)", plain(p.Path), link(p))
		}
		c := p.Counts
		fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %d | %d | %d | %s |\n",
			name, p.Verdict, c.Sites, c.Rewritten, c.Refused, c.NotApplicable, c.Findings, c.Hidden, p.Effort)
	}
}

// milestoneList writes the steps that are left.
func (r *Report) milestoneList(b *strings.Builder) {
	if len(r.Milestones) == 0 {
		return
	}
	b.WriteString("\n## Milestones\n\nIn the order of imports: what a step needs comes before it.\n\n")
	for _, m := range r.Milestones {
		fmt.Fprintf(b, "%d. %s: ", m.Number, codes(m.Packages))
		if m.Sites > 0 {
			fmt.Fprintf(b, "%s, %d %% automatic, ", count(m.Sites, "site"), m.Share())
		}
		fmt.Fprintf(b, "%s.", count(m.Lines, "line"))
		if hand := byHand(m); hand != "" {
			fmt.Fprintf(b, " By hand: %s.", hand)
		}
		switch n := len(m.After); {
		case n > 1 && n == m.Number-1:
			b.WriteString(" After all of the above.")
		case n > 0:
			fmt.Fprintf(b, " After %s.", numbers(m.After))
		}
		switch {
		case slices.Equal(m.Flips, m.Packages):
			b.WriteString(" Then ready to flip.")
		case len(m.Flips) > 0:
			fmt.Fprintf(b, " Then ready to flip: %s.", codes(m.Flips))
		}
		b.WriteString("\n")
	}
}

// byHand says what of a milestone is left to a person.
func byHand(m plan.Milestone) string {
	var parts []string
	if n := m.Sites - m.Automatic; n > 0 {
		parts = append(parts, count(n, "site"))
	}
	if m.Findings > 0 {
		parts = append(parts, count(m.Findings, "finding"))
	}
	if m.Stalls > 0 {
		parts = append(parts, count(m.Stalls, "stall"))
	}
	return strings.Join(parts, ", ")
}

func numbers(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = fmt.Sprint(n)
	}
	return strings.Join(words, ", ")
}

// graph writes the import graph, coloured by verdict, in the language that
// hosts of Markdown draw. The verdict is in the text too.
func (r *Report) graph(b *strings.Builder) {
	if len(r.Packages) < 2 {
		return
	}
	g := r.importGraph()
	b.WriteString("\n## Imports\n\nAn arrow leads to what is imported; one that others imply is not drawn.")
	if text := g.leftOut(len(r.Packages)); text != "" {
		b.WriteString(" " + text)
	}
	b.WriteString("\n\n```mermaid\ngraph LR\n")
	g.mermaid(b, r.shortPath)
	for _, v := range Verdicts() {
		fmt.Fprintf(b, "  classDef %s %s\n", v.class(), v.style())
	}
	b.WriteString("```\n")
}

// shortPath returns a package's path below the module's, whose own package is
// named by its last element.
func (r *Report) shortPath(path string) string {
	if rel, ok := strings.CutPrefix(path, r.Module+"/"); ok {
		return rel
	}
	return path[strings.LastIndex(path, "/")+1:]
}

// class is the verdict as one word.
func (v Verdict) class() string {
	word, _, _ := strings.Cut(string(v), " ")
	return word
}

// style colours a node of the graph; the text is dark on light in each.
func (v Verdict) style() string {
	fill := map[Verdict]string{Blocked: "#fbd5cf", Mechanical: "#fdebb8", Ready: "#cfe3fa", Done: "#d3efd8"}[v]
	return "fill:" + fill + ",stroke:#555,color:#111"
}
