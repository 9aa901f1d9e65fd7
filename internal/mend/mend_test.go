package mend_test

import (
	"crypto/sha256"
	"errors"
	"go/token"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/mend"
)

// fix returns a finding with a fix of a.go that replaces texts, each of which
// stands there once; one that begins with + is put before what follows.
func fix(src string, replace ...string) checker.Finding {
	f := checker.Fix{Message: "mend", File: "a.go", Sum: sha256.Sum256([]byte(src))}
	at := func(offset int) token.Position { return token.Position{Filename: "a.go", Offset: offset} }
	for i := 0; i < len(replace); i += 2 {
		old, insert := strings.CutPrefix(replace[i], "+")
		pos := strings.Index(src, old)
		end := pos + len(old)
		if insert {
			end = pos
		}
		f.Edits = append(f.Edits, checker.Edit{Pos: at(pos), End: at(end), Text: replace[i+1]})
	}
	return checker.Finding{Rule: "stuck", Fixes: []checker.Fix{f}}
}

func read(src string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if name != "a.go" {
			return nil, errors.New("no " + name)
		}
		return []byte(src), nil
	}
}

func TestFindings(t *testing.T) {
	const src = "one two three four"
	for _, tt := range []struct {
		name        string
		list        []checker.Finding
		want        string
		overlapping int
	}{
		{"none", []checker.Finding{{Rule: "stuck"}}, "", 0},
		{"side by side", []checker.Finding{fix(src, "two ", ""), fix(src, "+three", "3 ")}, "one 3 three four", 0},
		{"the same edit twice", []checker.Finding{fix(src, "+two", "2 "), fix(src, "+two", "2 ", "four", "4")}, "one 2 two three 4", 0},
		{"two at one place", []checker.Finding{fix(src, "+two", "2 "), fix(src, "+two", "B ", "four", "4")}, "one 2 two three four", 1},
		{"overlap", []checker.Finding{fix(src, "two three", "2"), fix(src, "three four", "3")}, "one 2 four", 1},
		{"inside", []checker.Finding{fix(src, "+three", "3"), fix(src, "two three four", "2")}, "one two 3three four", 1},
	} {
		res, err := mend.Findings(tt.list, read(src))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got := ""
		for _, f := range res.Files {
			got += string(f.New)
		}
		if got != tt.want || res.Overlapping != tt.overlapping || len(res.Mended)+len(res.Left) != len(tt.list) {
			t.Errorf("%s: %q, %d overlapping, %d mended, %d left", tt.name, got, res.Overlapping, len(res.Mended), len(res.Left))
		}
	}
}

// A file that is formatted stays so, and one that is not stays as it is.
func TestFormat(t *testing.T) {
	const tidy = "package p\n\nvar (\n\ta   = 1 // x\n\tabc = 2 // y\n)\n"
	const untidy = "package p\nvar (\n\ta = 1 // x\n\tabc = 2 // y\n)\n"
	for src, want := range map[string]string{
		tidy:   "package p\n\nvar (\n\ta = 1 // x\n)\n",
		untidy: "package p\nvar (\n\ta = 1 // x\n)\n",
	} {
		res, err := mend.Findings([]checker.Finding{fix(src, "\tabc = 2 // y\n", "")}, read(src))
		if err != nil || string(res.Files[0].New) != want {
			t.Errorf("got %+v, %v, want %q", res, err, want)
		}
	}
}

func TestChanged(t *testing.T) {
	_, err := mend.Findings([]checker.Finding{fix("before", "before", "")}, read("after"))
	if err == nil || !strings.Contains(err.Error(), "a.go changed") {
		t.Errorf("got %v", err)
	}
	other := fix("before", "before", "")
	if _, err := mend.Findings([]checker.Finding{other, fix("after", "+after", "")}, read("before")); err == nil {
		t.Error("no error for two states of one file")
	}
}
