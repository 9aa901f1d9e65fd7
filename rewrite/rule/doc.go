package rule

import (
	"go/parser"
	"go/token"
	"strings"
)

// Doc returns the text of a rule's page from the source of its doc.go: the
// package comment from the heading "# Rule" on. It panics when there is none,
// which every test of the rule shows.
func Doc(src string) string {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", src, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil || f.Doc == nil {
		panic("doc.go has no package comment")
	}
	_, text, ok := strings.Cut(f.Doc.Text(), "# Rule ")
	if !ok {
		panic("doc.go has no section # Rule NAME")
	}
	_, text, _ = strings.Cut(text, "\n")
	return strings.TrimSpace(text)
}
