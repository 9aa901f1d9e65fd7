package contract // want package:`yieldpoint.[0-9]+.`

// The package holds functions that promise not to block.

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

func refresh() { http.Get("http://example.com") }

// Name is for the hot path.
//
//asyncport:nonblocking
func Name() string { // want `^Name is declared nonblocking, but may block on net: contract.refresh -> net/http.Get$`
	refresh()
	return ""
}

type counter struct {
	mu sync.Mutex
	n  int
}

// A short lock is no wait.
//
//asyncport:nonblocking
func (c *counter) Add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

// What happens under the lock counts.
//
//asyncport:nonblocking
func (c *counter) Slow() { // want `^Slow is declared nonblocking, but may block on sleep: time.Sleep$`
	c.mu.Lock()
	defer c.mu.Unlock()
	time.Sleep(1)
}

type source interface{ next() }

type slow struct{}

func (slow) next() { time.Sleep(1) }

type other struct{ src source }

// Soft reasons do not count.
//
//asyncport:nonblocking
func (o *other) Next() { o.src.next() }

// Nor do parameters: the caller says what they are.
//
//asyncport:nonblocking
func Apply(f func()) { f() }

// What runs elsewhere does not count.
//
//asyncport:nonblocking
func Start() { go refresh() }

//asyncport:nonblocking
func Print() { fmt.Println() } // want `^Print is declared nonblocking, but may block on stdio: fmt.Println$`

//asyncport:nonblocking
func Try(ch chan int) bool {
	select {
	case ch <- 1:
		return true
	default:
		return false
	}
}

// A contract is reported once, also of a method that nobody expects to wait.
//
//asyncport:nonblocking
func (s slow) String() string { // want `^String is declared nonblocking, but may block on sleep: contract.slow.next -> time.Sleep$`
	s.next()
	return ""
}

// It is known not to wait.
//
//asyncport:assume nonblocking
//asyncport:nonblocking
func Known() { refresh() }
