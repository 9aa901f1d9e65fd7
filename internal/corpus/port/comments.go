package main

import (
	"fmt"
	"go/build/constraint"
	"go/scanner"
	"go/token"
)

// lostComments returns the comments that stand more often in the old source than in
// the new one. Build constraints do not count: a port may add to them.
func lostComments(f file) []string {
	left := map[string]int{}
	for _, c := range comments(f.new) {
		left[c.text]++
	}
	var lost []string
	for _, c := range comments(f.old) {
		if constraint.IsGoBuild(c.text) || constraint.IsPlusBuild(c.text) {
			continue
		}
		if left[c.text]--; left[c.text] < 0 {
			lost = append(lost, fmt.Sprintf("%s:%d: %s", f.name, c.line, c.text))
		}
	}
	return lost
}

type comment struct {
	text string
	line int
}

// comments lists the comments of a source file. It does not use the syntax tree,
// which is what could lose one.
func comments(src []byte) []comment {
	fset := token.NewFileSet()
	tok := fset.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(tok, src, nil, scanner.ScanComments)
	var list []comment
	for {
		pos, t, text := s.Scan()
		switch t {
		case token.EOF:
			return list
		case token.COMMENT:
			list = append(list, comment{text, tok.Line(pos)})
		}
	}
}
