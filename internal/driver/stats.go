package driver

import (
	"cmp"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"
)

// Stats say how a result came about.
type Stats struct {
	// Analyzed packages were parsed and analysed, Cached ones taken from the
	// cache, Known ones were known not to have changed since the last run.
	Analyzed, Cached, Known int
	// Unchanged says that nothing has changed since the last run, whose answer
	// this is.
	Unchanged bool
	// Phases are in the order of time.
	Phases []Phase
	// Slow are the analyses of one package that took longest, the longest first.
	Slow []Slow
	// Fallback says why everything was loaded instead; empty if it was not.
	Fallback string
}

// Slow is one analyzer's work on one package.
type Slow struct {
	Analyzer, Package string
	Took              time.Duration
}

// slowEnough is what is worth to be told of.
const slowEnough = 5 * time.Second

func (r *run) took(a *analysis.Analyzer, n *node, d time.Duration) {
	if d < slowEnough {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.slow = append(r.slow, Slow{a.Name, n.id, d})
}

// Phase is a part of a run.
type Phase struct {
	Name string
	Took time.Duration
}

type clock struct {
	last time.Time
	laps []Phase
}

func (c *clock) lap(name string) {
	now := time.Now()
	c.laps = append(c.laps, Phase{name, now.Sub(c.last)})
	c.last = now
}

func (r *run) stats(c *clock) Stats {
	s := Stats{Phases: c.laps, Slow: r.slow}
	slices.SortFunc(s.Slow, func(a, b Slow) int { return cmp.Compare(b.Took, a.Took) })
	for _, n := range r.graph.nodes {
		switch n.source {
		case analyzed:
			s.Analyzed++
		case cached:
			s.Cached++
		case known:
			s.Known++
		}
	}
	return s
}
