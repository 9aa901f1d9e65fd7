package report

// Severity ranks findings, in the words of SARIF.
type Severity string

// The severities, the highest first.
const (
	Error   Severity = "error"   // wrong under some schedule: a race, a deadlock, a goroutine that never ends
	Warning Severity = "warning" // wrong or slow when the code runs one task at a time, or when something fails
	Note    Severity = "note"    // what a reader should know
)

var severities = map[string]Severity{
	"explicit":     Error, // the module says so
	"sharedstate":  Error,
	"lockheld":     Error,
	"stuck":        Error,
	"blockingcall": Warning,
	"lostfuture":   Warning,
	"staleread":    Warning,
	"taskescape":   Warning,
	"annotation":   Note,
	"yieldpoint":   Note,
}

// severity returns the severity of a rule's findings; of a rule that has none
// it is a warning.
func severity(rule string) Severity {
	if s, ok := severities[rule]; ok {
		return s
	}
	return Warning
}

// rank is 0 for the highest severity.
func (s Severity) rank() int {
	switch s {
	case Error:
		return 0
	case Warning:
		return 1
	}
	return 2
}

// aboutSharedState are the rules whose findings are about shared variables.
var aboutSharedState = map[string]bool{"sharedstate": true, "staleread": true}
