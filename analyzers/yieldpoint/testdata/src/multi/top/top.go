// Package top sees the bottom only through facts of the middle.
package top

import (
	"multi/leaf"
	"multi/mid"
)

func Load(c *mid.Cache) error { // want `^Load: net multi/mid.\(\*Cache\).Get -> multi/leaf.\(\*Client\).Fetch -> net/http.Get$`
	return c.Get()
}

func Relay(ch chan int) { // want `^Relay: chan multi/top.Relay.func1 -> channel send$`
	mid.Relay(func(i int) { ch <- i })
}

func Loop() { // want `^Loop: sleep multi/leaf.Ticks.func1 -> time.Sleep$`
	for range leaf.Ticks() {
	}
}

func Start() { mid.Start() } // want `^Start: spawns$`

type db struct{ ch chan int }

func (d *db) Put(n int) { d.ch <- n } // want `^Put: chan channel send$`

func Save(d *db) { leaf.Save(d) } // want `^Save: chan multi/top.\(\*db\).Put -> channel send$`

func Make() *leaf.Client { return leaf.New(leaf.With(1), leaf.With(2)) }
