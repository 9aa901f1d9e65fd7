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

func TestExamples(t *testing.T) {
	const doc = "title\n\nFlagged:\n\n\ta()\n\nor\n\n\tno()\n\nAccepted:\n\n\tb()\n\tc()\n\nText.\n\n\tneither()\n"
	flagged, accepted, err := Examples(doc)
	if err != nil {
		t.Fatal(err)
	}
	if len(flagged) != 1 || flagged[0] != "a()\n" || len(accepted) != 1 || accepted[0] != "b()\nc()\n" {
		t.Errorf("flagged %q, accepted %q", flagged, accepted)
	}
	for _, doc := range []string{"title\n\nFlagged:\n\n\ta()\n", "title\n\nAccepted:\n\n\ta()\n"} {
		if _, _, err := Examples(doc); err == nil {
			t.Errorf("no error for %q", doc)
		}
	}
}
