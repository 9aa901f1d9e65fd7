package rule

import "go/token"

// Indent returns the blanks at the beginning of the line that holds pos. An
// edit needs them where the file is not formatted afterwards.
func (e *Editor) Indent(pos token.Pos) string {
	f := e.Program.FileAt(pos)
	start := f.Offset(pos)
	for start > 0 && f.Src[start-1] != '\n' {
		start--
	}
	end := start
	for end < len(f.Src) && (f.Src[end] == ' ' || f.Src[end] == '\t') {
		end++
	}
	return string(f.Src[start:end])
}
