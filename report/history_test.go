package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/report"
)

func entry(revision string, refused int) report.HistoryEntry {
	return report.HistoryEntry{Revision: revision, Counts: report.Counts{Sites: 9, Refused: refused}}
}

func TestHistoryIsOneLineForEachRevision(t *testing.T) {
	h := report.History{entry("a", 5), entry("b", 4)}.With(entry("c", 3)).With(entry("b", 2))
	data, err := h.Format()
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "\n"); n != 3 {
		t.Errorf("%d lines, want 3:\n%s", n, data)
	}
	got, err := report.ParseHistory("h", data)
	if err != nil {
		t.Fatal(err)
	}
	want := report.History{entry("a", 5), entry("b", 2), entry("c", 3)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[:1], got.Before("b")); diff != "" {
		t.Errorf("before b: %s", diff)
	}
	if diff := cmp.Diff(want, got.Before("new")); diff != "" {
		t.Errorf("before a revision that is not there: %s", diff)
	}
}

// Two branches appended a line each, one of them another for the revision that
// both have; a union merge keeps all.
func TestHistoryAfterUnionMerge(t *testing.T) {
	got, err := report.ParseHistory("h", []byte(`{"revision":"a","counts":{"sites":9,"refused":5}}
{"revision":"b","counts":{"sites":9,"refused":4}}

{"revision":"a","counts":{"sites":9,"refused":1}}
`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report.History{entry("a", 1), entry("b", 4)}, got); diff != "" {
		t.Error(diff)
	}
}

func TestHistoryErrors(t *testing.T) {
	ok := `{"revision":"a","counts":{}}` + "\n"
	for _, c := range []struct{ line, want string }{
		{"revision a", "h:2: not a line of a history: "},
		{`{"revision":"b","count":{}}`, `unknown field "count"`},
		{`{"revision":"","counts":{}}`, `h:2: revision "": want one word`},
		{`{"revision":"a b","counts":{}}`, `h:2: revision "a b": want one word`},
		{"<<<<<<< HEAD", "h:2: a merge conflict: remove its markers"},
	} {
		if _, err := report.ParseHistory("h", []byte(ok+c.line+"\n")); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.line, err, c.want)
		}
	}
}
