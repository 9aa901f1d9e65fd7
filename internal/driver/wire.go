package driver

import (
	"encoding/binary"
	"errors"
	"go/token"

	"github.com/asyncport/asyncport/internal/checker"
)

// A writer puts values one behind the other, a reader takes them out again in
// the same order. What a reader cannot take is an error that it remembers.
type writer struct{ buf []byte }

func (w *writer) int64(n int64)   { w.buf = binary.AppendVarint(w.buf, n) }
func (w *writer) int(n int)       { w.int64(int64(n)) }
func (w *writer) string(s string) { w.int(len(s)); w.buf = append(w.buf, s...) }
func (w *writer) hash(h hash)     { w.buf = append(w.buf, h[:]...) }

func (w *writer) strings(list []string) {
	w.int(len(list))
	for _, s := range list {
		w.string(s)
	}
}

type reader struct {
	buf []byte
	err error
}

var errShort = errors.New("entry is cut short")

func (r *reader) int64() int64 {
	n, size := binary.Varint(r.buf)
	if size <= 0 {
		r.buf, r.err = nil, errShort
		return 0
	}
	r.buf = r.buf[size:]
	return n
}

func (r *reader) int() int { return int(r.int64()) }

// count reads the length of a list, each of whose elements takes a byte.
func (r *reader) count() int {
	n := r.int()
	if n < 0 || n > len(r.buf) {
		r.buf, r.err = nil, errShort
		return 0
	}
	return n
}

func (r *reader) bytes() []byte {
	n := r.count()
	data := r.buf[:n:n]
	r.buf = r.buf[n:]
	return data
}

func (r *reader) string() string { return string(r.bytes()) }

func (r *reader) hash() hash {
	var h hash
	if len(r.buf) < len(h) {
		r.buf, r.err = nil, errShort
		return h
	}
	copy(h[:], r.buf)
	r.buf = r.buf[len(h):]
	return h
}

func (r *reader) strings() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = r.string()
	}
	return list
}

func (w *writer) position(p token.Position) {
	w.string(p.Filename)
	w.int(p.Line)
	w.int(p.Column)
}

func (r *reader) position() token.Position {
	return token.Position{Filename: r.string(), Line: r.int(), Column: r.int()}
}

func (w *writer) finding(f checker.Finding) {
	w.string(f.Rule)
	w.string(f.Category)
	w.position(f.Pos)
	w.string(f.Message)
	w.string(f.Package)
	w.string(f.Func)
	w.int(len(f.Related))
	for _, rel := range f.Related {
		w.position(rel.Pos)
		w.string(rel.Message)
	}
	w.int(len(f.Fixes))
	for _, fix := range f.Fixes {
		w.fix(fix)
	}
}

func (r *reader) finding() checker.Finding {
	f := checker.Finding{Rule: r.string(), Category: r.string(), Pos: r.position(), Message: r.string(), Package: r.string(), Func: r.string()}
	for range r.count() {
		f.Related = append(f.Related, checker.Related{Pos: r.position(), Message: r.string()})
	}
	for range r.count() {
		f.Fixes = append(f.Fixes, r.fix())
	}
	return f
}

func (w *writer) unseen(list []checker.Unseen) {
	w.int(len(list))
	for _, u := range list {
		w.strings([]string{u.Package, u.Func, u.Rule, u.Why})
	}
}

func (r *reader) unseen() []checker.Unseen {
	return list(r, func() checker.Unseen {
		f := r.strings()
		if len(f) != 4 {
			r.err = errShort
			return checker.Unseen{}
		}
		return checker.Unseen{Package: f[0], Func: f[1], Rule: f[2], Why: f[3]}
	})
}
