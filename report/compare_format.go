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
	left := 0
	add := func(r *Report, f Change, state string) {
		if len(run.Results) == maxResults {
			left++
			return
		}
		s := Suppressed{Finding: f.Finding, Reason: f.Reason}
		if f.Comment != nil {
			s.Comment = *f.Comment
		}
		res := r.sarifResult(s)
		res.BaselineState = state
		run.add(res)
	}
	for _, f := range c.Introduced {
		add(c.head, f, "new")
	}
	for _, f := range c.Suppressed {
		if f.wasOpen {
			add(c.head, f, "updated")
		} else {
			add(c.head, f, "new")
		}
	}
	for _, f := range c.Carried {
		add(c.head, f, "unchanged")
	}
	for _, f := range c.Fixed {
		add(c.base, f, "absent")
	}
	run.Invocations = []sarifInvocation{{Successful: true}}
	if left > 0 {
		run.Invocations[0].Notifications = []sarifNotification{{Level: "warning", Message: sarifText{
			fmt.Sprintf("%s left out, fixed and carried ones first: an upload may have %d results", count(left, "finding"), maxResults)}}}
	}
	return run.write(w)
}
