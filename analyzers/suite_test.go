package analyzers

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestSuite(t *testing.T) {
	suite := Suite()
	if err := analysis.Validate(suite); err != nil {
		t.Fatal(err)
	}
	for i, a := range suite {
		if i > 0 && suite[i-1].Name >= a.Name {
			t.Errorf("%s comes after %s: want sorted and unique names", a.Name, suite[i-1].Name)
		}
		title, text, _ := strings.Cut(a.Doc, "\n")
		if title == "" || strings.HasSuffix(title, ".") || len(title) > 80 {
			t.Errorf("%s: the first line of the documentation is no title: %q", a.Name, title)
		}
		if !strings.HasPrefix(text, "\n") {
			t.Errorf("%s: no empty line after the title", a.Name)
		}
		for _, section := range []string{"\nFlagged:\n", "\nAccepted:\n"} {
			if !strings.Contains(text, section) {
				t.Errorf("%s: the documentation has no section %q", a.Name, section)
			}
		}
	}
}
