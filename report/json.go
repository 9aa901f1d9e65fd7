package report

import (
	"encoding/json"
	"io"
)

// JSON writes the report as docs/report.schema.json describes it.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(struct {
		*Report
		EffortFormula string `json:"effortFormula"`
	}{r, EffortFormula})
}
