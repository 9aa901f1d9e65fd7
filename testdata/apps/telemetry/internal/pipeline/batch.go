package pipeline

import (
	"time"

	"example.com/telemetry/sample"
)

// Batch collects samples into slices of at most size. A slice is sent early
// when somebody asks for it through flush, and when it is older than wait.
// Batch returns at once; the result is closed after the last slice.
func Batch(in <-chan sample.Sample, size int, wait time.Duration, flush <-chan struct{}) <-chan []sample.Sample {
	out := make(chan []sample.Sample)
	go func() {
		defer close(out)

		var batch []sample.Sample
		send := func() {
			if len(batch) > 0 {
				out <- batch
				batch = nil // the receiver owns the old one
			}
		}
		ticker := time.NewTicker(wait)
		defer ticker.Stop()

		for {
			select {
			case s, ok := <-in:
				if !ok {
					send() // the rest
					return
				}
				batch = append(batch, s)
				if len(batch) >= size {
					send()
				}
			case <-flush:
				send()
			case <-ticker.C:
				send()
			}
		}
	}()
	return out
}
