package report

import "fmt"

// Effort estimates the work of a person. It is a rule of thumb to compare
// packages by, not a measurement.
type Effort struct {
	Minutes int `json:"minutes"`
}

// The minutes that each thing is put at.
const (
	minutesRewritten = 2  // read the diff of a site that the tool rewrote
	minutesRefused   = 20 // rewrite a site by hand, or decide that it may stay
	minutesFinding   = 15 // mend a finding, or suppress it with a reason
	minutesAPI       = 30 // carry an incompatible change of the API to its users
)

// EffortFormula states the formula for readers of a report.
var EffortFormula = fmt.Sprintf(
	"%d min for each rewritten site (to review it), %d for each refused one, %d for each open finding, %d for each incompatible change of the API; a rule of thumb to compare packages by, not a measurement",
	minutesRewritten, minutesRefused, minutesFinding, minutesAPI)

// effort applies the formula.
func (c Counts) effort() Effort {
	return Effort{minutesRewritten*c.Rewritten + minutesRefused*c.Refused +
		minutesFinding*c.Findings + minutesAPI*c.APIIncompatible}
}

// String rounds: "none", "25 min", "3 h" up to "2.5 d" of eight hours.
func (e Effort) String() string {
	const hour, day = 60, 8 * 60
	switch m := e.Minutes; {
	case m == 0:
		return "none"
	case m < 2*hour:
		return fmt.Sprintf("%d min", m)
	case m < 2*day:
		return fmt.Sprintf("%.3g h", float64((m+15)/30)/2)
	default:
		return fmt.Sprintf("%.4g d", float64((m+day/4)/(day/2))/2)
	}
}
