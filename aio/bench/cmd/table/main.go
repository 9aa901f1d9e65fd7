// Command table measures aio against plain Go and its peers, and prints a table of the ratios in Markdown.
//
//	go run ./cmd/table
//	go run ./cmd/table -row '^spawn/' -count 20 -benchtime 50ms
//
// The sides of a row run in turn, count times for benchtime each. A ratio or a difference is the median of those of
// samples taken right after each other, with its confidence interval of 95 %.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"testing"

	"github.com/asyncport/asyncport/aio/bench"
)

// options are what the command line says.
type options struct {
	row       *regexp.Regexp
	headline  bool
	count     int
	benchtime string
	only      string // the side of the row to measure once, for rows that need a process of their own
}

func main() {
	testing.Init()
	if err := run(os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "table:", err)
		}
		os.Exit(2)
	}
}

func parse(args []string) (*options, error) {
	var o options
	var row string
	f := flag.NewFlagSet("table", flag.ContinueOnError)
	f.StringVar(&row, "row", "", "measure only the rows whose name matches this regular expression")
	f.BoolVar(&o.headline, "headline", false, "measure only the rows that answer a line of the cost table")
	f.IntVar(&o.count, "count", 10, "how many samples of each side; an interval needs 6")
	f.StringVar(&o.benchtime, "benchtime", "20ms", "how long a sample takes; a duration, or a number of operations like 100x")
	f.StringVar(&o.only, "only", "", "measure this side of the row with this very name once, and print its time or size and its processor time alone")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q; rows are selected by -row", f.Arg(0))
	}
	if o.count < 1 {
		return nil, fmt.Errorf("-count is %d; at least 1 sample is needed", o.count)
	}
	if o.only != "" {
		row = "^" + regexp.QuoteMeta(row) + "$"
	}
	var err error
	if o.row, err = regexp.Compile(row); err != nil {
		return nil, fmt.Errorf("-row: %w", err)
	}
	return &o, nil
}

func run(args []string, out io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	var rows []bench.Row
	for _, r := range bench.Rows(1) {
		if o.row.MatchString(r.Name) && (r.Headline || !o.headline) {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return fmt.Errorf("no row matches %q", o.row)
	}
	if o.only != "" {
		return printOnly(out, &rows[0], o.only)
	}
	results, err := measure(rows, o)
	if err != nil {
		return err
	}
	return write(out, results, o)
}
