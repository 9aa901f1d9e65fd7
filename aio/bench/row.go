package bench

import (
	"context"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Row is one work, done in several ways.
type Row struct {
	Name string // section/work/variant, for selection with a regular expression
	Base Side   // what the others are compared with
	Ours []Side

	// Metric is the unit of what a side reports with testing.B.ReportMetric; empty means time per operation.
	Metric string
	// Fresh rows leave traces in the process, or depend on those of others: each sample needs a process of its own, in
	// which the side runs once.
	Fresh bool
	// Headline rows answer a line of the cost table that the project promises.
	Headline bool
}

// Side is one way to do the work of a row.
type Side struct {
	Label string
	Limit Limit // against the base; the zero value limits nothing
	// Run does the work b.N times. It returns an error when the result of the work is wrong.
	Run func(b *testing.B) error
}

// Limit is the most that a side may cost. The zero value limits nothing.
type Limit struct {
	Times  float64 // of the cost of the base; 0 when the limit is not a ratio
	Plus   float64 // more than the base, in the unit of the row; 0 when the limit is not a difference
	Allocs bool    // no more allocations than the base
}

// Times limits a side to x times the cost of the base.
func Times(x float64) Limit { return Limit{Times: x} }

// Plus limits a side to n ns more than the base.
func Plus(n float64) Limit { return Limit{Plus: n} }

// Free limits a side to n ns more than the base and to no more allocations.
func Free(n float64) Limit { return Limit{Plus: n, Allocs: true} }

// body is the work of a side with aio. It runs in the main task of a Run, with the timer on.
type body func(b *testing.B, co aio.Context) error

// plain is the side in plain Go, or with a peer. The timer is on.
func plain(label string, run func(b *testing.B) error) Side {
	return Side{Label: label, Run: func(b *testing.B) error {
		b.ReportAllocs()
		b.ResetTimer()
		return run(b)
	}}
}

// under is the side with aio under policy p.
func under(p aio.Policy, limit Limit, do body) Side {
	return Side{Label: p.String(), Limit: limit, Run: func(b *testing.B) error {
		return aio.Run(context.Background(), func(co aio.Context) error {
			b.ReportAllocs()
			b.ResetTimer()
			err := do(b, co)
			b.StopTimer()
			return err
		}, aio.WithPolicy(p))
	}}
}

// both are the sides with aio under both policies, with the same limit.
func both(limit Limit, do body) []Side {
	return []Side{under(aio.Goroutines, limit, do), under(aio.Serial, limit, do)}
}

// Rows returns all rows in the order of the table. The numbers of live tasks, which take long to start, are divided by
// shrink; 1 measures what the table promises.
func Rows(shrink int) []Row {
	var rows []Row
	for _, section := range [][]Row{
		spawnRows(), switchRows(), awaitRows(),
		channelRows(), selectRows(), lockRows(), waitRows(), callRows(),
		echoRows(), groupRows(), liveRows(shrink), memoryRows(shrink),
	} {
		rows = append(rows, section...)
	}
	return rows
}
