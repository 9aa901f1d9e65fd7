package report

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// CommentLimit is how long a comment may be: GitHub takes 65,536 characters. It is
// held in bytes, of which there are never fewer, with some room for what a poster adds.
const CommentLimit = 65_000

// Marker is the hidden first line of a comment about the module, by which a
// poster finds its own comment again.
func Marker(module string) string { return "<!-- asyncport report: " + module + " -->" }

// Comment returns the comparison as Markdown of at most limit bytes. Where it does
// not fit, whole details go, the least telling first: the lists of what is carried, fixed,
// accepted and suppressed, then the witnesses, then introduced findings from the least severe
// on. The verdict and the counts by rule always stay.
//
// It names no line numbers and no revision, so that it changes only when the
// findings do, and an unchanged comment need not be posted again. A finding is named
// by its file, its function and its source line.
func (c *Comparison) Comment(limit int) string {
	d := detail{introduced: len(c.Introduced), hops: true, suppressed: true, accepted: true, fixed: true, carried: true}
	for _, drop := range []*bool{nil, &d.carried, &d.fixed, &d.accepted, &d.suppressed, &d.hops} {
		if drop != nil {
			*drop = false
		}
		if text := c.comment(d); len(text) <= limit {
			return text
		}
	}
	few := func(n int) string { return c.comment(detail{introduced: n}) }
	return few(sort.Search(len(c.Introduced), func(n int) bool { return len(few(n+1)) > limit }))
}

// detail says what a comment goes into.
type detail struct {
	introduced                           int  // how many of them are there
	hops                                 bool // with their witnesses
	suppressed, accepted, fixed, carried bool // lists
}

func (c *Comparison) comment(d detail) string {
	var b strings.Builder
	c.commentHead(&b)
	c.introduced(&b, d)
	c.section(&b, "Fixed", c.Fixed, d.fixed)
	c.section(&b, "Suppressed by comments", c.Suppressed, d.suppressed)
	c.section(&b, "Accepted by the baseline", c.Accepted, d.accepted)
	c.section(&b, "Carried", c.Carried, d.carried)
	return b.String()
}

// commentHead writes the verdict and the counts.
func (c *Comparison) commentHead(b *strings.Builder) {
	n := c.Counts
	fmt.Fprintf(b, "%s\n## asyncport: %s\n\n", Marker(c.Module), c.verdict())
	accepted := func(format string, args ...any) string {
		if n.Accepted == 0 {
			return "" // a module without a baseline need not hear of it
		}
		return fmt.Sprintf(format, args...)
	}
	fmt.Fprintf(b, "Module %s. Introduced: %d, fixed: %d, carried: %d, suppressed: %d%s.\n",
		code(c.Module), n.Introduced, n.Fixed, n.Carried, n.Suppressed, accepted(", accepted: %d", n.Accepted))
	if len(c.Rules) == 0 {
		return
	}
	fmt.Fprintf(b, "\n| rule | severity | introduced | fixed | carried | suppressed |%s\n|---|---|--:|--:|--:|--:|%s\n", accepted(" accepted |"), accepted("--:|"))
	for _, r := range c.Rules {
		fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %d |%s\n", plain(r.Rule), r.Severity, r.Introduced, r.Fixed, r.Carried, r.Suppressed,
			accepted(" %d |", r.Accepted))
	}
}

// introduced writes those findings one by one, in the open.
func (c *Comparison) introduced(b *strings.Builder, d detail) {
	if len(c.Introduced) == 0 {
		return
	}
	b.WriteString("\n### Introduced\n\n")
	for _, f := range c.Introduced[:d.introduced] {
		f.commentItem(b)
		if d.hops {
			f.commentHops(b)
		}
	}
	switch left := len(c.Introduced) - d.introduced; {
	case left == 0:
	case d.introduced == 0:
		fmt.Fprintf(b, "%s: too many for a comment; the report lists them.\n", count(left, "finding"))
	default:
		fmt.Fprintf(b, "\n%d more, not more severe: the report lists them.\n", left)
	}
}

// section writes findings folded away.
func (c *Comparison) section(b *strings.Builder, title string, list []Change, each bool) {
	if len(list) == 0 || !each {
		return
	}
	fmt.Fprintf(b, "\n<details><summary>%s: %d</summary>\n\n", title, len(list))
	for _, f := range list {
		f.commentItem(b)
		if f.Reason != "" {
			fmt.Fprintf(b, "  - the comment says: %s\n", plain(f.Reason))
		}
	}
	b.WriteString("\n</details>\n")
}

// commentItem writes a finding without what moves when lines do.
func (f *Change) commentItem(b *strings.Builder) {
	fmt.Fprintf(b, "- **%s** %s", plain(f.Rule), code(f.Pos.File))
	if f.Func != "" {
		fmt.Fprintf(b, " in %s", code(shortFunc(f.Func)))
	}
	if f.Source != "" {
		fmt.Fprintf(b, ", %s", code(f.Source))
	}
	fmt.Fprintf(b, ": %s\n", plain(withoutLines(f.Message)))
}

func (f *Change) commentHops(b *strings.Builder) {
	for _, h := range f.Hops {
		if h.Pos == nil {
			fmt.Fprintf(b, "  - %s\n", plain(withoutLines(h.Message)))
			continue
		}
		fmt.Fprintf(b, "  - %s: %s\n", code(h.Pos.File), plain(withoutLines(h.Message)))
	}
}

var place = regexp.MustCompile(`(\.go):[0-9]+(:[0-9]+)?`)

// withoutLines names the files that a message names without the line.
func withoutLines(message string) string { return place.ReplaceAllString(message, "$1") }
