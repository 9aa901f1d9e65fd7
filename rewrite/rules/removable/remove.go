package removable

import (
	"bytes"
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// remover removes whole lines of statements and declarations.
type remover struct {
	ed   *rule.Editor
	gone map[*program.File]map[int]bool // lines that are removed, by where they begin
}

// remove removes a statement or a declaration; those of a file have to come in
// source order. Where it had lines of its own, a blank line behind it goes too if
// it would begin a block or follow another one.
//
// Comments stay. One above it, or at the end of its line, gets a blank line behind
// it: it does not speak of what comes next.
func (r *remover) remove(n ast.Node) {
	f := r.ed.File(n)
	src := f.Src
	from, to := f.Offset(n.Pos()), f.Offset(n.End())
	start, end := lineStart(src, from), lineEnd(src, to)
	if len(bytes.TrimSpace(src[start:from])) > 0 || !isComment(src[to:end]) {
		r.ed.DeleteStmt(n)
		return
	}
	rest := bytes.TrimSpace(src[to:end])
	before := r.lineBefore(f, start)
	apart := isBlank(src, end+1) || closes(src, end+1)
	switch {
	case len(rest) > 0:
		r.ed.Buffer(f).Delete(from, end-len(bytes.TrimLeft(src[to:end], " \t")))
		if !apart {
			r.ed.Buffer(f).Insert(end, "\n")
		}
		return
	case isAlone(before) && !apart:
		r.ed.Buffer(f).Delete(start, end) // the line is the blank one
		return
	case isBlank(src, end+1) && (opens(before) || len(before) == 0):
		r.goes(f, end+1)
		end = lineEnd(src, end+1)
	}
	r.goes(f, start)
	r.ed.Buffer(f).Delete(start, min(end+1, len(src)))
}

func (r *remover) goes(f *program.File, line int) {
	if r.gone[f] == nil {
		r.gone[f] = map[int]bool{}
	}
	r.gone[f][line] = true
}

// lineBefore returns the last line before an offset that is not removed, without
// blanks around it.
func (r *remover) lineBefore(f *program.File, start int) []byte {
	for start > 0 {
		end := start - 1
		if start = lineStart(f.Src, end); !r.gone[f][start] {
			return bytes.TrimSpace(f.Src[start:end])
		}
	}
	return nil
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

func lineEnd(src []byte, at int) int {
	if at >= len(src) {
		return len(src)
	}
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(src)
}

// isBlank reports whether the line that begins at an offset is empty.
func isBlank(src []byte, at int) bool {
	return at < len(src) && len(bytes.TrimSpace(src[at:lineEnd(src, at)])) == 0
}

// isComment reports whether the rest of a line is empty or a comment to its end.
func isComment(rest []byte) bool {
	rest = bytes.TrimSpace(rest)
	return len(rest) == 0 || bytes.HasPrefix(rest, []byte("//"))
}

// isAlone reports whether a line ends in a comment that has it for itself.
func isAlone(line []byte) bool {
	return bytes.HasPrefix(line, []byte("//")) || bytes.HasSuffix(line, []byte("*/"))
}

// opens reports whether a line opens a block.
func opens(line []byte) bool {
	return len(line) > 0 && bytes.IndexByte([]byte("{(:"), line[len(line)-1]) >= 0
}

// closes reports whether the line that begins at an offset closes a block, or is
// none.
func closes(src []byte, at int) bool {
	line := bytes.TrimSpace(src[min(at, len(src)):lineEnd(src, at)])
	return len(line) == 0 || line[0] == '}' || line[0] == ')'
}
