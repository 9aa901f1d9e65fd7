package suggestedfix

import (
	"bytes"
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Source is the text of a file under analysis, by the positions of its syntax.
type Source struct {
	file *token.File
	text []byte
}

// Read returns the text of the file that holds a position. It reports false if
// the file is not there any more as it was parsed.
func Read(pass *analysis.Pass, pos token.Pos) (*Source, bool) {
	file := pass.Fset.File(pos)
	if file == nil || pass.ReadFile == nil {
		return nil, false
	}
	text, err := pass.ReadFile(file.Name())
	if err != nil || len(text) != file.Size() {
		return nil, false
	}
	return &Source{file, text}, true
}

// Text returns what stands from pos to end.
func (s *Source) Text(pos, end token.Pos) string {
	return string(s.text[s.file.Offset(pos):s.file.Offset(end)])
}

// Indent returns the white space at the start of a position's line, and whether
// nothing else stands before it.
func (s *Source) Indent(pos token.Pos) (string, bool) {
	before := s.text[s.lineStart(pos):s.file.Offset(pos)]
	if len(bytes.TrimLeft(before, " \t")) > 0 {
		return "", false
	}
	return string(before), true
}

// Line returns the bounds of the lines from pos to end with the end of the last
// one, if nothing but white space stands on them beside what is in between.
func (s *Source) Line(pos, end token.Pos) (token.Pos, token.Pos, bool) {
	if _, ok := s.Indent(pos); !ok {
		return pos, end, false
	}
	at := s.file.Offset(end)
	rest, _, _ := bytes.Cut(s.text[at:], []byte("\n"))
	if len(bytes.TrimSpace(rest)) > 0 {
		return pos, end, false
	}
	last := min(at+len(rest)+1, len(s.text))
	return s.file.Pos(s.lineStart(pos)), s.file.Pos(last), true
}

// Before returns where the white space before a position starts, on its line.
func (s *Source) Before(pos token.Pos) token.Pos {
	at := s.file.Offset(pos)
	return s.file.Pos(len(bytes.TrimRight(s.text[:at], " \t")))
}

func (s *Source) lineStart(pos token.Pos) int {
	return bytes.LastIndexByte(s.text[:s.file.Offset(pos)], '\n') + 1
}

// Trailing returns the end of the comment that follows a position on its line, with
// nothing in between; the position itself if there is none.
func (s *Source) Trailing(f *ast.File, pos token.Pos) token.Pos {
	for _, group := range f.Comments {
		if pos <= group.Pos() && s.file.Line(group.Pos()) == s.file.Line(pos) && strings.TrimSpace(s.Text(pos, group.Pos())) == "" {
			return group.End()
		}
	}
	return pos
}

// Above reports whether a comment stands on a line of its own right above a
// position: it would be torn from what it speaks of.
func (s *Source) Above(f *ast.File, pos token.Pos) bool {
	for _, group := range f.Comments {
		if s.file.Line(group.End()) == s.file.Line(pos)-1 {
			_, alone := s.Indent(group.Pos())
			return alone
		}
	}
	return false
}

// InList reports whether a statement stands in a list of statements, so that
// another can stand before it. Path leads from the statement to the file.
func InList(path []ast.Node) bool {
	if len(path) < 2 {
		return false
	}
	switch parent := path[1].(type) {
	case *ast.BlockStmt, *ast.CaseClause:
		return true
	case *ast.CommClause:
		return parent.Comm != path[0]
	}
	return false
}
