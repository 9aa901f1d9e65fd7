// Package gap has races that the analyzer does not see.
package gap

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
}

func (a *agent) Start() { go a.loop() }

func (a *agent) loop() {
	for {
		a.polls++
	}
}

// Known gap: that Polls runs while the loop does is up to other packages.
func (a *agent) Polls() int { return a.polls }
