package yieldpoint

import (
	"go/ast"
	"go/token"
	"go/types"
)

// node is a function of the package whose body is known: a declared function,
// a function literal, or the package's variable initializers.
type node struct {
	name    string
	fn      *types.Func  // nil for a literal and for the initializers
	lit     *ast.FuncLit // nil for all but literals
	sig     *types.Signature
	decl    *ast.FuncDecl // nil for all but declared functions
	outer   *node         // the function around a literal; nil for all others
	assumed *assumption   // what a directive says of the function, or nil
	given   *use          // set for a node that stands for what a parameter may be
	calls   []*call
	ops     []primitive
	// returns holds the operand of each return statement of a function that
	// has one result; nil for a bare return.
	returns []ast.Expr

	spawnsHere bool
	out        outcome
	summary    *Summary       // of out, once everything is solved
	readers    map[*node]bool // nodes whose outcome was computed from this one's
	queued     bool

	literals     int // function literals seen so far, for their names
	deadLiterals int // those of them that the compiler drops
}

// primitive is a yield operation in a node's body.
type primitive struct {
	Op
	at place
}

// call is a call expression, or a range over a function, in a node's body.
type call struct {
	node *node
	expr ast.Node // *ast.CallExpr or *ast.RangeStmt
	fun  ast.Expr
	args []ast.Expr
	// spread is true when the last argument is followed by "...".
	spread bool
	at     place
	// apart is true for the call of a go statement.
	apart bool

	resolved bool
	what     callable
}

// place is a position that compares the same whatever order the files were
// read in.
type place struct {
	pos  token.Pos
	file int // index in the files sorted by name
	off  int
	text string // "file.go:12"
}

func (p place) before(q place) bool {
	if p.file != q.file {
		return p.file < q.file
	}
	return p.off < q.off
}

// within reports whether the node is m or a literal inside of m.
func (n *node) within(m *node) bool {
	for ; n != nil; n = n.outer {
		if n == m {
			return true
		}
	}
	return false
}

// declaration returns the declaration that the node is, or is a literal of; nil for
// literals of initializers.
func (n *node) declaration() *ast.FuncDecl {
	for n.outer != nil {
		n = n.outer
	}
	return n.decl
}
