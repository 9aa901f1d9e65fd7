package checker

import (
	"go/token"

	"github.com/asyncport/asyncport/internal/directive"
)

// Suppressed is a finding that an //asyncport:ignore comment speaks for.
type Suppressed struct {
	Finding
	// Reason is what the comment says, Comment where it stands.
	Reason  string
	Comment token.Position
}

// Split parts the findings of a driver for which suppress.Keep was called, or of
// several runs of it, in order: into those to report and those that comments
// speak for. A comment that is unused in one run and used in another, with tests
// or in another build configuration, is not reported.
func Split(list []Finding) ([]Finding, []Suppressed) {
	type comment struct {
		rule string
		pos  token.Position
	}
	used := make(map[comment]bool)
	var findings []Finding
	var suppressed []Suppressed
	for _, f := range list {
		last := len(f.Related) - 1
		if f.Category != directive.CategorySuppressed || last < 0 {
			continue
		}
		s := Suppressed{Finding: f, Reason: f.Related[last].Message, Comment: f.Related[last].Pos}
		s.Related = f.Related[:last:last]
		suppressed = append(suppressed, s)
		used[comment{f.Rule, s.Comment}] = true
	}
	for _, f := range list {
		if f.Category == directive.CategorySuppressed || f.Category == directive.CategoryUnused && used[comment{f.Rule, f.Pos}] {
			continue
		}
		findings = append(findings, f)
	}
	return findings, suppressed
}
