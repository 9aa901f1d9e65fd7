package report

import (
	"cmp"
	"fmt"

	"github.com/asyncport/asyncport/rewrite/site"
)

// Position is a place in the module: file relative to its root, with slashes.
// Line and Column, which counts bytes, are 0 where they are not known.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// String returns file:line:column, without what is zero.
func (p Position) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			s += fmt.Sprintf(":%d", p.Column)
		}
	}
	return s
}

func comparePos(a, b Position) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// Finding is what an analyzer reported.
type Finding struct {
	// ID stays the same when lines shift: see baseline.Entry, of which it is a
	// hash.
	ID       string   `json:"id"`
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Pos      Position `json:"pos"`
	Func     string   `json:"func,omitempty"`
	Message  string   `json:"message"`
	Hops     []Hop    `json:"hops,omitempty"`
	// Fixes are edits that would mend it.
	Fixes []Fix `json:"fixes,omitempty"`
}

// Fix is a set of edits that mends a finding.
type Fix struct {
	Message string `json:"message"`
	Edits   []Edit `json:"edits"`
}

// Edit replaces what stands from Pos to End by Text.
type Edit struct {
	Pos  Position `json:"pos"`
	End  Position `json:"end"`
	Text string   `json:"text"`
}

// Hop is one step of a witness; its position may be unknown, or lie outside of
// the module: then the file is named by module and version.
type Hop struct {
	Pos     *Position `json:"pos,omitempty"`
	Message string    `json:"message"`
}

// Remark is something to know about a place. It counts as no finding.
type Remark struct {
	Pos     Position `json:"pos"`
	Message string   `json:"message"`
	Hops    []Hop    `json:"hops,omitempty"` // the proof
}

// Suppressed is a finding that a comment speaks for.
type Suppressed struct {
	Finding
	Reason  string   `json:"reason"`
	Comment Position `json:"comment"`
}

// Hidden is a function that waits for someone else, called where nobody sees
// it.
type Hidden struct {
	Callee string   `json:"callee"`
	Kind   string   `json:"kind"`
	Calls  int      `json:"calls"`
	Pos    Position `json:"pos"` // of the first call
	Func   string   `json:"func,omitempty"`
	// Chain leads from the callee to what it waits for. The places are
	// "file:line" with the base name of the file.
	Chain []Step `json:"chain,omitempty"`
}

// Step is one step of the chain of a hidden yield.
type Step struct {
	At   string `json:"at"`
	What string `json:"what"`
}

// Site is one place that a rewrite rule looked at.
type Site struct {
	ID        string   `json:"id"`
	Pos       Position `json:"pos"`
	Func      string   `json:"func,omitempty"`
	Construct string   `json:"construct"`
	Kind      string   `json:"kind,omitempty"`
	Source    string   `json:"source"`
	Status    Status   `json:"status"`
	Rule      string   `json:"rule,omitempty"`
	Reason    string   `json:"reason,omitempty"` // code, empty when rewritten
	Text      string   `json:"-"`                // the reason's sentence; see ReasonCount
	Detail    string   `json:"detail,omitempty"`
}

// Status is how a site ended, as text in JSON.
type Status site.Status

// MarshalText returns the status as reports print it.
func (s Status) MarshalText() ([]byte, error) { return []byte(site.Status(s).String()), nil }

// APIChange is one difference of a package's exported API.
type APIChange struct {
	Change     string `json:"change"`
	Compatible bool   `json:"compatible"`
}

// Drop is a rewrite that was taken back.
type Drop struct {
	Func string `json:"func,omitempty"`
	Why  string `json:"why"`
}

// Unseen is what was not analysed, or not fully.
type Unseen struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

// FileChange is what the rewrite does to one file.
type FileChange struct {
	File    string `json:"file"`
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	// Language is the Go version that a new build line asks for, "go1.22": go.mod
	// declares an older one.
	Language string `json:"language,omitempty"`
	Hunks    []Hunk `json:"hunks"`
}

// Hunk is a run of changed lines with a little of what stands around them.
type Hunk struct {
	Old int `json:"old"` // number of the first line before
	New int `json:"new"` // and after
	// Lines begin with a space, a minus or a plus, as in a unified diff.
	Lines []string `json:"lines"`
}
