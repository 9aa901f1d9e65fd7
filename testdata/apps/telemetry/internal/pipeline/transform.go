package pipeline

import (
	"math"
	"sync"

	"example.com/telemetry/sample"
)

// Transform changes a sample, or drops it by returning false.
// It may be called from several goroutines at once.
type Transform func(sample.Sample) (sample.Sample, bool)

// Valid drops samples that cannot be stored.
func Valid(s sample.Sample) (sample.Sample, bool) {
	return s, s.Validate() == nil
}

// Base converts samples to base units.
func Base(s sample.Sample) (sample.Sample, bool) {
	s.Value, s.Unit = s.Unit.Base(s.Value)
	return s, true
}

// Round returns a transform that keeps the given number of decimals.
func Round(decimals int) Transform {
	scale := math.Pow10(decimals)
	return func(s sample.Sample) (sample.Sample, bool) {
		s.Value = math.Round(s.Value*scale) / scale
		return s, true
	}
}

// Changed returns a transform that drops a sample which repeats the one
// before it. It remembers one sample per meter.
func Changed() Transform {
	var mu sync.Mutex
	last := make(map[string]sample.Sample) // by meter
	return func(s sample.Sample) (sample.Sample, bool) {
		mu.Lock()
		defer mu.Unlock()
		if old, ok := last[s.Meter]; ok && old.Same(s) {
			return s, false
		}
		last[s.Meter] = s
		return s, true
	}
}

// Labeler knows the labels of a meter.
type Labeler interface {
	Lookup(meter string) (map[string]string, error)
}

// Label returns a transform that adds what l knows. A sample is worth more
// than its labels, so it passes without them when l fails.
func Label(l Labeler) Transform {
	return func(s sample.Sample) (sample.Sample, bool) {
		labels, err := l.Lookup(s.Meter)
		if err == nil {
			s.Labels = labels
		}
		return s, true
	}
}
