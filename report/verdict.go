package report

import (
	"fmt"
	"slices"
	"strings"
)

// Verdict says what a package needs next.
type Verdict string

// The verdicts, the one that needs most first. They are about the package
// itself; what it imports is in Package.WaitsFor.
const (
	// Blocked: a person has to act. Either at least one site that needs a rewrite
	// is refused, or a rewrite was taken back, or there is nothing left to
	// rewrite but open findings are; or the package belongs to another build
	// configuration than the one whose sites are counted.
	Blocked Verdict = "blocked"
	// Mechanical: at least one site needs a rewrite, and asyncport port does all
	// of them.
	Mechanical Verdict = "mechanical"
	// Ready to flip: no site needs a rewrite, no finding is open, and the package
	// uses the runtime in a module that does not select the serial policy yet.
	// Its own code may run under that policy as soon as WaitsFor is empty.
	Ready Verdict = "ready to flip"
	// Done: no site needs a rewrite, no finding is open, and there is nothing to
	// flip: the package does not use the runtime, or a command of the module
	// selects the serial policy.
	Done Verdict = "done"
)

// whySerial is why a package that uses the runtime is done.
const whySerial = "nothing left to rewrite, and the serial policy is selected"

// whyElsewhere is why a package is blocked that only other build configurations
// have.
const whyElsewhere = "it belongs to another build configuration, and is to be ported there"

// Verdicts returns all verdicts, the one that needs most first.
func Verdicts() []Verdict { return []Verdict{Blocked, Mechanical, Ready, Done} }

// judge gives p its verdict. explicit is whether p uses the runtime, serial
// whether the module selects the serial policy.
func (p *Package) judge(explicit, serial bool) {
	c := p.Counts
	switch {
	case c.Refused > 0 || c.TakenBack > 0:
		var parts []string
		if c.Refused > 0 {
			parts = append(parts, count(c.Refused, "site")+" refused")
		}
		if c.TakenBack > 0 {
			parts = append(parts, count(c.TakenBack, "rewrite")+" taken back")
		}
		p.Verdict, p.Why = Blocked, strings.Join(parts, ", ")
	case c.Rewritten > 0:
		p.Verdict, p.Why = Mechanical, fmt.Sprintf("asyncport port rewrites %s", all(c.Rewritten, "site"))
	case c.Findings > 0:
		p.Verdict, p.Why = Blocked, fmt.Sprintf("nothing to rewrite, %s open", count(c.Findings, "finding"))
	case len(p.Stalls) > 0:
		p.Verdict, p.Why = Blocked, fmt.Sprintf("nothing to rewrite, but at %s a serial loop may stand still", count(len(p.Stalls), "place"))
	case explicit && !serial:
		p.Verdict, p.Why = Ready, "nothing left to rewrite"
	case explicit:
		p.Verdict, p.Why = Done, whySerial
	default:
		p.Verdict, p.Why = Done, "nothing to rewrite"
	}
}

// left reports whether the package's sites are not all dealt with.
func (p *Package) left() bool { return p.Verdict == Blocked || p.Verdict == Mechanical }

// all says "the site" or "all 3 sites".
func all(n int, noun string) string {
	if n == 1 {
		return "the only " + noun
	}
	return "all " + count(n, noun)
}

// waits fills WaitsFor of all packages.
func (r *Report) waits() {
	index := make(map[string]*Package, len(r.Packages))
	for i := range r.Packages {
		index[r.Packages[i].Path] = &r.Packages[i]
	}
	for i := range r.Packages {
		p := &r.Packages[i]
		p.WaitsFor = slices.Clone(p.unasked)
		seen := map[string]bool{p.Path: true}
		todo := slices.Clone(p.Imports)
		for len(todo) > 0 {
			path := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			below := index[path]
			if seen[path] || below == nil {
				continue
			}
			seen[path] = true
			if below.left() {
				p.WaitsFor = append(p.WaitsFor, path)
			}
			todo = append(todo, below.Imports...)
		}
		slices.Sort(p.WaitsFor)
	}
}
