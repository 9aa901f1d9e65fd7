// Package report turns what a run of the rewriter found, did and left into a
// document. The model is the same for every format; it holds no absolute
// path, no time and nothing in map order, so that reports can be committed and
// compared.
package report

import "github.com/asyncport/asyncport/rewrite/site"

// Report is one module's report.
type Report struct {
	Module   string
	Packages []Package // sorted by path; each has something to tell
	Quiet    []string  // paths of packages with neither sites nor findings
	NotSeen  []Unseen  // what belongs to none of Packages
	Counts   Counts
	ByKind   []ConstructCount // sorted by construct
	Reasons  []ReasonCount    // why sites were refused, the most frequent first
	Skipped  []ReasonCount    // why sites are not applicable, likewise
	Rules    []RuleCount      // findings by rule, the most frequent first
}

// Package is one package's part of the report.
type Package struct {
	Path     string
	Findings []Finding
	Sites    []Site // in source order
	API      []APIChange
	Dropped  []Drop
	NotSeen  []Unseen
	Counts   Counts
}

// Counts says how many sites ended how.
type Counts struct {
	Sites, Rewritten, Refused, NotApplicable int
	Findings                                 int
}

// add counts one site.
func (c *Counts) add(s site.Status) {
	c.Sites++
	switch s {
	case site.Rewritten:
		c.Rewritten++
	case site.Refused, site.Open:
		c.Refused++
	case site.NotApplicable:
		c.NotApplicable++
	}
}

// Applicable is the number of sites that ask for a rewrite.
func (c Counts) Applicable() int { return c.Rewritten + c.Refused }

// Percent is the share of applicable sites that are rewritten, rounded down;
// 100 when there are none.
func (c Counts) Percent() int {
	if c.Applicable() == 0 {
		return 100
	}
	return 100 * c.Rewritten / c.Applicable()
}

// ConstructCount counts the sites of one construct.
type ConstructCount struct {
	Construct string
	Counts    Counts
}

// ReasonCount counts the sites left alone for one reason. Rule is empty when
// several rules gave it.
type ReasonCount struct {
	Rule, Code, Text string
	Sites            int
}

// RuleCount counts the findings of one analyzer.
type RuleCount struct {
	Rule     string
	Findings int
}

// Position is a place in the module: file relative to its root, with slashes.
// Column is 0 where it does not matter.
type Position struct {
	File         string
	Line, Column int
}

// Finding is what an analyzer reported.
type Finding struct {
	Rule    string
	Pos     Position
	Func    string
	Message string
	Hops    []Hop
}

// Hop is one step of a finding's witness; its Pos may be zero.
type Hop struct {
	Pos     Position
	Message string
}

// Site is one place that a rewrite rule looked at.
type Site struct {
	Pos       Position
	Func      string
	Construct string
	Source    string
	Status    site.Status
	Rule      string
	Reason    string // code, empty when rewritten
	Text      string // the reason's sentence
	Detail    string
}

// APIChange is one difference of a package's exported API.
type APIChange struct {
	Change     string
	Compatible bool
}

// Drop is a rewrite that was taken back.
type Drop struct{ Func, Why string }

// Unseen is what was not analysed, or not fully.
type Unseen struct{ File, Why string }
