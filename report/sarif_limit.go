package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
)

// Limits of code scanning: an upload above them is refused. Of the results that it takes,
// GitHub keeps 5,000, which is why they come in the order of their severity.
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
const (
	maxResults = 25_000
	maxBytes   = 10_000_000 // compressed
	maxHops    = 100        // of one result; more are accepted, up to 1,000, and not shown
)

// write writes the run with as many of its results as an upload may have: those at its
// end go first. notes says how many are left out, for the sake of which limit.
func (run *sarifRun) write(w io.Writer, notes func(left int, limit string) []sarifNotification) error {
	return run.writeWithin(w, maxBytes, notes)
}

func (run *sarifRun) writeWithin(w io.Writer, most int, notes func(left int, limit string) []sarifNotification) error {
	all := run.Results
	n, limit := min(len(all), maxResults), fmt.Sprintf("%d results", maxResults)
	for {
		run.Results = all[:n]
		run.Invocations = []sarifInvocation{{Successful: true, Notifications: notes(len(all)-n, limit)}}
		data, err := run.encode()
		if err != nil {
			return err
		}
		size := compressed(data, most)
		if size <= most || n == 0 {
			_, err := w.Write(data)
			return err
		}
		// A little less than in proportion: results are not all alike.
		n, limit = min(n-1, n*(most/100*98)/size), fmt.Sprintf("%d MB, compressed", maxBytes/1_000_000)
	}
}

func (run *sarifRun) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{*run}})
	return b.Bytes(), err
}

// compressed returns the size of an upload. What is small enough as it is need not be
// compressed to know.
func compressed(data []byte, enough int) int {
	if len(data) <= enough {
		return len(data)
	}
	var size counter
	zip := gzip.NewWriter(&size)
	zip.Write(data) // to memory: without an error
	zip.Close()
	return int(size)
}

// counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
