package bench

import (
	"flag"
	"fmt"
	"testing"
)

// Sample is one measurement of a side.
type Sample struct {
	Value  float64 // ns for an operation, or what the metric of the row counts
	CPU    float64 // ns of processor time for an operation, all cores together; 0 when it is not known
	Allocs float64 // allocations for an operation
}

// processorMetric is how a side that measures time by itself reports the processor time.
const processorMetric = "cpu-ns/op"

// Measure runs a side of r once, for a time or a number of operations as in the flag -benchtime of go test. It returns
// the sample and the number of operations. It must not be called by several goroutines at once: the time is a setting of
// package testing.
func (r *Row) Measure(s Side, benchtime string) (Sample, int, error) {
	if err := flag.Set("test.benchtime", benchtime); err != nil {
		return Sample{}, 0, fmt.Errorf("benchtime %q: %w", benchtime, err)
	}
	var failed error
	var cpu float64
	got := testing.Benchmark(func(b *testing.B) {
		start := processorTime()
		if err := s.Run(b); err != nil && failed == nil {
			failed = fmt.Errorf("%s, %s, %d operations: %w", r.Name, s.Label, b.N, err)
		}
		cpu = float64(processorTime()-start) / float64(b.N)
	})
	if failed != nil {
		return Sample{}, 0, failed
	}
	if r.Metric == "" {
		n := float64(got.N)
		return Sample{Value: float64(got.T.Nanoseconds()) / n, CPU: cpu, Allocs: float64(got.MemAllocs) / n}, got.N, nil
	}
	v, ok := got.Extra[r.Metric]
	if !ok {
		return Sample{}, 0, fmt.Errorf("%s, %s: no %s was reported", r.Name, s.Label, r.Metric)
	}
	return Sample{Value: v, CPU: got.Extra[processorMetric]}, got.N, nil
}

// Sides are all sides of r, the base first.
func (r *Row) Sides() []Side { return append([]Side{r.Base}, r.Ours...) }
