// Package params holds functions that call what they are given.
package params

import (
	"net"
	"os"
	"sort"
	"sync"
	"time"
)

func apply(f func()) { f() } // want `^apply: calls 0$`

func twice(n int, f func()) { // want `^twice: calls 1$`
	apply(f)
	apply(f)
}

func nap() { time.Sleep(1) } // want `^nap: sleep time.Sleep$`

func withLiteral() { // want `^withLiteral: sleep params.withLiteral.func1 -> time.Sleep$`
	twice(1, func() { time.Sleep(1) })
}

func withFunction() { twice(1, nap) } // want `^withFunction: sleep params.nap -> time.Sleep$`

func withQuiet() { twice(1, func() {}) }

func withNil() { twice(1, nil) }

func captured(f func()) { // want `^captured: calls 0$`
	apply(func() { f() })
}

func started(f func()) { // want `^started: spawns$`
	go f()
}

func all(fs ...func()) { // want `^all: calls 0$`
	for _, f := range fs {
		f()
	}
}

func variadic() { // want `^variadic: sleep params.nap -> time.Sleep$`
	all(func() {}, nap)
}

type Store interface {
	Put(key string) error
	Name() string
}

func save(s Store) error { // want `^save: calls 0.Put$`
	return s.Put("x")
}

func saveTwice(n int, s Store) { // want `^saveTwice: calls 1.Put$`
	save(s)
	save(s)
}

type remote struct{ conn net.Conn }

func (r *remote) Put(string) error { // want `^Put: net net.Conn.Write$`
	_, err := r.conn.Write(nil)
	return err
}

func (r *remote) Name() string { return <-make(chan string) } // want `^Name: chan channel receive$`

// Only the methods that are called count, so not the channel of Name.
func saveRemote(r *remote) { saveTwice(1, r) } // want `^saveRemote: net params.\(\*remote\).Put -> net.Conn.Write$`

func saveLocal() { // want `^saveLocal: net params.\(\*remote\).Put -> net.Conn.Write$`
	var s Store = &remote{}
	s.Put("x")
}

func sorted(list []int) { // want `^sorted: sleep params.sorted.func1 -> time.Sleep$`
	sort.Slice(list, func(i, j int) bool {
		time.Sleep(1)
		return i < j
	})
}

func once(o *sync.Once) { o.Do(nap) } // want `^once: sleep params.nap -> time.Sleep$`

func swap(f *os.File, n int) *os.File { return f }
