package sharedstate

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// object is a variable, or memory that the program allocates: what a pointer may
// point at, the elements of a slice, a map, a channel. Each run of a declaration
// or allocation makes a new one.
type object struct {
	id   int
	name *types.Var // the variable, or nil
	// leaked is false for a variable that nobody but its function can name yet.
	leaked bool
	// dead is true for a variable that nobody can name any more: its function has
	// returned and had not given it away.
	dead bool
	// old is true for an object that was there before the trace began.
	old bool
	// made is where memory is allocated.
	made token.Pos
	// blurred is true for an object of which fields were set that are not known one by one.
	blurred bool
	// sent is true for an object that goroutines hand to each other.
	sent bool
	// vague is true for an object that may be the same as another one: the trace did
	// not see where it comes from.
	vague bool
	// typ is the type of the pointer, map or channel by which a vague object
	// is known; nil otherwise.
	typ types.Type
	// room is the capacity of a channel, -1 when it is not known.
	room int
	// parts are the variables in it that the trace has met.
	parts []key
}

// loc is a variable: an object, or a part of one. The path names fields as ".f",
// elements as "[3]", the content of a map as "{}".
type loc struct {
	obj  *object
	path string
	last *types.Var // the variable or field at the end
}

// key identifies a loc.
type key struct {
	obj  *object
	path string
}

func (l loc) key() key { return key{l.obj, l.path} }

func (l loc) field(v *types.Var) loc { return loc{l.obj, l.path + "." + v.Name(), v} }

func (l loc) part(step string) loc { return loc{l.obj, l.path + step, l.last} }

// within reports whether the path p is q or leads to a part of it.
func within(p, q string) bool {
	rest, ok := strings.CutPrefix(p, q)
	return ok && (rest == "" || strings.IndexByte(".[{#", rest[0]) >= 0)
}

// value is what the trace knows of a value. The zero value is an unknown one.
type value struct {
	// to is what a pointer, map, channel or slice refers to, and where a struct
	// or array is stored.
	to loc
	// off and n are the first element and the length of a slice of to; n is -1
	// when it is not known.
	off, n int
	// room is the capacity of a slice, -1 when it is not known.
	room int
	// part is true for a slice that does not reach over all of the array.
	part bool
	fn   *closure
	con  constant.Value
	// sym identifies a value of which nothing else is known; 0 for none.
	sym int
	// dyn is the dynamic type of what an interface holds.
	dyn types.Type
	// outcome says which way a call went that has returned the value.
	outcome *outcome
	// guess is what is known of the value as long as others have not changed it.
	guess *guess
	// via are the variables that were read to get here.
	via []loc
}

func (v *value) equal(w *value) bool {
	if v.con != nil && w.con != nil && v.con.Kind() == w.con.Kind() && v.con.ExactString() != w.con.ExactString() {
		return false
	}
	return v.to.key() == w.to.key() && v.off == w.off && v.n == w.n && v.fn == w.fn && v.sym == w.sym &&
		(v.con == nil) == (w.con == nil) && (v.con == nil || v.con.Kind() == w.con.Kind())
}

// known reports whether anything is known of v.
func (v value) known() bool { return v.to.obj != nil || v.fn != nil || v.con != nil || v.sym != 0 }

// closure is a function value: a body and the variables around it.
type closure struct {
	body any // *ast.FuncDecl or *ast.FuncLit; nil for a function of another package
	env  *env
	// recv is the receiver that a method value holds.
	recv  value
	bound bool
	// captured are the variables of other functions that a literal uses.
	captured []*object
	// does is set for functions that the trace makes itself.
	does func(r *activation)
}

// env holds the variables of a block.
type env struct {
	vars  map[*types.Var]*object
	outer *env
}

func newEnv(outer *env) *env { return &env{vars: make(map[*types.Var]*object), outer: outer} }

func (e *env) find(v *types.Var) *object {
	for ; e != nil; e = e.outer {
		if o, ok := e.vars[v]; ok {
			return o
		}
	}
	return nil
}
