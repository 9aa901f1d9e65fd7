// Package dep ships what is known of it in its source.
package dep

import "time"

// Poll looks as if it waited.
//
//asyncport:assume nonblocking
func Poll(ch chan int) { <-ch }

// Fetch is written in assembly.
//
//asyncport:assume blocks net
func Fetch() // want `^Fetch: net asyncport:assume blocks$`

// Wait says nothing of what it waits for.
//
//asyncport:assume blocks
func Wait() {} // want `^Wait: wait asyncport:assume blocks$`

// Both waits for two things.
//
//asyncport:assume blocks db,lock
func Both() { time.Sleep(1) } // want `^Both: db asyncport:assume blocks; lock asyncport:assume blocks$`

type Store interface {
	//asyncport:assume blocks db
	Put()
	Get() //asyncport:assume nonblocking
	Other()
}

type Hooks struct {
	//asyncport:assume nonblocking
	OnError func()
	OnDone  func()
	// A field of the package alone.
	//asyncport:assume blocks net
	inner func()
}

//asyncport:assume blocks process
var Run func()

func (h *Hooks) call() { h.OnError() }

func (h *Hooks) callInner() { h.inner() } // want `^callInner: net function value inner$`
