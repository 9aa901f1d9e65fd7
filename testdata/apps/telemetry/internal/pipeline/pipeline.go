// Package pipeline carries samples through a chain of transforms. Every
// function that returns a channel closes it after its input was closed, so a
// pipeline shuts down from its source. When the context ends, samples that
// are under way are dropped.
package pipeline

import (
	"context"
	"sync"

	"example.com/telemetry/sample"
)

// Source emits the given samples.
func Source(ctx context.Context, samples ...sample.Sample) <-chan sample.Sample {
	out := make(chan sample.Sample)
	go func() {
		defer close(out)
		for _, s := range samples {
			select {
			case out <- s:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// apply sends what t makes of the samples of in.
func apply(ctx context.Context, in <-chan sample.Sample, t Transform) <-chan sample.Sample {
	out := make(chan sample.Sample)
	go func() {
		defer close(out)
		for s := range in {
			s, ok := t(s)
			if !ok {
				continue // dropped
			}
			select {
			case out <- s:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// FanOut applies t in the given number of goroutines. The order of the
// samples is lost when there is more than one.
func FanOut(ctx context.Context, in <-chan sample.Sample, workers int, t Transform) <-chan sample.Sample {
	outs := make([]<-chan sample.Sample, max(workers, 1))
	for i := range outs {
		outs[i] = apply(ctx, in, t)
	}
	return Merge(ctx, outs...)
}

// Merge sends the samples of all channels to one.
func Merge(ctx context.Context, ins ...<-chan sample.Sample) <-chan sample.Sample {
	out := make(chan sample.Sample)

	// forward copies one input until it is closed.
	var wg sync.WaitGroup
	forward := func(in <-chan sample.Sample) {
		defer wg.Done()
		for s := range in {
			select {
			case out <- s:
			case <-ctx.Done():
				return
			}
		}
	}

	wg.Add(len(ins))
	for _, in := range ins {
		go forward(in)
	}

	// The last one to leave turns off the light.
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}

// Chain sends in through all transforms, each with its own workers.
func Chain(ctx context.Context, in <-chan sample.Sample, workers int, ts ...Transform) <-chan sample.Sample {
	for _, t := range ts {
		in = FanOut(ctx, in, workers, t)
	}
	return in
}
