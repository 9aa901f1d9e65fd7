package sample_test

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"example.com/telemetry/sample"
)

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

func TestValidate(t *testing.T) {
	tests := []struct {
		name string
		in   sample.Sample
		ok   bool
	}{
		{"good", sample.Sample{Meter: "m", Value: 1, At: noon}, true},
		{"no meter", sample.Sample{Value: 1, At: noon}, false},
		{"no time", sample.Sample{Meter: "m", Value: 1}, false},
		{"not a number", sample.Sample{Meter: "m", Value: math.NaN(), At: noon}, false},
		{"infinite", sample.Sample{Meter: "m", Value: math.Inf(-1), At: noon}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.in.Validate()
			if tt.ok && err != nil {
				t.Errorf("Validate: %v", err)
			}
			if !tt.ok && !errors.Is(err, sample.ErrInvalid) {
				t.Errorf("Validate = %v, want ErrInvalid", err)
			}
		})
	}
}

func TestBase(t *testing.T) {
	tests := []struct {
		unit sample.Unit
		in   float64
		want float64
		base sample.Unit
	}{
		{sample.Watt, 5, 5, sample.Watt},
		{sample.Kilowatt, 1.5, 1500, sample.Watt},
		{sample.Kelvin, 273.15, 0, sample.Celsius},
		{sample.Count, 7, 7, sample.Count},
	}
	for _, tt := range tests {
		if got, base := tt.unit.Base(tt.in); got != tt.want || base != tt.base {
			t.Errorf("%q.Base(%v) = %v %q, want %v %q", tt.unit, tt.in, got, base, tt.want, tt.base)
		}
	}
}

func TestParseText(t *testing.T) {
	got, err := sample.ParseText("m", noon, []byte("# power\n1.5 kW\n\n20 c\n3\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []sample.Sample{
		{Meter: "m", Value: 1.5, Unit: sample.Kilowatt, At: noon},
		{Meter: "m", Value: 20, Unit: sample.Celsius, At: noon},
		{Meter: "m", Value: 3, At: noon},
	}
	if len(got) != len(want) {
		t.Fatalf("got %d samples, want %d", len(got), len(want))
	}
	for i := range want {
		if !got[i].Same(want[i]) || !got[i].At.Equal(noon) {
			t.Errorf("sample %d = %+v, want %+v", i, got[i], want[i])
		}
	}

	for _, bad := range []string{"x", "1 furlong", "1 kW\n, W"} {
		if _, err := sample.ParseText("m", noon, []byte(bad)); err == nil {
			t.Errorf("ParseText(%q) did not fail", bad)
		}
	}
}

func ExampleSummarize() {
	s := sample.Summarize("boiler", []sample.Sample{{Value: 60}, {Value: 64}, {Value: 71}})
	fmt.Printf("%s: %d samples from %v to %v, %v on average\n", s.Meter, s.Count, s.Min, s.Max, s.Mean)
	// Output: boiler: 3 samples from 60 to 71, 65 on average
}
