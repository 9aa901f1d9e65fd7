package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Write writes the comparison in one of the formats that reports have. The
// Markdown is the body of a comment, see [Comparison.Comment].
func (c *Comparison) Write(w io.Writer, format string) error {
	switch format {
	case "md":
		_, err := io.WriteString(w, c.Comment(CommentLimit))
		return err
	case "html":
		return c.HTML(w)
	case "json":
		return c.JSON(w)
	case "sarif":
		return c.SARIF(w)
	}
	return fmt.Errorf("unknown format %q; it must be one of %s", format, strings.Join(Formats(), ", "))
}

// JSON writes the comparison as docs/comparison.schema.json describes it.
func (c *Comparison) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(c)
}

// SARIF writes all findings with what became of each as its baseline state. Fixed
// ones are there too, absent: what shows every result as an open problem wants
// the SARIF of a report instead.
func (c *Comparison) SARIF(w io.Writer) error {
	run := newSARIFRun(c.Module)
	add := func(r *Report, f Change, state string, by []sarifSuppression) {
		res := r.sarifResult(f.Finding, by)
		res.BaselineState = state
		run.add(res)
	}
	came := func(f Change) string {
		if f.wasOpen {
			return "updated"
		}
		return "new"
	}
	for _, f := range c.Introduced {
		add(c.head, f, "new", nil)
	}
	for _, f := range c.Suppressed {
		add(c.head, f, came(f), c.head.inSource(f.Reason, *f.Comment))
	}
	for _, f := range c.Accepted {
		add(c.head, f, came(f), external(c.baseline))
	}
	for _, f := range c.Carried {
		add(c.head, f, "unchanged", nil)
	}
	for _, f := range c.Fixed {
		add(c.base, f, "absent", nil)
	}
	return run.write(w, func(left int, limit string) []sarifNotification {
		if left == 0 {
			return nil
		}
		return []sarifNotification{{Level: "warning", Message: sarifText{
			fmt.Sprintf("%s left out, fixed and carried ones first: an upload may have %s", count(left, "finding"), limit)}}}
	})
}
