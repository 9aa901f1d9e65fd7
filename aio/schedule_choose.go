package aio

import "math/rand/v2"

// choose returns a number below n that decides among equals.
func (t *task) choose(n int) int {
	l := t.loop
	if !l.scheduled {
		return int(rand.Uint32N(uint32(n)))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sched == nil {
		return rand.IntN(n)
	}
	return l.sched.random.IntN(n)
}

// reconsider is what a task of a loop with a Schedule does when it has its turn after a Select that had to wait. The case
// that ended the wait was the first to be ready, which is chance when several came at the same instant. If it took
// nothing from its channel, another that is ready now may stand in for it: one that takes something, else any by the seed.
func (t *task) reconsider(first Case, cases []Case) Case {
	if !t.loop.scheduled {
		return first
	}
	// One number is drawn whatever comes of it: those that follow must not depend on chance.
	random := rand.New(rand.NewPCG(uint64(t.choose(1<<30)), 0))
	if takes(first) {
		return first
	}
	var taking, others []Case
	for _, c := range cases {
		if takes(c) {
			taking = append(taking, c)
		} else {
			others = append(others, c)
		}
	}
	for _, some := range [][]Case{taking, others} {
		for _, i := range random.Perm(len(some)) {
			if some[i].poll() {
				return some[i]
			}
		}
	}
	return first
}

// takes reports whether doing c changes its channel: futures stay completed, and closed channels closed. A channel of empty
// structs counts as one that is only ever closed.
func takes(c Case) bool {
	switch c := c.(type) {
	case *RecvCase[struct{}]:
		return c.ok
	case interface{ ready() <-chan struct{} }:
		return false
	}
	return true
}
