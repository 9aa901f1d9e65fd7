package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strings"

	"golang.org/x/perf/benchmath"

	"github.com/asyncport/asyncport/aio/bench"
)

// write prints the table: a line for each side of each row.
func write(out io.Writer, results []*result, o *options) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%s; %d samples of %s of each side, in turn; medians, and intervals of 95 %%.\n\n", machine(), o.count, o.benchtime)
	fmt.Fprintln(w, "| row | against | it takes | with | it takes | ratio or difference | of processor time | allocations | at most | met |")
	fmt.Fprintln(w, "|---|---|--:|---|--:|--:|--:|--:|--:|---|")
	for _, r := range results {
		for i, s := range r.row.Ours {
			c := compare(r.samples[0], r.samples[i+1], s.Limit)
			fmt.Fprintln(w, line(r.row, s, c))
		}
	}
	return w.Flush()
}

func line(r *bench.Row, s bench.Side, c comparison) string {
	cells := []string{
		r.Name, r.Base.Label, quantity(c.base, r.Metric), s.Label, quantity(c.ours, r.Metric),
		effect(c.effect, s.Limit), effect(c.cpu, s.Limit), allocations(c, r.Metric), most(s.Limit), string(c.verdict),
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

// effect prints the median and the interval, which has no bounds when there were few samples. It prints nothing for what was not measured.
func effect(e benchmath.Summary, l bench.Limit) string {
	if math.IsNaN(e.Center) {
		return ""
	}
	form := "%.2fx"
	if l.Plus > 0 {
		form = "%+.1f ns"
	}
	text := fmt.Sprintf(form, e.Center)
	if math.IsInf(e.Lo, 0) || math.IsInf(e.Hi, 0) {
		return text
	}
	bound := strings.TrimSuffix(strings.TrimSuffix(form, "x"), " ns")
	return text + " (" + fmt.Sprintf(bound, e.Lo) + " to " + fmt.Sprintf(bound, e.Hi) + ")"
}

// quantity prints v as a time, or in bytes if the metric begins with them.
func quantity(v float64, metric string) string {
	unit, _, _ := strings.Cut(metric, "/")
	if unit == "B" {
		return fmt.Sprintf("%.0f B", v)
	}
	switch {
	case v < 1e3:
		return digits(v) + " ns"
	case v < 1e6:
		return digits(v/1e3) + " µs"
	default:
		return digits(v/1e6) + " ms"
	}
}

// digits prints the first three digits of v, and all before the point.
func digits(v float64) string {
	switch {
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.0f", v)
	}
}

func allocations(c comparison, metric string) string {
	if metric != "" {
		return ""
	}
	return fmt.Sprintf("%d, %d", whole(c.baseAllocs), whole(c.oursAllocs))
}

func most(l bench.Limit) string {
	var text string
	switch {
	case l.Times > 0:
		text = fmt.Sprintf("%gx", l.Times)
	case l.Plus > 0:
		text = fmt.Sprintf("+%g ns", l.Plus)
	}
	if l.Allocs {
		text += ", no allocation"
	}
	return text
}
