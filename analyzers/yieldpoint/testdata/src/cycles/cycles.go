// Package cycles holds call cycles through everything that can be called.
package cycles

import (
	"time"

	"cycles/gen"
)

// Through a literal.
func literal(n int) { // want `^literal: sleep cycles.literal.func1 -> time.Sleep$`
	func() {
		time.Sleep(1)
		literal(n - 1)
	}()
}

// Through a deferred call.
func deferred(n int) { // want `^deferred: sleep cycles.afterwards -> time.Sleep$`
	defer afterwards(n)
}

func afterwards(n int) { // want `^afterwards: sleep time.Sleep$`
	deferred(n - 1)
	time.Sleep(1)
}

type node struct {
	children []*node
	visit    func(*node)
	ch       chan int
}

// Through a method value in a field.
func newNode() *node {
	n := &node{}
	n.visit = n.walk
	return n
}

func (n *node) walk(*node) { // want `^walk: chan channel receive$`
	<-n.ch
	n.down()
}

func (n *node) down() { // want `^down: chan cycles.\(\*node\).walk -> channel receive$`
	n.visit(n)
}

// Through a method expression.
func expression(n *node) { // want `^expression: chan cycles.\(\*node\).walk -> channel receive$`
	f := (*node).walk
	f(n, n)
}

// Through an interface.
type visitor interface{ accept(v visitor) }

type deep struct{ v visitor }

func (d deep) accept(v visitor) { // want `^accept: sleep time.Sleep; calls 0.accept$`
	time.Sleep(1)
	v.accept(d)
}

// Through a parameter.
func each(n *node, f func(*node)) { // want `^each: calls 1$`
	f(n)
	for _, c := range n.children {
		each(c, f)
	}
}

func eachWalk(n *node) { each(n, n.walk) } // want `^eachWalk: chan cycles.\(\*node\).walk -> channel receive$`

// Through an iterator that ranges over itself.
func (n *node) all(yield func(*node) bool) { // want `^all: chan channel receive; calls 0$`
	<-n.ch
	for _, c := range n.children {
		for m := range c.all {
			yield(m)
		}
	}
}

func loop(n *node) { // want `^loop: chan cycles.\(\*node\).all -> channel receive$`
	for range n.all {
	}
}

func drains(l *gen.List[string]) { l.Drain() } // want `^drains: chan cycles/gen.\(\*List\[...\]\).Drain -> cycles/gen.\(\*List\[...\]\).rest -> channel receive$`

func visits(l *gen.List[int]) { // want `^visits: sleep cycles.visits.func1 -> time.Sleep$`
	gen.Visit(l, func(*gen.List[int]) { time.Sleep(1) })
}

type pipe chan int

func (p pipe) Put(v int) { p <- v } // want `^Put: chan channel send$`

func putsAll(p pipe) { gen.PutAll(p, 1, 2) } // want `^putsAll: chan cycles.pipe.Put -> channel send$`

// Of variables, the initializer runs when the package starts, its literal when it
// is called.
var started = literalOf()

func literalOf() func() { // want `^literalOf: returns cycles.literalOf.func1$`
	return func() { time.Sleep(1) }
}

func starts() { started() } // want `^starts: sleep cycles.literalOf.func1 -> time.Sleep$`
