// Package site is the rewriter's account book: every place that a rule looks
// at is a Site and ends as rewritten, refused or not applicable.
package site

import "go/token"

// Status is how a site ended.
type Status uint8

// The ways in which a site ends.
const (
	Open          Status = iota // not decided yet; never seen in a result
	Rewritten                   // changed by a rule
	Refused                     // left alone, for the reason that Site.Reason names
	NotApplicable               // needs no change at this level, Site.Reason says why
)

var statusNames = [...]string{"open", "rewritten", "refused", "not applicable"}

// String returns the status as reports print it.
func (s Status) String() string { return statusNames[s] }

// Construct is the syntactic form of a site.
type Construct string

// The constructs that sites are made of.
const (
	Go        Construct = "go statement"
	Send      Construct = "channel send"
	Receive   Construct = "channel receive"
	Range     Construct = "range over channel"
	Select    Construct = "select"
	WaitGroup Construct = "WaitGroup wait"
	ErrGroup  Construct = "errgroup"
	Sleep     Construct = "sleep"
	Lock      Construct = "lock"
	Once      Construct = "once"
	Cond      Construct = "cond"
	Timer     Construct = "timer callback"
	Call      Construct = "blocking call"
	Poll      Construct = "polling loop"
	Entry     Construct = "entry"
)

// Site is one place in the source.
type Site struct {
	Package   string         // import path
	Func      string         // enclosing function as stack traces name it
	Pos       token.Position // Filename is relative to the module root, with slashes
	Construct Construct
	Text      string // first line of the source, shortened
	Kind      string // kind of the yield, a catalog kind's name; empty if none
	Status    Status
	Rule      string // the rule that decided
	Reason    string // reason code when refused or not applicable; of a rewritten site, why another rule left it
	Detail    string // what a reader needs beside the reason's text; may be empty
}

// Reason is a documented cause for leaving a site alone.
type Reason struct {
	Code string // short, lower case, with dashes
	Text string // one sentence: why
	Next string // one sentence: what the user can do; "Nothing" where that is best
}

// String says both, as reports print it.
func (r Reason) String() string { return r.Text + " " + r.Next }
