package baseline

import (
	"crypto/sha256"
	"fmt"
	"go/scanner"
	"go/token"
	"regexp"
	"strings"

	"github.com/asyncport/asyncport/internal/checker"
)

// Identify returns the entries of findings, which must be in order of
// position. read returns the source of a file as the finding names it; where it
// fails, and for a line of comments, the finding's message stands for the source.
func Identify(findings []checker.Finding, read func(file string) ([]byte, error)) []Entry {
	files := make(map[string][]string)
	lines := func(file string) []string {
		list, ok := files[file]
		if !ok {
			if data, err := read(file); err == nil {
				list = strings.Split(string(data), "\n")
			}
			files[file] = list
		}
		return list
	}
	count := make(map[Entry]int)
	entries := make([]Entry, len(findings))
	for i, f := range findings {
		e := Entry{Package: f.Package, Symbol: symbol(f.Func), Rule: f.Rule}
		if src := lines(f.Pos.Filename); 0 < f.Pos.Line && f.Pos.Line <= len(src) {
			e.Snippet = Snippet(src[f.Pos.Line-1])
		}
		if e.Snippet == "" { // no such file, or nothing but a comment
			e.Snippet = limit(normalize(f.Message))
		}
		count[e]++
		entries[i] = e
		entries[i].Ordinal = count[e]
	}
	return entries
}

// literal is what a stack trace adds to a function's name for function literals
// and wrappers in it. Their numbers change when another is added above.
var literal = regexp.MustCompile(`(\.func\d+|\.gowrap\d+|\.deferwrap\d+|\.\d+|-range\d+)+$`)

// symbol returns the declared function of a stack trace's name, without its
// package.
func symbol(fn string) string {
	fn = literal.ReplaceAllString(fn, "")
	fn = fn[strings.LastIndex(fn, "/")+1:]
	if _, name, ok := strings.Cut(fn, "."); ok {
		return name
	}
	return "-"
}

// Snippet normalizes a line of Go source: comments are left out, and space but
// for one between two words. A long line ends in a hash.
func Snippet(line string) string {
	src := []byte(line)
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, func(token.Position, string) {}, 0)
	var b strings.Builder
	afterWord := false
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF || tok == token.SEMICOLON && lit == "\n" {
			return limit(normalize(b.String()))
		}
		word := tok.IsLiteral() || tok.IsKeyword()
		if word && afterWord {
			b.WriteByte(' ')
		}
		afterWord = word
		if lit == "" || tok == token.SEMICOLON {
			lit = tok.String()
		}
		b.WriteString(lit)
	}
}

// normalize makes one space of all space.
func normalize(s string) string { return strings.Join(strings.Fields(s), " ") }

// limit keeps a line of the file readable.
func limit(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return fmt.Sprintf("%s… %x", strings.ToValidUTF8(s[:most-20], ""), sum[:6])
}
