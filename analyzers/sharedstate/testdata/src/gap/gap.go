// Package gap has races that the analyzer does not see.
package gap

import (
	"testing"
	"testing/synctest"
	"time"
)

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

// Known gap: a goroutine that sleeps in a bubble cannot come to its end while the others only wait.
func settledTooEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		go func() {
			time.Sleep(time.Second)
			n = 1
		}()
		synctest.Wait()
		time.Sleep(time.Second)
		n++
	})
}

type stats struct{ slow int }

func (s *stats) note(ms int) {
	if ms > 100 {
		s.slow++
	}
}

// Known gap: under the condition several goroutines count; that it holds for more than one
// of them is not known, as that an option is set would not be.
func slowOnes(s *stats, ms []int) {
	for _, m := range ms {
		go func() { s.note(m) }()
	}
}
