package language

import (
	"bytes"
	"go/build/constraint"
	"strings"
)

// line is a build constraint in a source; end is behind its line break.
type line struct {
	text       string
	start, end int
}

// header is what stands before the package clause of a source.
type header struct {
	src    []byte
	insert int    // where gofmt puts a build line if there is none
	build  *line  // the //go:build line, or nil
	plus   []line // the // +build lines that count
}

// scan reads the header of src as the go command does: line comments and blank
// lines come first; a // +build line counts if a blank line follows before
// anything else, a //go:build line in any case.
func scan(src []byte) *header {
	h := &header{src: src}
	at := 0
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		at = 3
	}
	h.insert = at
	var plus []line
	onlyLines, inBlock := true, false
	for at < len(src) {
		end := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		text := strings.TrimSpace(string(src[at:end]))
		l := line{text: text, start: at, end: end}
		at = end
		switch {
		case inBlock:
		case text == "":
			if onlyLines {
				h.insert = end
				h.plus = append(h.plus, plus...)
				plus = nil
			}
			continue
		case strings.HasPrefix(text, "//"):
			if h.build == nil && constraint.IsGoBuild(text) {
				h.build = &l
			}
			if onlyLines && constraint.IsPlusBuild(text) {
				plus = append(plus, l)
			}
			continue
		}
		onlyLines = false
		var code bool
		if code, inBlock = blocks(text, inBlock); code {
			break
		}
	}
	return h
}

// blocks follows block comments through a line: whether there is code beside
// them, and whether one is open at its end.
func blocks(text string, open bool) (code, stillOpen bool) {
	for text != "" {
		switch {
		case open:
			_, rest, closed := strings.Cut(text, "*/")
			if !closed {
				return false, true
			}
			text, open = strings.TrimSpace(rest), false
		case strings.HasPrefix(text, "//"):
			return false, false
		case strings.HasPrefix(text, "/*"):
			text, open = text[2:], true
		default:
			return true, false
		}
	}
	return false, open
}

// expr returns what the header asks for, nil when that is nothing. A //go:build
// line rules out those of the old form.
func (h *header) expr() (constraint.Expr, error) {
	if h.build != nil {
		return constraint.Parse(h.build.text)
	}
	var all constraint.Expr
	for _, l := range h.plus {
		x, err := constraint.Parse(l.text)
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = x
		} else {
			all = &constraint.AndExpr{X: all, Y: x}
		}
	}
	return all, nil
}
