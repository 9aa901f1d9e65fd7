// Package snippet takes the Go code out of Markdown pages, so that a test can
// compile what readers will copy.
package snippet

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Block is the code of one fenced block that is marked as Go, or of one column
// of it: a block whose first line is "// before" and, further right, "// after"
// stands for two.
type Block struct {
	Line int    // of the fence, from 1
	Code string // as it stands on the page
	// Given are the declarations that the code needs and the page does not
	// show. They stand in the last comment above the block that begins with
	// the line "<!-- go".
	Given string
}

// Blocks returns the Go code of a page.
func Blocks(page string) []Block {
	var blocks []Block
	var given string
	lines := strings.Split(page, "\n")
	until := func(i int, end string) (string, int) {
		start := i + 1
		for i++; i < len(lines) && strings.TrimSpace(lines[i]) != end; i++ {
		}
		return strings.Join(lines[start:min(i, len(lines))], "\n"), i
	}
	for i := 0; i < len(lines); i++ {
		line := i + 1
		switch strings.TrimSpace(lines[i]) {
		case "<!-- go":
			given, i = until(i, "-->")
		case "```go":
			var code string
			code, i = until(i, "```")
			for _, c := range columns(code) {
				blocks = append(blocks, Block{line, c, given})
			}
		}
	}
	return blocks
}

var heads = regexp.MustCompile(`^// before +// after *(\n|$)`)

// columns splits code that shows before and after side by side.
func columns(code string) []string {
	if !heads.MatchString(code) {
		return []string{code}
	}
	at := strings.Index(code, "// after")
	var left, right strings.Builder
	for _, line := range strings.Split(code, "\n") {
		cut := min(at, len(line))
		left.WriteString(line[:cut] + "\n")
		right.WriteString(line[cut:] + "\n")
	}
	return []string{left.String(), right.String()}
}

// File returns the block as a file of package p. A block that begins with a
// package clause is the file; other code is a list of declarations or the body
// of a function with the parameter co. The file imports what is named in
// imports, by the name that the code uses, as far as it uses it.
func (b Block) File(imports map[string]string) (string, error) {
	if strings.HasPrefix(strings.TrimSpace(b.Code), "package ") {
		return b.Code, nil
	}
	body := b.Code
	if _, err := parse("package p\n" + body); err != nil {
		body = "func _(co aio.Context) {\n" + b.Code + "\n}\n"
	}
	body += "\n" + b.Given + "\n"
	f, err := parse("package p\n" + body)
	if err != nil {
		return "", fmt.Errorf("block of line %d: %w", b.Line, err)
	}
	used := map[string]string{}
	for _, ident := range f.Unresolved {
		if path := imports[ident.Name]; path != "" {
			used[ident.Name] = path
		}
	}
	head := "package p\n\n"
	for _, name := range slices.Sorted(maps.Keys(used)) {
		head += fmt.Sprintf("import %s %q\n", name, used[name])
	}
	return head + body, nil
}

func parse(src string) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), "", src, 0)
}
