// Package ruledoc takes an analyzer's documentation from its package comment, so
// that the rule's text has one source: doc.go.
package ruledoc

import (
	"fmt"
	"go/parser"
	"go/token"
	"strings"
)

// Extract returns the text of the section "# Analyzer NAME" of the package
// comment in the Go source src. The section's first line must be "NAME: title";
// it becomes "title", since drivers print the name themselves.
func Extract(src, name string) (string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", src, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		return "", fmt.Errorf("documentation of analyzer %s: %w", name, err)
	}
	if f.Doc == nil {
		return "", fmt.Errorf("documentation of analyzer %s: doc.go has no package comment", name)
	}
	for _, section := range strings.Split("\n"+f.Doc.Text(), "\n# ") {
		body, ok := strings.CutPrefix(section, "Analyzer "+name+"\n")
		if !ok {
			continue
		}
		text, ok := strings.CutPrefix(strings.TrimSpace(body), name+": ")
		if !ok {
			return "", fmt.Errorf("documentation of analyzer %s: the section must begin with %q", name, name+": title")
		}
		return text, nil
	}
	return "", fmt.Errorf("documentation of analyzer %s: no section %q", name, "# Analyzer "+name)
}

// Must is Extract for documentation that is embedded in the program; it panics on
// an error, which a test of the analyzer then shows.
func Must(src, name string) string {
	text, err := Extract(src, name)
	if err != nil {
		panic(err)
	}
	return text
}
