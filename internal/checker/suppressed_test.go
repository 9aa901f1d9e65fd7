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
