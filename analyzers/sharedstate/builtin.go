package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strconv"
)

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

// builtin makes a call of a builtin function.
func (r *activation) builtin(p *pending) value {
	args := p.call.Args
	switch p.builtin {
	case "close":
		r.closes(p.args[0], args[0])
	case "delete", "clear":
		if isMap(r.typeOf(args[0])) {
			r.contents(p.args[0], args[0], write)
			r.forget(p.args[0])
		} else {
			r.elements(p.args[0], args[0], write)
		}
	case "len", "cap":
		if isMap(r.typeOf(args[0])) {
			r.contents(p.args[0], args[0], read)
		} else if p.args[0].n >= 0 && p.builtin == "len" && p.args[0].to.obj != nil {
			return value{con: constant.MakeInt64(int64(p.args[0].n)), n: -1, room: -1}
		} else if p.builtin == "len" {
			n := r.t.unknown()
			n.guess = p.args[0].guess.length()
			return n
		}
	case "append":
		return r.appends(p)
	case "copy":
		r.copies(p)
	case "make", "new":
		return r.allocate(p)
	case "panic":
		r.exit()
	case "print", "println", "min", "max", "complex", "real", "imag", "recover":
	}
	return r.t.unknown()
}

// allocate makes a new object.
func (r *activation) allocate(p *pending) value {
	typ := r.typeOf(p.call)
	v := value{to: loc{obj: r.t.newObject(nil)}, n: -1, room: -1}
	v.to.obj.made = p.pos
	switch typ.Underlying().(type) {
	case *types.Chan:
		v.to.obj.room = 0
		if len(p.args) > 0 {
			v.to.obj.room = -1
			if n, ok := p.args[0].index(); ok {
				v.to.obj.room = n
			}
		}
	case *types.Slice:
		if n, ok := p.args[0].index(); ok {
			v.n, v.room = n, n
		}
		if len(p.args) > 1 {
			v.room = -1
			if n, ok := p.args[1].index(); ok {
				v.room = n
			}
		}
	}
	return v
}

// maxElements bounds how many elements of a part of an array are looked at.
const maxElements = 64

// elements notes a use of all elements of a slice or array.
func (r *activation) elements(v value, e ast.Expr, how role) {
	if v.to.obj == nil {
		return
	}
	if v.part {
		for i := range min(v.n, maxElements) {
			l := v.to.part(index(v.off + i))
			l.last = lastOf(r.t.prog, e)
			r.access(l, e, how, v.via)
		}
		return
	}
	l := v.to
	l.last = lastOf(r.t.prog, e)
	if a := r.access(l, e, how, v.via); a != nil && a.what == "" {
		a.what = elementsOf
	}
}

// appends adds to a slice: in place where there is room, else after a copy.
func (r *activation) appends(p *pending) value {
	s, e := p.args[0], p.call.Args[0]
	typ := r.typeOf(p.call)
	more := len(p.args) - 1
	spread := p.call.Ellipsis.IsValid()
	if p.call.Ellipsis.IsValid() && len(p.args) > 1 {
		if _, ok := r.typeOf(p.call.Args[1]).Underlying().(*types.Slice); ok {
			r.elements(p.args[1], p.call.Args[1], read)
		}
		if p.args[1].n >= 0 {
			more = p.args[1].n
		} else {
			s.n = -1
		}
	}
	if s.to.obj == nil || s.n < 0 || s.room < 0 {
		v := r.t.fresh(typ)
		for _, a := range p.args[1:] {
			r.t.holds(v.to.obj, a, r.s)
		}
		return v
	}
	if s.n+more <= s.room {
		for i := range more {
			l := s.to.part(index(s.off + s.n + i))
			l.last = lastOf(r.t.prog, e)
			r.access(l, e, write, s.via)
			if !spread {
				r.put(l, r.typeOf(p.call.Args[1+i]), p.args[1+i])
			}
		}
		s.n += more
		return s
	}
	if s.n > 0 {
		r.elements(s, e, read)
	}
	v := r.t.fresh(typ)
	v.to.obj.vague = false
	v.n = s.n + more
	for _, a := range p.args[1:] {
		r.t.holds(v.to.obj, a, r.s)
	}
	return v
}

// copies notes a copy between slices.
func (r *activation) copies(p *pending) {
	dst, src := p.args[0], p.args[1]
	if _, ok := r.typeOf(p.call.Args[1]).Underlying().(*types.Slice); ok && dst.n != 0 {
		r.elements(src, p.call.Args[1], read)
	}
	if src.n != 0 {
		r.elements(dst, p.call.Args[0], write)
	}
}
