package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio/bench"
)

func TestBadArguments(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-count", "0"}, "at least 1 sample"},
		{[]string{"-row", "("}, "-row: "},
		{[]string{"-row", "no such row"}, "no row matches"},
		{[]string{"spawn"}, `unexpected argument "spawn"`},
		{[]string{"-row", "await/completed", "-benchtime", "soon"}, `benchtime "soon"`},
		{[]string{"-row", "await/completed", "-only", "nobody"}, `has no side "nobody"`},
	} {
		var out bytes.Buffer
		if err := run(c.args, &out); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error is %v, want one with %q", c.args, err, c.want)
		}
	}
}

// TestTable measures two rows, briefly, and looks at the table.
func TestTable(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"-row", "^(await/completed|mark/Once)$", "-count", "2", "-benchtime", "10x"}, &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	const head = 4
	if len(lines) != head+4 { // two rows under two policies
		t.Fatalf("the table has %d lines, want %d:\n%s", len(lines), head+4, out.String())
	}
	for _, l := range lines[2:] {
		if got, want := strings.Count(l, "|"), strings.Count(lines[2], "|"); got != want {
			t.Errorf("%d cell borders, want %d: %s", got, want, l)
		}
	}
	if want := "| await/completed | function call | "; !strings.HasPrefix(lines[head], want) {
		t.Errorf("the first row is %q, want prefix %q", lines[head], want)
	}
}

func TestQuantity(t *testing.T) {
	for _, c := range []struct {
		v      float64
		metric string
		want   string
	}{
		{0.394, "", "0.39 ns"}, {31.04, "", "31.0 ns"}, {318.4, "", "318 ns"}, {2400, "ns/spawn", "2.40 µs"},
		{123_456, "", "123 µs"}, {2_940_000, "", "2.94 ms"}, {2687.4, "B/task", "2687 B"},
	} {
		if got := quantity(c.v, c.metric); got != c.want {
			t.Errorf("quantity(%v, %q) is %s, want %s", c.v, c.metric, got, c.want)
		}
	}
}

func TestLine(t *testing.T) {
	row := &bench.Row{Name: "a/b", Base: bench.Side{Label: "plain"}}
	base := samples(2, 200, 200, 200, 200, 200, 200)
	ours := samples(3, 2000, 2200, 2200, 2200, 2200, 2400)
	for _, c := range []struct {
		limit bench.Limit
		want  string
	}{
		{bench.Times(1.5), "| a/b | plain | 200 ns | aio | 2.20 µs | 11.00x (10.00 to 12.00) |  | 2, 3 | 1.5x | no |"},
		{bench.Free(5), "| a/b | plain | 200 ns | aio | 2.20 µs | +2000.0 ns (+1800.0 to +2200.0) |  | 2, 3 | +5 ns, no allocation | no |"},
	} {
		if got := line(row, bench.Side{Label: "aio", Limit: c.limit}, compare(base, ours, c.limit)); got != c.want {
			t.Errorf("the line is\n%s\nwant\n%s", got, c.want)
		}
	}
	if got := line(row, bench.Side{Label: "aio"}, compare(base[:1], ours[:1], bench.Limit{})); strings.Contains(got, "Inf") {
		t.Errorf("an interval without bounds is printed: %s", got)
	}
}
