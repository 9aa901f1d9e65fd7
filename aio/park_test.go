package aio

import (
	"context"
	"testing"
)

// A wake that comes between standing in line and parking leaves no wait behind: the loop would take the task for parked.
func TestWakeBeforePark(t *testing.T) {
	for _, p := range []Policy{Goroutines, Serial} {
		err := Run(context.Background(), func(co Context) error {
			tk := co.self().t
			var c Cond
			c.mu.Lock()
			tk.join(&c.line)
			c.mu.Unlock()
			c.Signal()
			tk.park(&c, &c.mu, &c.line, nil)
			l := tk.loop
			l.mu.Lock()
			defer l.mu.Unlock()
			if tk.wait.on != nil || tk.early || l.parked != 0 {
				t.Errorf("%v: wait on %v, early %v, %d parked; want none", p, tk.wait.on, tk.early, l.parked)
			}
			return nil
		}, WithPolicy(p))
		if err != nil {
			t.Error(err)
		}
	}
}

// A task that was taken out of its line, but not woken yet, is not stuck: between these two steps a mutex already belongs
// to the task that seems to wait for it.
func TestHandOverIsNoRing(t *testing.T) {
	err := Run(context.Background(), func(co Context) error {
		var m Mutex
		m.Lock(co)
		heir := GoValue(co, func(co Context) int { m.Lock(co); return 1 })
		l := co.self().t.loop
		for { // until the heir is parked
			l.mu.Lock()
			parked := l.parked
			l.mu.Unlock()
			if parked == 1 {
				break
			}
			Yield(co)
		}
		m.mu.Lock() // the first half of Unlock
		w := m.line.pop()
		m.state.Store(w.t)
		m.mu.Unlock()
		l.mu.Lock()
		s := search{l: l, on: map[*task]bool{}, loose: true}
		if ring := s.from(w.t); ring != nil {
			t.Errorf("found a ring of %d tasks", len(ring))
		}
		l.mu.Unlock()
		wake(w)
		heir.Value(co)
		return nil
	}, WithPolicy(Goroutines))
	if err != nil {
		t.Error(err)
	}
}
