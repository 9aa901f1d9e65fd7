// Package mid is the middle of a chain over three packages.
package mid

import "multi/leaf"

type Cache struct{ c leaf.Client }

func (c *Cache) Get() error { return c.c.Fetch() } // want `^Get: net multi/leaf.\(\*Client\).Fetch -> net/http.Get$`

func Sum(ch chan int) { // want `^Sum: chan multi/mid.Sum.func1 -> channel send$`
	leaf.Each(func(i int) { ch <- i })
}

func Relay(f func(int)) { leaf.Each(f) } // want `^Relay: calls 0$`

func Start() { leaf.Background(func() {}) } // want `^Start: spawns$`

type Fetcher interface{ Fetch() error }

type holder struct{ f Fetcher }

// The implementation is in a package that this one imports.
func (h *holder) fetch() { h.f.Fetch() } // want `^fetch: net\? multi/leaf.\(\*Client\).Fetch -> net/http.Get$`
