package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"example.com/telemetry/sample"
)

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// samples returns n samples with the values 0 to n-1.
func samples(n int) []sample.Sample {
	out := make([]sample.Sample, n)
	for i := range out {
		out[i] = sample.Sample{Meter: "m", Value: float64(i), At: noon}
	}
	return out
}

// values returns the sorted values of what in sends.
func values(in <-chan sample.Sample) []float64 {
	var out []float64
	for s := range in {
		out = append(out, s.Value)
	}
	slices.Sort(out)
	return out
}

func TestChain(t *testing.T) {
	even := func(s sample.Sample) (sample.Sample, bool) { return s, int(s.Value)%2 == 0 }
	double := func(s sample.Sample) (sample.Sample, bool) { s.Value *= 2; return s, true }
	for _, workers := range []int{0, 1, 2, 8} {
		t.Run(fmt.Sprint("workers ", workers), func(t *testing.T) {
			ctx := context.Background()
			got := values(Chain(ctx, Source(ctx, samples(7)...), workers, even, double))
			if want := []float64{0, 4, 8, 12}; !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestMerge(t *testing.T) {
	ctx := context.Background()
	a, b := Source(ctx, samples(3)...), Source(ctx, samples(2)...)
	if got, want := values(Merge(ctx, a, b)), []float64{0, 0, 1, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := values(Merge(ctx)); got != nil {
		t.Errorf("nothing merged to %v", got)
	}
}

// The chain ends although nobody reads all of it.
func TestChainCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	out := Chain(ctx, Source(ctx, samples(1000)...), 2, Valid, Base)
	<-out
	cancel()
	for range out { // some are under way; without a close this never ends
	}
	if _, ok := <-out; ok {
		t.Error("a sample came after the end")
	}
}

func TestTransforms(t *testing.T) {
	watts := sample.Sample{Meter: "m", Value: 1.25, Unit: sample.Kilowatt, At: noon}
	tests := []struct {
		name string
		t    Transform
		in   sample.Sample
		want float64
		ok   bool
	}{
		{"valid", Valid, watts, 1.25, true},
		{"invalid", Valid, sample.Sample{}, 0, false},
		{"base", Base, watts, 1250, true},
		{"round", Round(1), watts, 1.3, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.t(tt.in)
			if got.Value != tt.want || ok != tt.ok {
				t.Errorf("got %v, %v, want %v, %v", got.Value, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestChanged(t *testing.T) {
	changed := Changed()
	var got []float64
	for _, v := range []float64{1, 1, 2, 2, 2, 1} {
		if s, ok := changed(sample.Sample{Meter: "m", Value: v}); ok {
			got = append(got, s.Value)
		}
	}
	if want := []float64{1, 2, 1}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, ok := changed(sample.Sample{Meter: "other", Value: 1}); !ok {
		t.Error("the first sample of another meter was dropped")
	}
}

// broken is an inventory that is down.
type broken struct{}

func (broken) Lookup(string) (map[string]string, error) { return nil, errors.New("down") }

// room is an inventory of one room.
type room string

func (r room) Lookup(string) (map[string]string, error) {
	return map[string]string{"room": string(r)}, nil
}

func TestLabel(t *testing.T) {
	s, ok := Label(room("cellar"))(sample.Sample{Meter: "m"})
	if !ok || s.Labels["room"] != "cellar" {
		t.Errorf("got %v, %v", s.Labels, ok)
	}
	if _, ok := Label(broken{})(sample.Sample{Meter: "m"}); !ok {
		t.Error("a sample was dropped for want of labels")
	}
}

func TestBatch(t *testing.T) {
	in := make(chan sample.Sample)
	flush := make(chan struct{})
	out := Batch(in, 3, time.Hour, flush)
	next := func(what string, want int) {
		t.Helper()
		if got := <-out; len(got) != want {
			t.Errorf("%s: batch of %d, want %d", what, len(got), want)
		}
	}

	for _, s := range samples(3) {
		in <- s
	}
	next("full", 3)

	in <- sample.Sample{}
	flush <- struct{}{}
	next("flushed", 1)

	flush <- struct{}{} // nothing to send
	in <- sample.Sample{}
	in <- sample.Sample{}
	close(in)
	next("rest", 2)

	if _, ok := <-out; ok {
		t.Error("not closed after the last batch")
	}
}

func TestBatchWaits(t *testing.T) {
	in := make(chan sample.Sample)
	out := Batch(in, 100, time.Millisecond, nil)
	in <- sample.Sample{}
	if got := <-out; len(got) != 1 {
		t.Errorf("batch of %d, want 1", len(got))
	}
	close(in)
	for range out {
		t.Error("batch after the end")
	}
}

func BenchmarkChain(b *testing.B) {
	for _, workers := range []int{1, 4} {
		b.Run(fmt.Sprint("workers=", workers), func(b *testing.B) {
			ctx := context.Background()
			in := make(chan sample.Sample)
			out := Chain(ctx, in, workers, Valid, Base, Round(3))
			done := make(chan int, 1)
			go func() {
				n := 0
				for range out {
					n++
				}
				done <- n
			}()
			s := samples(1)[0]
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				in <- s
			}
			close(in)
			if n := <-done; n != b.N {
				b.Fatalf("%d samples came out of %d", n, b.N)
			}
		})
	}
}
