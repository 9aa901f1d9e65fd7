package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// What the trace knows of a variable that others can get at may have changed meanwhile. It is kept as a
// guess, that holds as long as nobody has changed it. What stands behind a condition that does not hold by a
// guess happens only after somebody has changed a variable; if all who may do so come later than an access,
// then so does what is behind the condition. A timer that a constructor starts, say, finds nothing to do
// until somebody has got what the constructor returns.

// guess is what a value is if nobody has changed some variables.
type guess struct {
	con constant.Value
	n   int // the length of a slice, -1 when it is not known
	of  []loc
}

// change is the point at which a path goes on only if somebody has changed one of some variables.
type change struct {
	of     []loc
	node   int32
	thread *thread
}

// guessed returns a value of which it is only known what it is if nobody has changed l.
func (t *tracer) guessed(typ types.Type, v value, l loc) value {
	w := t.fresh(typ)
	w.guess = &guess{con: v.con, n: -1, of: []loc{l}}
	return w
}

// made returns the guess for a field of a struct that the trace has seen being made, and of which it has not seen
// that it was set.
func (t *tracer) made(l loc, typ types.Type) *guess {
	if !l.obj.made.IsValid() || l.obj.vague || l.obj.blurred || l.path == "" || strings.ContainsAny(l.path, "[{#") {
		return nil
	}
	g := &guess{con: zero(typ).con, n: -1, of: []loc{l}}
	if _, ok := typ.Underlying().(*types.Slice); ok {
		g.n = 0
	}
	if g.con == nil && g.n < 0 {
		return nil
	}
	return g
}

// at returns the guess for what is read from l.
func (g *guess) at(l loc) *guess {
	if g == nil || !l.obj.leaked || slices.ContainsFunc(g.of, func(m loc) bool { return m.key() == l.key() }) {
		return g
	}
	return &guess{g.con, g.n, append(slices.Clip(g.of), l)}
}

// guessOf returns what is known of a value, be it by a guess.
func guessOf(v value) guess {
	if v.con == nil && v.guess != nil {
		return *v.guess
	}
	return guess{con: v.con, n: -1}
}

// foldGuess computes with what is guessed; nil if nothing is.
func (r *activation) foldGuess(op token.Token, x, y value) *guess {
	a, b := guessOf(x), guessOf(y)
	if a.con == nil || b.con == nil || len(a.of)+len(b.of) == 0 {
		return nil
	}
	v := r.fold(op, value{con: a.con}, value{con: b.con})
	if v.con == nil {
		return nil
	}
	return &guess{v.con, -1, append(slices.Clip(a.of), b.of...)}
}

// length returns what is guessed of a slice's length, as a number.
func (g *guess) length() *guess {
	if g == nil || g.n < 0 {
		return nil
	}
	return &guess{constant.MakeInt64(int64(g.n)), -1, g.of}
}

// sliced returns the guess for a part of a slice, of which all to an index is taken.
func sliced(high value) *guess {
	g := guessOf(high)
	n, ok := value{con: g.con}.index()
	if !ok || len(g.of) == 0 {
		return nil
	}
	return &guess{nil, n, g.of}
}

// expects notes that s goes on only if the guess does not hold.
func (r *activation) expects(s *state, g *guess) {
	if s == nil || len(s.at) == 0 {
		return
	}
	s.changes = append(slices.Clip(s.changes), &change{g.of, slices.Max(s.at), r.thread})
}

// against notes, on the way that contradicts a guess, that somebody has changed something.
func (r *activation) against(v value, yes, no *state) {
	if v.guess == nil || v.guess.con == nil || v.guess.con.Kind() != constant.Bool {
		return
	}
	if constant.BoolVal(v.guess.con) {
		r.expects(no, v.guess)
	} else {
		r.expects(yes, v.guess)
	}
}

// without returns the changes that are not in the other list, and what they are of.
func without(list, other []*change) (rest []*change, of []loc) {
	for _, c := range list {
		if !slices.Contains(other, c) {
			rest, of = append(rest, c), append(of, c.of...)
		}
	}
	return rest, of
}

// usually returns the guess for a variable that holds v, but for a way on which somebody has changed
// something.
func usually(v *value, of []loc) *guess {
	g := guess{con: v.con, n: -1}
	if v.con == nil && v.guess != nil {
		g = *v.guess
	} else if v.con == nil && v.to.obj != nil {
		g.n = v.n
	}
	if g.con == nil && g.n < 0 {
		return nil
	}
	g.of = append(slices.Clip(g.of), of...)
	return &g
}

// awaits reports whether a comes about only when somebody has changed a variable, and all who may
// do so come after b.
func (t *tracer) awaits(order *reach, a, b *seen) bool {
	w := waiter{t: t, b: b, done: make(map[*change]bool)}
	if len(a.changes) > 0 {
		w.after = order.from(b.node, false)
	}
	return slices.ContainsFunc(a.changes, w.in)
}

// waiter asks what has to come after an access.
type waiter struct {
	t     *tracer
	b     *seen
	after set // what does
	done  map[*change]bool
}

// in reports whether all who may make a change come after the access.
func (w *waiter) in(c *change) bool {
	if known, ok := w.done[c]; ok {
		return known
	}
	w.done[c] = true // what only happens after the change does not make it
	late := !slices.ContainsFunc(c.of, func(l loc) bool { return w.mayChange(l, c) })
	if !late { // nothing that was found out with it may stand
		clear(w.done)
	}
	w.done[c] = late
	return late
}

// mayChange reports whether somebody may change l for c and does not have to come after the access.
func (w *waiter) mayChange(l loc, c *change) bool {
	t := w.t
	if w.exposed(l.obj, make(map[*object]bool)) {
		return true
	}
	met := make(map[ast.Expr]bool)
	for _, a := range t.writes()[l.obj] {
		switch {
		case !within(a.path, l.path) && !within(l.path, a.path), slices.ContainsFunc(a.changes, w.in):
		case a.thread != c.thread:
			if !t.precededAt(a, c.node, c.thread) && (a == w.b || !w.after.has(a.node)) {
				return true
			}
		case met[a.expr], a.node > c.node && t.flow.after(a.node, false).has(c.node):
			return true // in a loop: round by round it is another value
		default:
			met[a.expr] = true
		}
	}
	return false
}

// exposed reports whether somebody whom the trace does not follow may have got an object, or something that
// leads to it, and not only after the access.
func (w *waiter) exposed(o *object, known map[*object]bool) bool {
	t := w.t
	if known[o] {
		return false
	}
	known[o] = true
	if !t.isOwn(o) || o.sent || w.b.thread != t.main && slices.Contains(t.strangers.results, o) {
		return true
	}
	for _, g := range t.strangers.gifts {
		if g.obj == o && !w.after.has(g.node) {
			return true
		}
	}
	return slices.ContainsFunc(t.strangers.holders[o], func(h holder) bool {
		return (h.node < 0 || !w.after.has(h.node)) && w.exposed(h.obj, known)
	})
}
