package bench

import (
	"testing"
)

// shrunk divides the numbers of live tasks where only the correctness counts.
const shrunk = 1000

// TestRows runs every side once, so that none can rot.
func TestRows(t *testing.T) {
	for _, r := range Rows(shrunk) {
		t.Run(r.Name, func(t *testing.T) {
			times := []string{"1x", "3x"}
			if r.Fresh {
				times = times[:1] // how often they work does not depend on it
			}
			for _, s := range r.Sides() {
				for _, n := range times {
					got, _, err := r.Measure(s, n)
					if err != nil {
						t.Error(err)
					} else if got.Value <= 0 && r.Metric != perTask { // few tasks fit into what the process has already
						t.Errorf("%s measured %v", s.Label, got.Value)
					}
				}
			}
		})
	}
}

func TestRowsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rows(1) {
		labels := map[string]bool{r.Base.Label: true}
		for _, s := range r.Ours {
			if labels[s.Label] {
				t.Errorf("%s has two sides %q", r.Name, s.Label)
			}
			labels[s.Label] = true
		}
		if seen[r.Name] {
			t.Errorf("there are two rows %s", r.Name)
		}
		seen[r.Name] = true
	}
}

// TestWrongResultIsAnError guards the checks of the sides: a side that did not do its work must not be measured.
func TestWrongResultIsAnError(t *testing.T) {
	r := Row{Name: "wrong", Base: plain("plain", func(b *testing.B) error { return check(b.N+1, b.N) })}
	if _, _, err := r.Measure(r.Base, "1x"); err == nil {
		t.Error("a wrong result is not reported")
	}
}

func BenchmarkRows(b *testing.B) {
	for _, r := range Rows(1) {
		if r.Fresh {
			continue // they measure by themselves, and need a process of their own
		}
		for _, s := range r.Sides() {
			b.Run(r.Name+"/"+s.Label, func(b *testing.B) {
				if err := s.Run(b); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}
