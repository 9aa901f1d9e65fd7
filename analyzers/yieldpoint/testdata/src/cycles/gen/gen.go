// Package gen holds generic code that others instantiate.
package gen

type List[T any] struct {
	next *List[T]
	ch   chan T
}

// Mutual recursion of generic methods.
func (l *List[T]) Drain() { // want `^Drain: chan cycles/gen.\(\*List\[...\]\).rest -> channel receive$`
	if l != nil {
		l.rest()
	}
}

func (l *List[T]) rest() { // want `^rest: chan channel receive$`
	<-l.ch
	l.next.Drain()
}

func Visit[T any](l *List[T], f func(*List[T])) { // want `^Visit: calls 1$`
	if l != nil {
		f(l)
		Visit(l.next, f)
	}
}

type Putter[T any] interface{ Put(T) }

func PutAll[T any, P Putter[T]](p P, list ...T) { // want `^PutAll: calls 0.Put$`
	for _, v := range list {
		p.Put(v)
	}
}
