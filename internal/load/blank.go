package load

import (
	"bytes"
	"strings"
)

// blankBodies returns src with blanks in the function bodies that [stripBodies] would
// remove, all lines as before: to parse a body takes longer than to find its end. It
// returns false if it loses its way, in source that does not compile.
func blankBodies(src []byte) ([]byte, bool) {
	out := bytes.Clone(src)
	s := skimmer{src: src}
	for before := byte('\n'); ; { // what does not end a declaration goes on with it
		at := s.at
		tok := s.next()
		switch {
		case tok == 0:
			return out, !s.lost
		case tok == ' ' || tok == '\n':
			continue
		case tok == '{':
			s.at = at
			s.block()
		case tok == 'a' && string(src[at:s.at]) == "func" && (at == 0 || src[at-1] == '\n') && strings.IndexByte("\n}])a\"", before) >= 0:
			from, needed := s.header()
			if from < 0 {
				break // without a body
			}
			s.at = from
			if s.block(); !needed && !s.lost {
				blank(out[from+1 : s.at-1])
			}
			tok = '}'
		}
		before = tok
	}
}

// blank overwrites all but the ends of lines.
func blank(b []byte) {
	for i, c := range b {
		if c != '\n' && c != '\r' {
			b[i] = ' '
		}
	}
}

// skimmer finds its way through Go source by as little as that takes: brackets, and
// what may hide some.
type skimmer struct {
	src  []byte
	at   int
	lost bool
}

// next passes over what comes next and says what it was: 'a' for a word, '"' for a
// literal, ' ' for what does not matter, else the character itself, 0 at the end.
func (s *skimmer) next() byte {
	if s.lost || s.at >= len(s.src) {
		return 0
	}
	c := s.src[s.at]
	switch {
	case c == '"' || c == '\'':
		s.literal(c)
		return '"'
	case c == '`':
		s.until("`", 1)
		return '"'
	case c == '/' && s.followed('/'):
		for s.at < len(s.src) && s.src[s.at] != '\n' {
			s.at++
		}
		return ' '
	case c == '/' && s.followed('*'):
		s.until("*/", 2)
		return ' '
	case isWord(c):
		for s.at < len(s.src) && isWord(s.src[s.at]) {
			s.at++
		}
		return 'a'
	case c == ' ' || c == '\t' || c == '\r':
		s.at++
		return ' '
	}
	s.at++
	return c
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || '0' <= c && c <= '9' || c >= 0x80
}

func (s *skimmer) followed(c byte) bool { return s.at+1 < len(s.src) && s.src[s.at+1] == c }

// literal passes over a string or character with escapes.
func (s *skimmer) literal(quote byte) {
	for s.at++; s.at < len(s.src); s.at++ {
		switch s.src[s.at] {
		case '\\':
			s.at++
		case quote:
			s.at++
			return
		case '\n':
			s.lost = true
			return
		}
	}
	s.lost = true
}

// until passes over everything up to an end, which does not begin in the first
// bytes.
func (s *skimmer) until(end string, first int) {
	i := bytes.Index(s.src[min(s.at+first, len(s.src)):], []byte(end))
	if i < 0 {
		s.lost = true
		return
	}
	s.at += first + i + len(end)
}

// block passes over a block in braces.
func (s *skimmer) block() {
	for depth := 0; ; {
		switch s.next() {
		case 0:
			s.lost = true
			return
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return
			}
		}
	}
}

// header passes over a function's name and signature. It returns where the body
// begins, -1 if there is none, and whether the type checker needs it: that of
// init, and those of generic functions and methods.
func (s *skimmer) header() (body int, needed bool) {
	depth := 0                       // of parentheses and brackets
	receiver, params := false, false // were met
	name, word := "", ""
	for {
		at := s.at
		switch tok := s.next(); tok {
		case 0:
			return -1, false
		case ' ':
			continue
		case 'a':
			if word = string(s.src[at:s.at]); depth == 0 && name == "" {
				name = word
				needed = needed || name == "init" && !receiver
			}
			continue
		case '(':
			receiver = receiver || name == ""
			params = params || name != ""
			depth++
		case '[':
			needed = needed || !params // of the receiver, or behind the name
			depth++
		case ')', ']':
			depth--
		case '{':
			if word != "struct" && word != "interface" {
				return at, needed
			}
			s.at = at
			s.block()
		case '\n':
			if depth == 0 {
				return -1, false
			}
		}
		word = ""
	}
}
