package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite/site"
)

// body writes a package's part; level is the heading to use.
func (p *Package) body(b *strings.Builder, level string) {
	c := p.Counts
	fmt.Fprintf(b, "\n**%s**: %s. %s: %d rewritten, %d refused, %d not applicable; %s.\n",
		p.Verdict, p.Why, count(c.Sites, "site"), c.Rewritten, c.Refused, c.NotApplicable, count(c.Findings, "finding"))
	p.facts(b)
	if len(p.Findings) > 0 {
		fmt.Fprintf(b, "\n%s Found\n\n", level)
		for _, f := range p.Findings {
			f.item(b, "")
		}
	}
	if len(p.Suppressed) > 0 {
		fmt.Fprintf(b, "\n%s Suppressed\n\n", level)
		for _, s := range p.Suppressed {
			s.item(b, fmt.Sprintf("  - the comment at %s says: %s\n", code(Position{File: s.Comment.File, Line: s.Comment.Line}.String()), plain(s.Reason)))
		}
	}
	if len(p.Accepted) > 0 {
		fmt.Fprintf(b, "\n%s Accepted by the baseline\n\n", level)
		for _, f := range p.Accepted {
			f.item(b, "")
		}
	}
	p.hidden(b, level)
	p.stalls(b, level)
	p.removable(b, level)
	p.siteTable(b, level+" Refused", site.Refused)
	p.siteTable(b, level+" Rewritten", site.Rewritten)
	p.siteTable(b, level+" Not applicable", site.NotApplicable)
	p.rest(b, level)
}

// facts lists what is said of a package in one line each.
func (p *Package) facts(b *strings.Builder) {
	var lines []string
	if len(p.Yields) > 0 {
		var kinds []string
		for _, k := range p.Yields {
			kinds = append(kinds, fmt.Sprintf("%d %s", k.Yields, k.Kind))
		}
		lines = append(lines, "yield points: "+strings.Join(kinds, ", "))
	}
	if len(p.Changes) > 0 {
		lines = append(lines, fmt.Sprintf("lines touched: %d added, %d removed in %s",
			p.Counts.LinesAdded, p.Counts.LinesRemoved, count(len(p.Changes), "file")))
	}
	if text := p.languages(); text != "" {
		lines = append(lines, text)
	}
	if p.Effort.Minutes > 0 {
		lines = append(lines, "effort: about "+p.Effort.String())
	}
	if len(p.WaitsFor) > 0 {
		lines = append(lines, "waits for: "+codes(p.WaitsFor))
	}
	if len(lines) > 0 {
		fmt.Fprintf(b, "\n- %s\n", strings.Join(lines, "\n- "))
	}
}

// languages says which files get a build line for the sake of the language.
func (p *Package) languages() string {
	files := make(map[string][]string)
	for _, c := range p.Changes {
		if c.Language != "" {
			files[c.Language] = append(files[c.Language], c.File)
		}
	}
	var parts []string
	for _, v := range slices.Sorted(maps.Keys(files)) {
		parts = append(parts, fmt.Sprintf("new build line %s in %s: the marks there are generic calls, which the older go line of go.mod rules out; loop variables stay as they are",
			code("//go:build "+v), codes(files[v])))
	}
	return strings.Join(parts, "; ")
}

func codes(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = code(name)
	}
	return strings.Join(quoted, ", ")
}

// item writes the finding and its hops; more is added below them.
func (f *Finding) item(b *strings.Builder, more string) {
	fmt.Fprintf(b, "- **%s** %s", f.Rule, code(f.Pos.String()))
	if f.Func != "" {
		fmt.Fprintf(b, " in %s", code(shortFunc(f.Func)))
	}
	fmt.Fprintf(b, ": %s\n", plain(f.Message))
	for _, h := range f.Hops {
		if h.Pos == nil {
			fmt.Fprintf(b, "  - %s\n", plain(h.Message))
			continue
		}
		fmt.Fprintf(b, "  - %s: %s\n", code(Position{File: h.Pos.File, Line: h.Pos.Line}.String()), plain(h.Message))
	}
	b.WriteString(more)
}

// stalls writes where a serial loop may stand still.
func (p *Package) stalls(b *strings.Builder, level string) {
	if len(p.Stalls) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s May hold up a serial loop\n\n", level)
	for _, n := range p.Stalls {
		n.item(b)
	}
}

// removable writes the mutexes that protect nothing under the serial policy.
func (p *Package) removable(b *strings.Builder, level string) {
	if len(p.Removable) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s Removable under the serial policy\n\n", level)
	for _, n := range p.Removable {
		n.item(b)
	}
	fmt.Fprintf(b, "\nOn request, %s removes them.\n", code("asyncport port --rule removable --policy=serial"))
}

// item writes a remark and what proves it.
func (n *Remark) item(b *strings.Builder) {
	fmt.Fprintf(b, "- %s: %s\n", code(n.Pos.String()), plain(n.Message))
	for _, h := range n.Hops {
		fmt.Fprintf(b, "  - %s: %s\n", code(Position{File: h.Pos.File, Line: h.Pos.Line}.String()), plain(h.Message))
	}
}

// hidden writes the hidden yield points with the chains that prove them.
func (p *Package) hidden(b *strings.Builder, level string) {
	if len(p.Hidden) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s Hidden yield points\n\n| callee | kind | calls | first call | chain |\n|---|---|--:|---|---|\n", level)
	for _, h := range p.Hidden {
		var steps []string
		for _, s := range h.Chain {
			steps = append(steps, plain(s.What)+" ("+plain(s.At)+")")
		}
		fmt.Fprintf(b, "| %s | %s | %d | %s | %s |\n", code(h.Callee), h.Kind, h.Calls, code(h.Pos.String()), strings.Join(steps, " → "))
	}
}

// siteTable writes the sites of p that ended in that way.
func (p *Package) siteTable(b *strings.Builder, title string, status site.Status) {
	first := true
	for _, s := range p.Sites {
		if s.Status != Status(status) && !(status == site.Refused && s.refused()) {
			continue
		}
		if first {
			fmt.Fprintf(b, "\n%s\n\n| place | function | construct | source | %s |\n|---|---|---|---|---|\n", title, lastColumn(status))
			first = false
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n",
			code(s.Pos.String()), code(shortFunc(s.Func)), s.Construct, code(s.Source), s.outcome())
	}
}

func lastColumn(status site.Status) string {
	if status == site.Rewritten {
		return "rule"
	}
	return "reason"
}

func (s *Site) outcome() string {
	if s.Status == Status(site.Rewritten) {
		return plain(s.Rule)
	}
	why := s.Detail
	if s.Status != Status(site.NotApplicable) {
		// What a code means stands at the head of the report; a refusal is
		// worth the repetition.
		why = cmp.Or(why, s.Text)
	}
	if why == "" {
		return s.Reason
	}
	return s.Reason + ": " + plain(why)
}

// rest writes what is said of a package beside findings and sites.
func (p *Package) rest(b *strings.Builder, level string) {
	if len(p.API) > 0 {
		fmt.Fprintf(b, "\n%s Exported API\n\n", level)
		for _, c := range p.API {
			word := "compatible"
			if !c.Compatible {
				word = "**incompatible**"
			}
			fmt.Fprintf(b, "- %s: %s\n", word, plain(c.Change))
		}
	}
	if len(p.Dropped) > 0 {
		fmt.Fprintf(b, "\n%s Taken back\n\n", level)
		for _, d := range p.Dropped {
			if d.Func != "" {
				fmt.Fprintf(b, "- %s: %s\n", code(shortFunc(d.Func)), plain(d.Why))
			} else {
				fmt.Fprintf(b, "- %s\n", plain(d.Why))
			}
		}
	}
	notSeen(b, level, p.NotSeen)
}

func notSeen(b *strings.Builder, level string, list []Unseen) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s Not seen\n\n", level)
	for _, u := range list {
		fmt.Fprintf(b, "- %s: %s\n", code(u.File), plain(u.Why))
	}
}

// shortFunc drops the directories of a function's import path.
func shortFunc(name string) string { return name[strings.LastIndex(name, "/")+1:] }
