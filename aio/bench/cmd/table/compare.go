package main

import (
	"golang.org/x/perf/benchmath"

	"github.com/asyncport/asyncport/aio/bench"
)

// confidence is that of all intervals.
const confidence = 0.95

// comparison is one side of a row against its base.
type comparison struct {
	base, ours             float64 // medians
	baseAllocs, oursAllocs float64
	effect                 benchmath.Summary // a ratio, or a difference where the limit is one
	verdict                verdict
}

// verdict says whether a side keeps its limit.
type verdict string

const (
	noLimit verdict = ""
	met     verdict = "yes"
	missed  verdict = "no"
	unsure  verdict = "unsure" // the limit lies inside the interval
)

// compare compares samples that were taken in the same rounds.
func compare(base, ours []bench.Sample, limit bench.Limit) comparison {
	effects := make([]float64, len(base))
	for i := range base {
		if limit.Plus > 0 {
			effects[i] = ours[i].Value - base[i].Value
		} else {
			effects[i] = ours[i].Value / base[i].Value
		}
	}
	c := comparison{
		base:       summary(values(base)).Center,
		ours:       summary(values(ours)).Center,
		baseAllocs: summary(allocs(base)).Center,
		oursAllocs: summary(allocs(ours)).Center,
		effect:     summary(effects),
	}
	c.verdict = c.judge(limit)
	return c
}

func (c *comparison) judge(limit bench.Limit) verdict {
	most := limit.Times + limit.Plus // one of them is 0
	switch {
	case most == 0:
		return noLimit
	case limit.Allocs && whole(c.oursAllocs) > whole(c.baseAllocs), c.effect.Lo > most:
		return missed
	case c.effect.Hi <= most:
		return met
	default:
		return unsure
	}
}

// whole drops what others allocated meanwhile, as package testing does.
func whole(allocs float64) int { return int(allocs) }

// summary is the median and its interval, whatever the distribution.
func summary(of []float64) benchmath.Summary {
	return benchmath.AssumeNothing.Summary(benchmath.NewSample(of, &benchmath.DefaultThresholds), confidence)
}

func values(samples []bench.Sample) []float64 {
	var of []float64
	for _, s := range samples {
		of = append(of, s.Value)
	}
	return of
}

func allocs(samples []bench.Sample) []float64 {
	var of []float64
	for _, s := range samples {
		of = append(of, s.Allocs)
	}
	return of
}
