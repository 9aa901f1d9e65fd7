package aio_test

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func FuzzCond(f *testing.F) {
	model(f, func(st *stage) {
		m := &condModel{stage: st}
		m.c = aio.NewCond(&m.m)
		m.play()
	}, condCrowd)
}

// condModel says who is woken by a Cond. The main task may hold the lock, so that those who were woken queue for it.
type condModel struct {
	*stage
	m    aio.Mutex
	c    *aio.Cond
	held bool
}

func (m *condModel) play() {
	for m.more() {
		switch m.next(8) {
		case 0, 1, 2:
			m.rest()
			m.wait()
		case 3, 4:
			m.c.Signal()
			m.signal()
		case 5:
			if m.next(4) == 0 {
				m.c.Broadcast()
				for len(m.line) > 0 {
					m.signal()
				}
			} else if len(m.chosen) == 0 && !m.held {
				m.held = m.m.TryLock()
				want(m.t, "lock is free", m.held, true)
			}
		case 6:
			if len(m.chosen) > 0 {
				m.cancelChosen()
			} else {
				m.rest()
				m.cancelWaiting()
				m.rest()
			}
		case 7:
			m.round(m.run)
		}
	}
	m.rest()
	m.c.Broadcast()
	for len(m.line) > 0 {
		m.signal()
	}
	m.rest()
	want(m.t, "lock is free at the end", m.m.TryLock(), true)
}

// rest gives the lock back and settles.
func (m *condModel) rest() {
	if m.held {
		m.m.Unlock()
		m.held = false
	}
	m.settle(m.run)
}

func (m *condModel) wait() {
	m.line = append(m.line, m.act(0, func(co aio.Context, id int) (string, error) {
		m.m.Lock(co)
		defer m.m.Unlock()
		err := m.c.WaitContext(co)
		want(m.t, "the lock is held after WaitContext", m.m.TryLock(), false)
		if err != nil {
			return "", err
		}
		return idOf(id), nil
	}))
}

func (m *condModel) signal() {
	if a := m.shift(); a != nil {
		m.choose(a)
	}
}

// run is the turn of a task that was woken: a cancelled one passes the signal on.
func (m *condModel) run(a *actor) {
	if a.cancelled {
		m.givesUp(a)
		m.signal()
		return
	}
	m.does(a, idOf(a.id))
}

// condCrowd passes items through a bounded buffer that is made of a Mutex and two conditions, one signal for each item.
func condCrowd(t *testing.T, co aio.Context, s *script) {
	const room = 2
	var m aio.Mutex
	notEmpty, notFull := aio.NewCond(&m), aio.NewCond(&m)
	items, sent, received := 0, 0, 0
	closed := false
	cut := len(s.data) / 2
	var producers, consumers aio.WaitGroup
	producers.Go(co, func(co aio.Context) {
		crowd(co, &script{data: s.data[:cut]}, 3, func(co aio.Context, _ int, s *script) {
			for s.more() {
				attempt(t, co, s.next(16), func(co aio.Context) error {
					m.Lock(co)
					defer m.Unlock()
					for items == room {
						if err := notFull.WaitContext(co); err != nil {
							return err
						}
					}
					items++
					sent++
					notEmpty.Signal()
					return nil
				})
			}
		})
	})
	consumers.Go(co, func(co aio.Context) {
		crowd(co, &script{data: s.data[cut:]}, 3, func(co aio.Context, _ int, s *script) {
			for done := false; !done; {
				attempt(t, co, s.next(16), func(co aio.Context) error {
					m.Lock(co)
					defer m.Unlock()
					for items == 0 && !closed {
						if err := notEmpty.WaitContext(co); err != nil {
							return err
						}
					}
					if done = items == 0; done {
						return nil
					}
					items--
					received++
					notFull.Signal()
					return nil
				})
			}
		})
	})
	producers.Wait(co)
	m.Lock(co)
	closed = true
	m.Unlock()
	notEmpty.Broadcast()
	consumers.Wait(co)
	want(t, "items received", received, sent)
}
