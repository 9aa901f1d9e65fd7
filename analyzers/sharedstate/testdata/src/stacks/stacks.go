// Package stacks has one conflict between a goroutine and its starter.
package stacks

type agent struct {
	polls int
	done  chan struct{}
}

// The goroutine tells that it is done, but nobody listens before the read.
//
// The two accesses are in different functions, so that the finding has a chain of
// calls to show.
func (a *agent) run() int {
	go a.worker()
	return a.polls
}

func (a *agent) worker() {
	a.count()
}

func (a *agent) count() { a.polls++ } // want `a.polls is written while another goroutine reads it, without a common lock`
