package sample

// Summary condenses the samples of one meter.
type Summary struct {
	Meter string  `json:"meter"`
	Count int     `json:"count"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
	Mean  float64 `json:"mean"`
}

// Summarize condenses samples, which must all be of the same meter.
// The summary of no samples has a zero Count and no other meaning.
func Summarize(meter string, samples []Sample) Summary {
	s := Summary{Meter: meter, Count: len(samples)}
	if s.Count == 0 {
		return s
	}
	s.Min, s.Max = samples[0].Value, samples[0].Value
	var sum float64
	for _, x := range samples {
		s.Min = min(s.Min, x.Value)
		s.Max = max(s.Max, x.Value)
		sum += x.Value
	}
	s.Mean = sum / float64(s.Count)
	return s
}
