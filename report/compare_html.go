package report

import (
	"html/template"
	"io"
)

var comparePage = template.Must(template.ParseFS(pageFiles, "page/compare.tmpl"))

// HTML writes the comparison as one page that needs nothing beside it, and no
// script.
func (c *Comparison) HTML(w io.Writer) error {
	type group struct {
		ID, Title string
		Open      bool
		List      []Change
	}
	var groups []group
	for _, g := range []group{
		{"introduced", "Introduced", true, c.Introduced},
		{"fixed", "Fixed", false, c.Fixed},
		{"suppressed", "Suppressed by comments", false, c.Suppressed},
		{"accepted", "Accepted by the baseline", false, c.Accepted},
		{"carried", "Carried", false, c.Carried},
	} {
		if len(g.List) > 0 {
			groups = append(groups, g)
		}
	}
	return comparePage.Execute(w, map[string]any{
		"Style": template.CSS(pageFile("style.css")), "C": c, "Verdict": c.verdict(), "Groups": groups,
	})
}
