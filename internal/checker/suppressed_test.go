package checker_test

import (
	"go/token"
	"testing"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/directive"
)

func TestSplit(t *testing.T) {
	at := func(line int) token.Position { return token.Position{Filename: "a.go", Line: line, Column: 2} }
	hop := checker.Related{Pos: at(9), Message: "hop"}
	findings, suppressed := checker.Split([]checker.Finding{
		{Rule: "stuck", Pos: at(1), Category: "stuck"},
		{Rule: "stuck", Pos: at(2), Category: directive.CategoryUnused}, // used by another run
		{Rule: "stuck", Pos: at(3), Category: directive.CategorySuppressed, Related: []checker.Related{hop, {Pos: at(2), Message: "known"}}},
		{Rule: "lockheld", Pos: at(2), Category: directive.CategoryUnused},
	})
	if len(findings) != 2 || findings[0].Pos != at(1) || findings[1].Rule != "lockheld" {
		t.Errorf("findings %+v", findings)
	}
	if len(suppressed) != 1 {
		t.Fatalf("suppressed %+v", suppressed)
	}
	s := suppressed[0]
	if s.Pos != at(3) || s.Reason != "known" || s.Comment != at(2) || len(s.Related) != 1 || s.Related[0] != hop {
		t.Errorf("suppressed %+v", s)
	}
}

func TestMerge(t *testing.T) {
	at := func(line int) token.Position { return token.Position{Filename: "a.go", Line: line, Column: 2} }
	hops := func(file string) []checker.Related {
		return []checker.Related{{Pos: token.Position{Filename: file, Line: 1}, Message: "hop"}}
	}
	unused := checker.Finding{Rule: "stuck", Pos: at(2), Category: directive.CategoryUnused}
	known := checker.Suppressed{Finding: checker.Finding{Rule: "stuck", Pos: at(3)}, Reason: "known", Comment: at(2)}
	findings, suppressed := checker.Merge(
		[][]checker.Finding{
			{{Rule: "stuck", Pos: at(5), Related: hops("x_linux.go")}, {Rule: "stuck", Pos: at(9)}},
			{unused, {Rule: "stuck", Pos: at(5), Related: hops("x_windows.go")}, {Rule: "stuck", Pos: at(7)}},
		},
		[][]checker.Suppressed{{known}, nil, {known}},
	)
	var lines []int
	for _, f := range findings {
		lines = append(lines, f.Pos.Line)
	}
	if len(lines) != 3 || lines[0] != 5 || lines[1] != 7 || lines[2] != 9 {
		t.Errorf("findings at lines %v", lines)
	}
	if findings[0].Related[0].Pos.Filename != "x_linux.go" {
		t.Errorf("hops %v", findings[0].Related)
	}
	if len(suppressed) != 1 || suppressed[0].Reason != "known" {
		t.Errorf("suppressed %+v", suppressed)
	}
}

// What two runs do not agree on is not offered.
func TestMergeFixes(t *testing.T) {
	fix := func(text string) []checker.Fix {
		return []checker.Fix{{Message: "mend", File: "a.go", Edits: []checker.Edit{{Text: text}}}}
	}
	f := func(line int, fixes []checker.Fix) checker.Finding {
		return checker.Finding{Rule: "stuck", Pos: token.Position{Filename: "a.go", Line: line}, Fixes: fixes}
	}
	want := func(how string, list []checker.Finding) {
		t.Helper()
		if len(list) != 3 || len(list[0].Fixes) != 1 || list[1].Fixes != nil || list[2].Fixes != nil {
			t.Errorf("%s: got %+v", how, list)
		}
	}
	one := []checker.Finding{f(1, fix("a")), f(2, fix("a")), f(3, fix("a"))}
	other := []checker.Finding{f(1, fix("a")), f(2, fix("b")), f(3, nil)}
	merged, _ := checker.Merge([][]checker.Finding{one, other}, nil)
	want("merged", merged)
	want("sorted", checker.Sorted(append(other, one...)))
}
