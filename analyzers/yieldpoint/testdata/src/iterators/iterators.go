// Package iterators holds range-over-func loops.
package iterators

import (
	"iter"
	"maps"
	"slices"
	"time"
)

type tree struct{ left, right *tree }

func (t *tree) All() iter.Seq[int] { // want `^All: returns iterators.\(\*tree\).All.func1$`
	return func(yield func(int) bool) {
		time.Sleep(1)
		yield(1)
	}
}

func walk(t *tree) { // want `^walk: sleep iterators.\(\*tree\).All.func1 -> time.Sleep$`
	for range t.All() {
	}
}

func assigned(t *tree) { // want `^assigned: sleep iterators.\(\*tree\).All.func1 -> time.Sleep$`
	seq := t.All()
	for range seq {
	}
}

func countdown(yield func(int) bool) { // want `^countdown: calls 0$`
	yield(1)
}

// The loop's body belongs to the function that holds it.
func body(ch chan int) { // want `^body: chan channel receive$`
	for range countdown {
		<-ch
	}
}

func given(seq iter.Seq[int]) { // want `^given: calls 0$`
	for range seq {
	}
}

func filter(seq iter.Seq[int], keep func(int) bool) iter.Seq[int] { // want `^filter: returns iterators.filter.func1$`
	return func(yield func(int) bool) {
		for v := range seq {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func filtered(ch chan bool) { // want `^filtered: chan iterators.filtered.func1 -> channel receive$`
	for range filter(slices.Values([]int{1}), func(int) bool { return <-ch }) {
	}
}

func library(m map[int]int) int {
	n := 0
	for k := range maps.Keys(m) {
		n += k
	}
	return n
}
