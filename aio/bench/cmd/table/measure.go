package main

import (
	"fmt"
	"math"

	"github.com/asyncport/asyncport/aio/bench"
)

// result is what was measured of a row.
type result struct {
	row     *bench.Row
	samples [][]bench.Sample // by side, then by round
}

// measure takes the samples. All rows take part in a round, so that a disturbance that lasts does not hit all samples of
// one row; rows that need processes of their own come last.
func measure(rows []bench.Row, o *options) ([]*result, error) {
	results := make([]*result, len(rows))
	plans := make([]string, len(rows))
	for i := range rows {
		r := &rows[i]
		results[i] = &result{row: r, samples: make([][]bench.Sample, len(r.Sides()))}
		if r.Fresh {
			continue
		}
		var err error
		if plans[i], err = plan(r, o.benchtime); err != nil {
			return nil, err
		}
	}
	for _, fresh := range []bool{false, true} {
		for round := range o.count {
			for i, res := range results {
				if res.row.Fresh != fresh {
					continue
				}
				if err := res.round(round, plans[i]); err != nil {
					return nil, err
				}
			}
		}
	}
	return results, nil
}

// plan finds out how many operations all sides of r do in the time of a sample. It is the same number for all: what a
// sample needs before and after its operations then weighs the same.
func plan(r *bench.Row, benchtime string) (string, error) {
	least := math.MaxInt
	for _, s := range r.Sides() {
		_, n, err := r.Measure(s, benchtime)
		if err != nil {
			return "", err
		}
		least = min(least, n)
	}
	return fmt.Sprintf("%dx", least), nil
}

// round takes one sample of each side; each round begins with another side.
func (res *result) round(round int, times string) error {
	sides := res.row.Sides()
	for k := range sides {
		i := (round + k) % len(sides)
		var s bench.Sample
		var err error
		if res.row.Fresh {
			s, err = apart(res.row, sides[i])
		} else {
			s, _, err = res.row.Measure(sides[i], times)
		}
		if err != nil {
			return err
		}
		res.samples[i] = append(res.samples[i], s)
	}
	return nil
}
