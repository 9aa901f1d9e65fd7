package ruledoc

import (
	"strings"
	"testing"
)

const source = `// Package p is a package.
//
// # Analyzer first
//
// first: find the first
//
// It finds it.
//
// # Analyzer second
//
// untitled
package p
`

func TestExtract(t *testing.T) {
	got, err := Extract(source, "first")
	if err != nil {
		t.Fatal(err)
	}
	if want := "find the first\n\nIt finds it."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestExtractErrors(t *testing.T) {
	tests := []struct{ src, name, want string }{
		{source, "second", "must begin with"},
		{source, "third", "no section"},
		{"package p\n", "first", "no package comment"},
		{"pack", "first", "expected 'package'"},
	}
	for _, tt := range tests {
		if _, err := Extract(tt.src, tt.name); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Extract(%q): error %v, want one with %q", tt.name, err, tt.want)
		}
	}
}
