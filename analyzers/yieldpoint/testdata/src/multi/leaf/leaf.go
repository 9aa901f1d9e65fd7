// Package leaf is the bottom of a chain over three packages.
package leaf

import (
	"iter"
	"net/http"
	"time"
)

type Client struct{}

func (c *Client) Fetch() error { // want `^Fetch: net net/http.Get$`
	_, err := http.Get("http://example.com")
	return err
}

func Each(f func(int)) { // want `^Each: calls 0$`
	for i := range 3 {
		f(i)
	}
}

func Background(f func()) { // want `^Background: spawns$`
	go f()
}

func Ticks() iter.Seq[int] { // want `^Ticks: returns multi/leaf.Ticks.func1$`
	return func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
			time.Sleep(1)
		}
	}
}

type Store interface{ Put(int) }

func Save(s Store) { s.Put(1) } // want `^Save: calls 0.Put$`

type Option func(*Client)

func With(n int) Option { // want `^With: returns multi/leaf.With.func1$`
	return func(*Client) {}
}

func New(opts ...Option) *Client { // want `^New: calls 0$`
	c := new(Client)
	for _, o := range opts {
		o(c)
	}
	return c
}
