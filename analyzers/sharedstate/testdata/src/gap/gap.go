// Package gap has races that the analyzer does not see.
package gap

import "sync"

type poller interface{ poll() }

type meter struct{ n int }

func (m *meter) poll() { m.n++ }

// Known gap: a call through an interface is not followed.
func throughInterface(p poller) {
	for range 3 {
		go p.poll()
	}
}

type agent struct {
	polls int
	list  []int
}

func (a *agent) Start() { go a.loop() }

func (a *agent) loop() {
	for {
		a.polls++
	}
}

// Known gap: that Polls runs while the loop does is up to other packages.
func (a *agent) Polls() int { return a.polls }

// Known gap: elements at an index held in a variable may be the same element.
func (a *agent) sameElement(i int) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { a.list[i]++ })
	}
	wg.Wait()
}
