package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"example.com/telemetry/internal/queue"
	"example.com/telemetry/sample"
)

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// open opens an empty store that does not outlive the test.
func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	s.db.NoSync = true // power cuts are not tested
	t.Cleanup(func() { s.Close() })
	return s
}

// at returns a sample that was taken some seconds after noon.
func at(meter string, second int) sample.Sample {
	return sample.Sample{Meter: meter, Value: float64(second), At: noon.Add(time.Duration(second) * time.Second)}
}

func TestStore(t *testing.T) {
	s := open(t)
	if err := s.Append(at("a", 3), at("a", 1), at("b", 2), at("a", 2)); err != nil {
		t.Fatal(err)
	}

	names, err := s.Meters()
	if want := []string{"a", "b"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("Meters = %v, %v, want %v", names, err, want)
	}
	latest, err := s.Latest("a")
	if err != nil || latest.Value != 3 || !latest.At.Equal(noon.Add(3*time.Second)) {
		t.Errorf("Latest = %+v, %v", latest, err)
	}
	if _, err := s.Latest("x"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Latest of an unknown meter: %v", err)
	}
	if got := s.Series("a").String(); got != "a (3 samples)" {
		t.Errorf("String = %q", got)
	}
	if got := s.Series("x").String(); got != "x (0 samples)" {
		t.Errorf("String = %q", got)
	}

	if err := s.Drop("a"); err != nil {
		t.Fatal(err)
	}
	if err := s.Drop("a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("second Drop: %v", err)
	}
}

func TestRange(t *testing.T) {
	s := open(t)
	s.Append(at("m", 1), at("m", 2), at("m", 3), at("m", 4))
	tests := []struct {
		from, to int
		want     []float64
	}{
		{0, 9, []float64{1, 2, 3, 4}},
		{2, 4, []float64{2, 3}},
		{4, 4, nil},
		{5, 9, nil},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d to %d", tt.from, tt.to), func(t *testing.T) {
			got, err := s.Range("m", at("", tt.from).At, at("", tt.to).At)
			if err != nil {
				t.Fatal(err)
			}
			var values []float64
			for _, x := range got {
				values = append(values, x.Value)
			}
			if !slices.Equal(values, tt.want) {
				t.Errorf("got %v, want %v", values, tt.want)
			}
		})
	}
	if got, err := s.Range("x", noon, noon); err != nil || got != nil {
		t.Errorf("Range of an unknown meter = %v, %v", got, err)
	}
}

func TestSince(t *testing.T) {
	s := open(t)
	now := time.Now()
	s.Append(sample.Sample{Meter: "m", Value: 1, At: now.Add(-2 * time.Hour)},
		sample.Sample{Meter: "m", Value: 2, At: now})
	got, err := s.Series("m").Since(time.Hour)
	if err != nil || len(got) != 1 || got[0].Value != 2 {
		t.Errorf("Since = %v, %v", got, err)
	}
}

func TestWriter(t *testing.T) {
	const writers, each = 4, 25
	s := open(t)
	w := NewWriter(s, 3)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Add(1)
		go func(meter string) {
			defer wg.Done()
			for second := range each {
				if err := w.Write(at(meter, second)); err != nil {
					t.Error(err)
				}
			}
		}(fmt.Sprint("meter ", i))
	}
	wg.Wait()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range writers {
		name := fmt.Sprint("meter ", i)
		if got, _ := s.Range(name, noon, noon.Add(time.Hour)); len(got) != each {
			t.Errorf("%s has %d samples, want %d", name, len(got), each)
		}
	}
	if err := w.Write(at("late", 0)); !errors.Is(err, queue.ErrClosed) {
		t.Errorf("Write after Close: %v", err)
	}
}

func TestWriterReportsErrors(t *testing.T) {
	s := open(t)
	w := NewWriter(s, 3)
	if err := w.Write(sample.Sample{At: noon}); err != nil { // a bucket needs a name
		t.Fatal(err)
	}
	if err := w.Close(); err == nil {
		t.Error("a failed transaction was not reported")
	}
}

func BenchmarkAppend(b *testing.B) {
	s := open(b)
	b.ResetTimer()
	for i := range b.N {
		if err := s.Append(at("m", i)); err != nil {
			b.Fatal(err)
		}
	}
}
