package main

import (
	"testing"

	"github.com/asyncport/asyncport/aio/bench"
)

// samples have the values v and allocs allocations each.
func samples(allocs float64, v ...float64) []bench.Sample {
	var s []bench.Sample
	for _, v := range v {
		s = append(s, bench.Sample{Value: v, Allocs: allocs})
	}
	return s
}

func TestVerdict(t *testing.T) {
	base := samples(1, 100, 100, 100, 100, 100, 100)
	for _, c := range []struct {
		name  string
		ours  []bench.Sample
		limit bench.Limit
		want  verdict
	}{
		{"no limit", samples(9, 900, 900, 900, 900, 900, 900), bench.Limit{}, noLimit},
		{"below a ratio", samples(9, 110, 111, 112, 113, 114, 115), bench.Times(1.2), met},
		{"above a ratio", samples(1, 130, 131, 132, 133, 134, 135), bench.Times(1.2), missed},
		{"around a ratio", samples(1, 100, 110, 119, 121, 130, 140), bench.Times(1.2), unsure},
		{"below a difference", samples(9, 103, 103, 103, 104, 104, 104), bench.Plus(5), met},
		{"above a difference", samples(1, 106, 106, 106, 107, 107, 107), bench.Plus(5), missed},
		{"as fast with one more allocation", samples(2, 100, 100, 100, 100, 100, 100), bench.Free(5), missed},
		{"as fast and others allocate", samples(1.9, 100, 100, 100, 100, 100, 100), bench.Free(5), met},
		{"too few samples", samples(1, 100), bench.Times(1.2), unsure},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := compare(base[:len(c.ours)], c.ours, c.limit); got.verdict != c.want {
				t.Errorf("the verdict is %q, want %q; effect %v", got.verdict, c.want, got.effect)
			}
		})
	}
}

// TestPairs guards that samples of one round are compared with each other: a disturbance of a whole round cancels out.
func TestPairs(t *testing.T) {
	base := samples(0, 100, 1000, 100, 5000, 100, 100)
	ours := samples(0, 150, 1500, 150, 7500, 150, 150)
	c := compare(base, ours, bench.Times(1))
	if c.effect.Center != 1.5 || c.effect.Lo != 1.5 || c.effect.Hi != 1.5 {
		t.Errorf("the ratio is %v (%v to %v), want 1.5 in each round", c.effect.Center, c.effect.Lo, c.effect.Hi)
	}
}
