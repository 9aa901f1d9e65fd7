// Package report turns what a run of the rewriter found, did and left into a
// document. The model is the same for every format; it holds no absolute
// path, no time and nothing in map order, so that reports can be committed and
// compared.
package report

import (
	"github.com/asyncport/asyncport/report/plan"
	"github.com/asyncport/asyncport/rewrite/site"
)

// Report is one module's report. Its JSON form is what docs/report.schema.json
// describes.
type Report struct {
	Schema   string         `json:"schema"` // SchemaName
	Version  int            `json:"version"`
	Module   string         `json:"module"`
	Verdicts []VerdictCount `json:"verdicts"` // in the order of Verdicts, each there
	Counts   Counts         `json:"counts"`
	Effort   Effort         `json:"effort"`

	Yields  []KindCount      `json:"yields,omitempty"`     // most telling kind first
	ByKind  []ConstructCount `json:"constructs,omitempty"` // sorted by construct
	Reasons []ReasonCount    `json:"refused,omitempty"`    // why sites were refused, the most frequent first
	Skipped []ReasonCount    `json:"notApplicable,omitempty"`
	Rules   []RuleCount      `json:"rules,omitempty"` // findings by rule, the most frequent first

	Packages   []Package        `json:"packages"` // sorted by path
	Milestones []plan.Milestone `json:"milestones,omitempty"`
	NotSeen    []Unseen         `json:"notSeen,omitempty"` // what belongs to none of Packages
	// Baseline is the file that knows the accepted findings, relative to the
	// module's root; empty when there is none.
	Baseline string `json:"baseline,omitempty"`
	// Builds are the configurations that findings are those of, when it is not the
	// one whose sites are counted.
	Builds []string `json:"builds,omitempty"`
	// History holds earlier counts, the oldest first, when the caller has them.
	History []HistoryEntry `json:"history,omitempty"`

	here    string              // the build configuration of the sites, "" for that of the go command
	sources map[string][]byte   // for excerpts, columns and identities
	split   map[string][]string // the lines of those that were asked for
}

// The name and version of the JSON form. The version goes up when a reader of
// the old form could misunderstand the new one.
const (
	SchemaName    = "asyncport-report"
	SchemaVersion = 1
)

// Package is one package's part of the report. An external test package is
// part of the package that it tests.
type Package struct {
	Path    string  `json:"path"`
	Command bool    `json:"command,omitempty"`
	Verdict Verdict `json:"verdict"`
	Why     string  `json:"why"` // the verdict in a sentence
	Counts  Counts  `json:"counts"`
	Effort  Effort  `json:"effort"`

	// Imports are the module's own packages that it imports, TestImports those
	// that only its tests import.
	Imports     []string `json:"imports,omitempty"`
	TestImports []string `json:"testImports,omitempty"`
	// WaitsFor are the packages among what it imports, directly or not, that are
	// blocked or mechanical, or were not looked at.
	WaitsFor []string `json:"waitsFor,omitempty"`
	unasked  []string // those that were not looked at

	Yields   []KindCount `json:"yields,omitempty"` // most telling kind first
	Hidden   []Hidden    `json:"hidden,omitempty"` // most telling kind first, then the most frequent
	Findings []Finding   `json:"findings,omitempty"`
	// Removable are the mutexes that protect nothing under the serial policy; their
	// hops are the sections.
	Removable []Remark `json:"removable,omitempty"`
	// Stalls are the places at which a serial loop may stand still although no site
	// is refused.
	Stalls []Remark `json:"stalls,omitempty"`

	Suppressed []Suppressed  `json:"suppressed,omitempty"`
	Accepted   []Finding     `json:"accepted,omitempty"` // known to the baseline
	Sites      []Site        `json:"sites,omitempty"`    // in source order
	Reasons    []ReasonCount `json:"refused,omitempty"`
	API        []APIChange   `json:"api,omitempty"`
	Dropped    []Drop        `json:"takenBack,omitempty"`
	Changes    []FileChange  `json:"changes,omitempty"`
	NotSeen    []Unseen      `json:"notSeen,omitempty"`
}

// quiet reports whether there is nothing to tell of p beside its verdict.
func (p *Package) quiet() bool {
	return len(p.Sites)+len(p.Findings)+len(p.Suppressed)+len(p.Accepted)+len(p.Hidden)+len(p.Removable)+len(p.Stalls)+len(p.API)+len(p.Dropped)+len(p.Changes)+len(p.NotSeen) == 0
}

// Counts sums up a package or the module.
type Counts struct {
	Lines     int `json:"lines"`
	TestLines int `json:"testLines"`
	// Sites end as rewritten, refused or not applicable.
	Sites         int `json:"sites"`
	Rewritten     int `json:"rewritten"`
	Refused       int `json:"refused"`
	NotApplicable int `json:"notApplicable"`
	// Yields are certain yield points, Marks those among them that the source
	// shows, Hidden the calls that wait for someone else unseen.
	Yields int `json:"yields"`
	Marks  int `json:"marks"`
	Hidden int `json:"hidden"`
	// BlockingCalls are the sites that are calls, without those of locks and the
	// like. SharedState are the findings about shared variables.
	BlockingCalls int `json:"blockingCalls"`
	SharedState   int `json:"sharedState"`
	Findings      int `json:"findings"` // open ones
	Suppressed    int `json:"suppressed"`
	Accepted      int `json:"accepted"` // known to the baseline
	TakenBack     int `json:"takenBack"`
	// LinesAdded and LinesRemoved are those of the rewrite, without the runtime.
	LinesAdded      int `json:"linesAdded"`
	LinesRemoved    int `json:"linesRemoved"`
	APICompatible   int `json:"apiCompatible"`
	APIIncompatible int `json:"apiIncompatible"`
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

// VerdictCount counts packages.
type VerdictCount struct {
	Verdict  Verdict `json:"verdict"`
	Packages int     `json:"packages"`
}

// KindCount counts the yield points of a kind.
type KindCount struct {
	Kind   string `json:"kind"`
	Yields int    `json:"yields"`
}

// ConstructCount counts the sites of one construct.
type ConstructCount struct {
	Construct     string `json:"construct"`
	Sites         int    `json:"sites"`
	Rewritten     int    `json:"rewritten"`
	Refused       int    `json:"refused"`
	NotApplicable int    `json:"notApplicable"`
}

// ReasonCount counts the sites left alone for one reason. Rule is empty when
// several rules gave it.
type ReasonCount struct {
	Rule  string `json:"rule,omitempty"`
	Code  string `json:"code"`
	Text  string `json:"text,omitempty"`
	Sites int    `json:"sites"`
}

// RuleCount counts the findings of one analyzer.
type RuleCount struct {
	Rule     string `json:"rule"`
	Findings int    `json:"findings"`
}

// HistoryEntry is what was left at some revision.
type HistoryEntry struct {
	Revision string `json:"revision"`
	Counts   Counts `json:"counts"`
}
