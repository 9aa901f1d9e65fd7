// Package rulebook connects the page of the runtime's rules with the tests that
// hold them. A test that checks a rule has its number in its name, as in
// TestFairnessRule058. The rules up to Last are written on the page, and the
// tests follow; those above are written as the comment of a test, and the page
// follows.
package rulebook

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Last is the last number that is written on the page.
const Last = 200

// Test is a test that holds a rule.
type Test struct {
	Rule int
	Name string
	File string // relative to the runtime
	// Sentence is the part of the test's comment that says "Given ..., when
	// ..., then ...", on one line; "" when there is none.
	Sentence string
}

var number = regexp.MustCompile(`Rule(\d{3})`)

// Tests returns the tests below root that hold rules, by rule, file and
// position. Nested modules and testdata are not looked at.
func Tests(root fs.FS) ([]Test, error) {
	var tests []Test
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, noModule := fs.Stat(root, path.Join(name, "go.mod"))
			if path.Base(name) == "testdata" || name != "." && noModule == nil {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		found, err := testsOf(root, name)
		tests = append(tests, found...)
		return err
	})
	slices.SortStableFunc(tests, func(a, b Test) int { return cmp.Compare(a.Rule, b.Rule) })
	return tests, err
}

func testsOf(root fs.FS, name string) ([]Test, error) {
	src, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var tests []Test
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || !isTest(fn.Name.Name) {
			continue
		}
		for _, m := range number.FindAllStringSubmatch(fn.Name.Name, -1) {
			n, _ := strconv.Atoi(m[1]) // three digits
			tests = append(tests, Test{n, fn.Name.Name, name, sentence(fn.Doc.Text())})
		}
	}
	return tests, nil
}

func isTest(name string) bool {
	return strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz") || strings.HasPrefix(name, "Example")
}

var stop = regexp.MustCompile(`\.(\s+[A-Z]|\s*$)`)

// sentence returns the sentence of a comment that begins with Given.
func sentence(comment string) string {
	for _, paragraph := range strings.Split(comment, "\n\n") {
		text := strings.Join(strings.Fields(paragraph), " ")
		if i := strings.Index(text, "Given "); i >= 0 {
			text = text[i:]
			if end := stop.FindStringIndex(text); end != nil {
				text = text[:end[0]]
			}
			return text
		}
	}
	return ""
}

var item = regexp.MustCompile(`(?m)^- \*\*(\d+)\*\* `)

// Listed returns the numbers of the rules that a page lists, in its order.
func Listed(page []byte) ([]int, error) {
	var listed []int
	for _, m := range item.FindAllSubmatch(page, -1) {
		n, err := strconv.Atoi(string(m[1]))
		if err != nil {
			return nil, err
		}
		listed = append(listed, n)
	}
	return listed, nil
}

// Mark is the line of the page below which everything is made from the tests.
const Mark = "<!-- Below this line: made from the comments of the tests, by go test ./internal/rulebook -update -->\n"

// Page returns page with the part below Mark made anew from tests.
func Page(page []byte, tests []Test) ([]byte, error) {
	head, _, ok := bytes.Cut(page, []byte(Mark))
	if !ok {
		return nil, fmt.Errorf("the page lacks the line %q", Mark)
	}
	out := bytes.NewBuffer(slices.Clone(head))
	out.WriteString(Mark)
	byPackage := map[string][]Test{}
	var packages []string
	for i, t := range tests {
		if t.Rule <= Last || t.Sentence == "" {
			continue
		}
		if slices.ContainsFunc(tests[:i], func(o Test) bool { return o.Rule == t.Rule && o.Sentence != "" }) {
			continue
		}
		pkg := path.Join("aio", path.Dir(t.File))
		if byPackage[pkg] == nil {
			packages = append(packages, pkg)
		}
		byPackage[pkg] = append(byPackage[pkg], t)
	}
	slices.Sort(packages)
	for _, pkg := range packages {
		fmt.Fprintf(out, "\n## Added with the tests of `%s`\n\n", pkg)
		for _, t := range byPackage[pkg] {
			fmt.Fprintf(out, "- **%d** %s\n", t.Rule, t.Sentence)
		}
	}
	return out.Bytes(), nil
}
