package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/asyncport/asyncport/rewrite/site"
)

// Markdown writes the whole report as one document.
func (r *Report) Markdown(w io.Writer) error {
	var b strings.Builder
	r.head(&b)
	for i := range r.Packages {
		p := &r.Packages[i]
		fmt.Fprintf(&b, "\n## %s\n", code(p.Path))
		p.body(&b, "###")
	}
	r.foot(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// head writes the verdict and the counts.
func (r *Report) head(b *strings.Builder) {
	fmt.Fprintf(b, "# asyncport report: %s\n\n%s\n", code(r.Module), r.verdict())
	if len(r.ByKind) > 0 {
		b.WriteString("\n| construct | sites | rewritten | refused | not applicable |\n|---|--:|--:|--:|--:|\n")
		for _, k := range r.ByKind {
			countRow(b, k.Construct, k.Counts)
		}
		countRow(b, "**all**", r.Counts)
	}
	reasonTable(b, "Refused because", r.Reasons)
	reasonTable(b, "Not applicable because", r.Skipped)
	if len(r.Rules) > 0 {
		b.WriteString("\n| findings of | number |\n|---|--:|\n")
		for _, c := range r.Rules {
			fmt.Fprintf(b, "| %s | %d |\n", c.Rule, c.Findings)
		}
	}
}

func countRow(b *strings.Builder, name string, c Counts) {
	fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", name, c.Sites, c.Rewritten, c.Refused, c.NotApplicable)
}

func reasonTable(b *strings.Builder, title string, reasons []ReasonCount) {
	if len(reasons) == 0 {
		return
	}
	fmt.Fprintf(b, "\n| %s | rule | sites | meaning |\n|---|---|--:|---|\n", title)
	for _, c := range reasons {
		fmt.Fprintf(b, "| %s | %s | %d | %s |\n", c.Code, c.Rule, c.Sites, plain(c.Text))
	}
}

// verdict says in at most three sentences where the module stands.
func (r *Report) verdict() string {
	c := r.Counts
	var b strings.Builder
	switch {
	case c.Sites == 0:
		b.WriteString("**Nothing to port**: no place was found that waits without a mark or starts a plain goroutine.")
	case c.Applicable() == 0:
		fmt.Fprintf(&b, "**Nothing left to port**: none of %s needs a rewrite.", count(c.Sites, "site"))
	case c.Refused == 0:
		fmt.Fprintf(&b, "**asyncport ports every site**: %d of %d that need a rewrite.", c.Rewritten, c.Applicable())
	default:
		fmt.Fprintf(&b, "**asyncport ports %d %% of the sites**: %d of %d that need a rewrite; refused with a reason: %d.",
			c.Percent(), c.Rewritten, c.Applicable(), c.Refused)
	}
	switch c.Findings {
	case 0:
		b.WriteString(" The analyzers found no mistake.")
	case 1:
		b.WriteString(" The analyzers found 1 mistake or doubt in the source.")
	default:
		fmt.Fprintf(&b, " The analyzers found %d mistakes or doubts in the source.", c.Findings)
	}
	return b.String()
}

// body writes a package's part; level is the heading to use.
func (p *Package) body(b *strings.Builder, level string) {
	fmt.Fprintf(b, "\n%s: %d rewritten, %d refused, %d not applicable; %s.\n",
		count(p.Counts.Sites, "site"), p.Counts.Rewritten, p.Counts.Refused, p.Counts.NotApplicable, count(p.Counts.Findings, "finding"))
	if len(p.Findings) > 0 {
		fmt.Fprintf(b, "\n%s Found\n\n", level)
		for _, f := range p.Findings {
			f.item(b)
		}
	}
	p.siteTable(b, level+" Refused", site.Refused)
	p.siteTable(b, level+" Rewritten", site.Rewritten)
	p.siteTable(b, level+" Not applicable", site.NotApplicable)
	p.rest(b, level)
}

func (f *Finding) item(b *strings.Builder) {
	fmt.Fprintf(b, "- **%s** %s", f.Rule, code(f.Pos.String()))
	if f.Func != "" {
		fmt.Fprintf(b, " in %s", code(shortFunc(f.Func)))
	}
	fmt.Fprintf(b, ": %s\n", plain(f.Message))
	for _, h := range f.Hops {
		if h.Pos.File == "" {
			fmt.Fprintf(b, "  - %s\n", plain(h.Message))
			continue
		}
		fmt.Fprintf(b, "  - %s: %s\n", code(Position{File: h.Pos.File, Line: h.Pos.Line}.String()), plain(h.Message))
	}
}

// siteTable writes the sites of p that ended in that way.
func (p *Package) siteTable(b *strings.Builder, title string, status site.Status) {
	first := true
	for _, s := range p.Sites {
		if s.Status != status && !(status == site.Refused && s.Status == site.Open) {
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
	if s.Status == site.Rewritten {
		return plain(s.Rule)
	}
	why := s.Detail
	if s.Status != site.NotApplicable {
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

// foot writes what belongs to no package in particular.
func (r *Report) foot(b *strings.Builder) {
	if len(r.Quiet) > 0 {
		b.WriteString("\n## Without sites and findings\n\n")
		for _, path := range r.Quiet {
			fmt.Fprintf(b, "- %s\n", code(path))
		}
	}
	notSeen(b, "##", r.NotSeen)
}

// shortFunc drops the directories of a function's import path.
func shortFunc(name string) string { return name[strings.LastIndex(name, "/")+1:] }

// String returns file:line:column, without what is zero.
func (p Position) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			s += fmt.Sprintf(":%d", p.Column)
		}
	}
	return s
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
