package aio_test

import (
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func FuzzEvent(f *testing.F) {
	model(f, func(st *stage) { (&eventModel{stage: st}).play() }, eventCrowd)
}

// eventModel says who waits for an Event.
type eventModel struct {
	*stage
	e   aio.Event
	set bool
}

func (m *eventModel) play() {
	for m.more() {
		switch m.next(7) {
		case 0, 1, 2:
			m.settle(m.run)
			m.wait()
		case 3:
			m.setIt()
		case 4:
			m.e.Clear()
			m.set = false
		case 5:
			if len(m.chosen) > 0 {
				m.cancelChosen()
			} else {
				m.cancelWaiting()
			}
		case 6:
			m.round(m.run)
		}
		want(m.t, "set", m.e.IsSet(), m.set)
	}
	m.settle(m.run)
	m.setIt()
	m.settle(m.run)
}

func (m *eventModel) setIt() {
	m.settle(m.run) // who was cancelled has left
	m.e.Set()
	m.set = true
	for a := m.shift(); a != nil; a = m.shift() {
		m.choose(a)
	}
}

func (m *eventModel) wait() {
	a := m.act(0, func(co aio.Context, id int) (string, error) {
		if err := m.e.Wait(co); err != nil {
			return "", err
		}
		return idOf(id), nil
	})
	if m.set {
		m.run(a)
		return
	}
	m.line = append(m.line, a)
}

// run is the turn of a task that was woken: the event wins over a cancellation.
func (m *eventModel) run(a *actor) { m.does(a, idOf(a.id)) }

// eventCrowd sets and clears the event. Who sets it has counted before, so that a waiter sees a count.
func eventCrowd(t *testing.T, co aio.Context, s *script) {
	var e aio.Event
	var sets, waits atomic.Int64
	stop := false
	var m aio.Mutex
	setters := aio.Go(co, func(co aio.Context) (int, error) {
		for {
			m.Lock(co)
			over := stop
			m.Unlock()
			if over {
				return 0, nil
			}
			sets.Add(1)
			e.Set()
			e.Clear()
			aio.Yield(co)
		}
	})
	crowd(co, s, 5, func(co aio.Context, _ int, s *script) {
		for s.more() {
			attempt(t, co, s.next(16), func(co aio.Context) error {
				err := e.Wait(co)
				if err == nil {
					waits.Add(1)
					if sets.Load() == 0 {
						t.Error("went on before the event was set")
					}
				}
				return err
			})
		}
	})
	m.Lock(co)
	stop = true
	m.Unlock()
	_, _ = setters.Await(co)
	if waits.Load() > int64(len(s.data)) {
		t.Errorf("%d waits ended of %d", waits.Load(), len(s.data))
	}
}
