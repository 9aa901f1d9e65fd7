package main

import (
	"math"

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
	cpu                    benchmath.Summary // the same of the processor time
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
	c := comparison{
		base:       summary(pick(base, value)).Center,
		ours:       summary(pick(ours, value)).Center,
		baseAllocs: summary(pick(base, allocs)).Center,
		oursAllocs: summary(pick(ours, allocs)).Center,
		effect:     effects(base, ours, limit, value),
		cpu:        effects(base, ours, limit, cpu),
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

// effects summarizes the ratios or differences of the samples of each round.
func effects(base, ours []bench.Sample, limit bench.Limit, of func(bench.Sample) float64) benchmath.Summary {
	all := make([]float64, len(base))
	for i := range base {
		switch from, to := of(base[i]), of(ours[i]); {
		case from == 0: // it was not measured
			all[i] = math.NaN()
		case limit.Plus > 0:
			all[i] = to - from
		default:
			all[i] = to / from
		}
	}
	return summary(all)
}

func value(s bench.Sample) float64  { return s.Value }
func cpu(s bench.Sample) float64    { return s.CPU }
func allocs(s bench.Sample) float64 { return s.Allocs }

func pick(samples []bench.Sample, of func(bench.Sample) float64) []float64 {
	var all []float64
	for _, s := range samples {
		all = append(all, of(s))
	}
	return all
}
