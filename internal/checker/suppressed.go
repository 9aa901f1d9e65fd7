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

// Split parts the findings of a driver for which suppress.Keep was called, in
// order: into those to report and those that comments speak for. A comment that
// is unused in a package without its tests and used with them is not reported.
func Split(list []Finding) ([]Finding, []Suppressed) {
	var suppressed []Suppressed
	for _, f := range list {
		last := len(f.Related) - 1
		if f.Category != directive.CategorySuppressed || last < 0 {
			continue
		}
		s := Suppressed{Finding: f, Reason: f.Related[last].Message, Comment: f.Related[last].Pos}
		s.Related = f.Related[:last:last]
		suppressed = append(suppressed, s)
	}
	used := usedBy(suppressed)
	var findings []Finding
	for _, f := range list {
		if f.Category != directive.CategorySuppressed && !used.has(f) {
			findings = append(findings, f)
		}
	}
	return findings, suppressed
}

// comments are those that were used, by rule and position.
type comments map[comment]bool

type comment struct {
	rule string
	pos  token.Position
}

func usedBy(list []Suppressed) comments {
	used := make(comments)
	for _, s := range list {
		used[comment{s.Rule, s.Comment}] = true
	}
	return used
}

// has reports whether f says of a used comment that it is unused.
func (c comments) has(f Finding) bool {
	return f.Category == directive.CategoryUnused && c[comment{f.Rule, f.Pos}]
}
