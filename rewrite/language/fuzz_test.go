package language

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"testing"
)

// FuzzRaise raises whatever parses, and asks go/build and go/parser what they
// make of the result: the file belongs to the same builds, its package comment is
// what it was, and everything from the package clause on is the same.
func FuzzRaise(f *testing.F) {
	f.Add("package p\n")
	f.Add("// Copyright.\n\n//go:build linux || !cgo\n// +build linux !cgo\n\n// Package p.\npackage p\n")
	f.Add("/* a */ // b\n// +build linux,amd64 go1.24\n\npackage p // c\n")
	f.Add("\xef\xbb\xbf// +build ignore\r\n\r\npackage p\r\n")
	f.Fuzz(func(t *testing.T, src string) {
		before, err := parse(src)
		if err != nil {
			return
		}
		got, err := Raise([]byte(src), "go1.18")
		if err != nil {
			return // a constraint that nobody can read
		}
		after, err := parse(string(got))
		if err != nil {
			t.Fatalf("%q becomes %q: %v", src, got, err)
		}
		if a, b := before.Doc.Text(), after.Doc.Text(); a != b {
			t.Errorf("the package comment %q becomes %q in %q", a, b, got)
		}
		if a, b := src[before.Package-1:], got[after.Package-1:]; a != string(b) {
			t.Errorf("the code %q becomes %q", a, b)
		}
		if Declared(got) == "" {
			t.Errorf("%q asks for no release", got)
		}
		if again, err := Raise(got, "go1.18"); err != nil || !bytes.Equal(again, got) {
			t.Errorf("%q becomes %q once more, %v", got, again, err)
		}
		if a, b := matches(src), matches(string(got)); a != b {
			t.Errorf("%q is built for %s, %q for %s", src, a, got, b)
		}
	})
}

func parse(src string) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), "", src, parser.PackageClauseOnly|parser.ParseComments)
}

// matches says for which of several configurations go/build takes a file.
func matches(src string) string {
	var out string
	for _, goos := range []string{"linux", "windows"} {
		for _, cgo := range []bool{false, true} {
			for _, tag := range []string{"ignore", "p"} {
				c := build.Default
				c.GOOS, c.GOARCH, c.CgoEnabled, c.BuildTags = goos, "amd64", cgo, []string{tag}
				c.OpenFile = func(string) (io.ReadCloser, error) {
					return io.NopCloser(bytes.NewReader([]byte(src))), nil
				}
				ok, err := c.MatchFile(".", "f.go")
				out += fmt.Sprint(ok, err != nil, " ")
			}
		}
	}
	return out
}
