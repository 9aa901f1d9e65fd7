package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
)

// Markdown writes the whole report as one document.
func (r *Report) Markdown(w io.Writer) error {
	var b strings.Builder
	r.head(&b)
	r.packageTable(&b, nil)
	r.milestoneList(&b)
	r.graph(&b)
	for i := range r.Packages {
		p := &r.Packages[i]
		if !p.quiet() {
			fmt.Fprintf(&b, "\n## %s\n", code(p.Path))
			p.body(&b, "###")
		}
	}
	r.foot(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// head writes the verdict and the counts.
func (r *Report) head(b *strings.Builder) {
	fmt.Fprintf(b, "# asyncport report: %s\n\n%s\n\n%s\n", code(r.Module), r.verdict(), r.readiness())
	if text := r.basis(); text != "" {
		fmt.Fprintf(b, "\n%s\n", plain(text))
	}
	if len(r.ByKind) > 0 {
		b.WriteString("\n| construct | sites | rewritten | refused | not applicable |\n|---|--:|--:|--:|--:|\n")
		for _, k := range r.ByKind {
			fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", k.Construct, k.Sites, k.Rewritten, k.Refused, k.NotApplicable)
		}
		c := r.Counts
		fmt.Fprintf(b, "| **all** | %d | %d | %d | %d |\n", c.Sites, c.Rewritten, c.Refused, c.NotApplicable)
	}
	reasonTable(b, "Refused because", r.Reasons)
	reasonTable(b, "Not applicable because", r.Skipped)
	if len(r.Rules) > 0 {
		b.WriteString("\n| findings of | severity | number |\n|---|---|--:|\n")
		for _, c := range r.Rules {
			fmt.Fprintf(b, "| %s | %s | %d |\n", c.Rule, severity(c.Rule), c.Findings)
		}
	}
	if len(r.Yields) > 0 {
		b.WriteString("\n| yield points of kind | number |\n|---|--:|\n")
		for _, k := range r.Yields {
			fmt.Fprintf(b, "| %s | %d |\n", k.Kind, k.Yields)
		}
	}
	r.burndown(b)
}

func reasonTable(b *strings.Builder, title string, reasons []ReasonCount) {
	if len(reasons) == 0 {
		return
	}
	fmt.Fprintf(b, "\n| %s | rule | sites | meaning, and what to do |\n|---|---|--:|---|\n", title)
	for _, c := range reasons {
		fmt.Fprintf(b, "| %s | %s | %d | %s |\n", c.Code, c.Rule, c.Sites, plain(c.Text))
	}
}

// burndown writes what was left earlier.
func (r *Report) burndown(b *strings.Builder) {
	if len(r.History) == 0 {
		return
	}
	b.WriteString("\n| revision | sites left | findings | marks |\n|---|--:|--:|--:|\n")
	for _, h := range r.History {
		fmt.Fprintf(b, "| %s | %d | %d | %d |\n", code(h.Revision), h.Counts.Applicable(), h.Counts.Findings, h.Counts.Marks)
	}
	fmt.Fprintf(b, "| **now** | %d | %d | %d |\n", r.Counts.Applicable(), r.Counts.Findings, r.Counts.Marks)
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
		if c.Suppressed+c.Accepted > 0 {
			b.WriteString(" No finding of the analyzers is open.")
		} else {
			b.WriteString(" The analyzers found no mistake.")
		}
	case 1:
		b.WriteString(" The analyzers found 1 mistake or doubt in the source.")
	default:
		fmt.Fprintf(&b, " The analyzers found %d mistakes or doubts in the source.", c.Findings)
	}
	if c.Suppressed > 0 {
		fmt.Fprintf(&b, " Suppressed by comments: %d.", c.Suppressed)
	}
	if c.Accepted > 0 {
		fmt.Fprintf(&b, " Accepted by the baseline: %d.", c.Accepted)
	}
	return b.String()
}

// basis says what the findings are those of, when that is not plain.
func (r *Report) basis() string {
	if len(r.Builds) == 0 {
		return ""
	}
	return fmt.Sprintf("Findings are those of the builds %s, merged. Sites are those that asyncport port sees in %s.",
		strings.Join(r.Builds, ", "), cmp.Or(r.here, "the build that the go command makes by itself"))
}

// readiness counts the packages by verdict and states the effort.
func (r *Report) readiness() string {
	var parts []string
	for _, v := range r.Verdicts {
		parts = append(parts, fmt.Sprintf("%d %s", v.Packages, v.Verdict))
	}
	text := "Packages: " + strings.Join(parts, ", ") + "."
	if r.Effort.Minutes > 0 {
		text += fmt.Sprintf(" Effort: about %s (%s).", r.Effort, EffortFormula)
	}
	return text
}

// foot writes what belongs to no package in particular.
func (r *Report) foot(b *strings.Builder) {
	var quiet []string
	for i := range r.Packages {
		if r.Packages[i].quiet() {
			quiet = append(quiet, r.Packages[i].Path)
		}
	}
	if len(quiet) > 0 {
		b.WriteString("\n## Without sites and findings\n\n")
		for _, path := range quiet {
			fmt.Fprintf(b, "- %s\n", code(path))
		}
	}
	notSeen(b, "##", r.NotSeen)
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
