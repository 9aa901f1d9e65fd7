package report

import (
	"fmt"
	"strings"
)

// burndown is the history as two lines in a field of 600 by 180.
type burndown struct {
	Sites, Findings string // points
	Rows            []burndownRow
}

type burndownRow struct {
	Revision               string
	Sites, Findings, Marks int
}

// drawBurndown returns nil when there is no history.
func (r *Report) drawBurndown() *burndown {
	if len(r.History) == 0 {
		return nil
	}
	var b burndown
	row := func(revision string, c Counts) {
		b.Rows = append(b.Rows, burndownRow{revision, c.Applicable(), c.Findings, c.Marks})
	}
	for _, h := range r.History {
		row(h.Revision, h.Counts)
	}
	row("now", r.Counts)
	top := 1
	for _, row := range b.Rows {
		top = max(top, row.Sites, row.Findings)
	}
	var sites, findings []string
	for i, row := range b.Rows {
		x := 10 + 580*i/(len(b.Rows)-1)
		sites = append(sites, fmt.Sprintf("%d,%d", x, 170-160*row.Sites/top))
		findings = append(findings, fmt.Sprintf("%d,%d", x, 170-160*row.Findings/top))
	}
	b.Sites, b.Findings = strings.Join(sites, " "), strings.Join(findings, " ")
	return &b
}
