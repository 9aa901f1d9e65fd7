package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A run has no more bytes than are taken, when compressed; but as many results as fit,
// from the first on.
func TestSARIFSize(t *testing.T) {
	const most, results = 60_000, 2_000
	r := rand.New(rand.NewPCG(1, 2))
	run := newSARIFRun("m")
	for i := range results {
		run.add(sarifResult{RuleID: "stuck", Message: sarifText{fmt.Sprintf("%d: %x %x %x", i, r.Uint64(), r.Uint64(), r.Uint64())}})
	}
	said := ""
	var b bytes.Buffer
	err := run.writeWithin(&b, most, func(left int, limit string) []sarifNotification {
		said = fmt.Sprintf("%d left out: %s", left, limit)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n := len(run.Results)
	if size := compressed(b.Bytes(), 0); size > most || size < most/10*9 {
		t.Errorf("%d bytes compressed, want nearly %d", size, most)
	}
	if n >= results || !strings.HasPrefix(run.Results[n-1].Message.Text, fmt.Sprintf("%d: ", n-1)) {
		t.Errorf("%d results, the last is %s", n, run.Results[n-1].Message.Text)
	}
	if want := fmt.Sprintf("%d left out: 10 MB, compressed", results-n); said != want {
		t.Errorf("said %q, want %q", said, want)
	}
}
