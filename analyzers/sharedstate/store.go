package sharedstate

// store is what variables hold on a path. Paths that part share all that neither
// of them changes: a store is a tree by the numbers of the keys, of which a change
// copies only the nodes on the way. So paths that come together are compared by
// what they changed, however much they know.
type store struct {
	names *names
	root  *branch
	level int // above the leaves
	// edit says which nodes are the store's own and need no copy.
	edit *edit
}

// edit is an identity.
type edit struct{ _ byte }

const (
	bits  = 3
	width = 1 << bits
)

// branch is an inner node or a leaf.
type branch struct {
	edit   *edit
	below  [width]*branch
	values [width]*value // of a leaf
}

// names numbers the keys of a trace in the order in which they come up.
type names struct {
	number map[key]int
	known  []known
}

// known is what a trace knows of a key on all paths.
type known struct {
	key
	// initial is the value before the trace began, nil as long as nobody asked for it.
	initial *value
	// listed is true when the object has it among its parts.
	listed bool
}

func (n *names) of(k key) int {
	id, ok := n.number[k]
	if !ok {
		id = len(n.known)
		n.number[k] = id
		n.known = append(n.known, known{key: k})
	}
	return id
}

// initially returns the value that a variable had before the trace began. It must not
// be changed.
func (n *names) initially(id int) *value {
	if v := n.known[id].initial; v != nil {
		return v
	}
	return &noValue
}

var noValue value

// list notes that the object of a key has it.
func (n *names) list(id int) {
	if k := &n.known[id]; !k.listed {
		k.listed = true
		k.obj.parts = append(k.obj.parts, k.key)
	}
}

func newStore() *store {
	return &store{names: &names{number: make(map[key]int)}, root: &branch{}, edit: new(edit)}
}

func (s *store) find(k key) (value, bool) {
	if id, ok := s.names.number[k]; ok {
		if v := s.at(id); v != nil {
			return *v, true
		}
	}
	return value{}, false
}

// at returns the value of a key, nil if the path has not set it. It must not be
// changed.
func (s *store) at(id int) *value {
	if id>>(bits*(s.level+1)) > 0 {
		return nil
	}
	b := s.root
	for l := s.level; l > 0 && b != nil; l-- {
		b = b.below[id>>(bits*l)%width]
	}
	if b == nil {
		return nil
	}
	return b.values[id%width]
}

func (s *store) set(k key, v value) { s.put(s.names.of(k), &v) }

func (s *store) put(id int, v *value) {
	for id>>(bits*(s.level+1)) > 0 {
		s.raise()
	}
	s.root = s.own(s.root)
	b := s.root
	for l := s.level; l > 0; l-- {
		i := id >> (bits * l) % width
		b.below[i] = s.own(b.below[i])
		b = b.below[i]
	}
	b.values[id%width] = v
}

// raise makes room for larger numbers.
func (s *store) raise() {
	top := &branch{edit: s.edit}
	top.below[0] = s.root
	s.root = top
	s.level++
}

// own returns a node that may be changed.
func (s *store) own(b *branch) *branch {
	switch {
	case b == nil:
		return &branch{edit: s.edit}
	case b.edit == s.edit:
		return b
	}
	c := *b
	c.edit = s.edit
	return &c
}

// fork returns another store with the same content.
func (s *store) fork() *store {
	s.edit = new(edit)
	c := *s
	c.edit = new(edit)
	return &c
}

// differences returns the numbers of the keys of which two stores may hold different
// values, in order.
func (s *store) differences(o *store) []int {
	for s.level < o.level {
		s.raise()
	}
	for o.level < s.level {
		o.raise()
	}
	var ids []int
	differ(s.root, o.root, s.level, 0, &ids)
	return ids
}

func differ(a, b *branch, level, first int, ids *[]int) {
	switch {
	case a == b:
		return
	case a == nil:
		a = &branch{}
	case b == nil:
		b = &branch{}
	}
	for i := range width {
		id := first<<bits + i
		if level > 0 {
			differ(a.below[i], b.below[i], level-1, id, ids)
		} else if a.values[i] != b.values[i] {
			*ids = append(*ids, id)
		}
	}
}
