package driver

import "time"

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
	// Fallback says why everything was loaded instead; empty if it was not.
	Fallback string
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
	s := Stats{Phases: c.laps}
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
