package driver

import (
	"go/token"

	"github.com/asyncport/asyncport/internal/checker"
)

func (w *writer) fix(f checker.Fix) {
	w.string(f.Message)
	w.string(f.File)
	w.string(string(f.Sum[:]))
	w.int(len(f.Edits))
	for _, e := range f.Edits {
		w.exact(e.Pos)
		w.exact(e.End)
		w.string(e.Text)
	}
}

func (r *reader) fix() checker.Fix {
	f := checker.Fix{Message: r.string(), File: r.string()}
	if sum := r.bytes(); copy(f.Sum[:], sum) != len(f.Sum) {
		r.buf, r.err = nil, errShort
	}
	for range r.count() {
		f.Edits = append(f.Edits, checker.Edit{Pos: r.exact(), End: r.exact(), Text: r.string()})
	}
	return f
}

// exact is a position with its offset.
func (w *writer) exact(p token.Position) {
	w.position(p)
	w.int(p.Offset)
}

func (r *reader) exact() token.Position {
	p := r.position()
	p.Offset = r.int()
	return p
}
