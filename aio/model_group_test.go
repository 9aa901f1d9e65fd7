package aio_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func FuzzGroup(f *testing.F) {
	model(f, func(st *stage) {
		m := &groupModel{stage: st, limit: 1 + st.script.next(3)}
		m.g.SetLimit(m.limit)
		m.play()
	}, groupCrowd)
}

// groupModel says which tasks of a group with a limit run. An actor is a starter that waits for a place.
type groupModel struct {
	*stage
	g       aio.Group
	limit   int
	running []gate // in the order in which they were started
	places  int    // that are taken: by tasks that run, and by starters that were chosen
	errs    []string
}

// gate lets a task of the group end, with an error if there is one.
type gate struct {
	f *aio.Future[error]
	r *aio.Resolver[error]
}

func newGate() gate {
	f, r := aio.NewFuture[error]()
	return gate{f, r}
}

// pass is the body of a task of the group.
func (g gate) pass(co aio.Context) error { return g.f.Value(co) }

// The kinds of actors that were chosen: a starter that was given a place, and a task that is about to leave one.
const (
	starter = iota
	leaver
)

func (m *groupModel) play() {
	for m.more() {
		switch m.next(8) {
		case 0, 1, 2:
			m.settle(m.run)
			m.start()
		case 3, 4:
			m.settle(m.run)
			m.end(m.next(4))
		case 5:
			m.try()
		case 6:
			if len(m.chosen) > 0 {
				m.cancelChosen()
			} else {
				m.cancelWaiting()
				m.settle(m.run)
			}
		case 7:
			m.round(m.run)
		}
	}
	for m.settle(m.run); len(m.running) > 0; m.settle(m.run) {
		m.end(0)
	}
	err := m.g.Wait(m.co)
	text := ""
	if err != nil {
		text = err.Error()
	}
	want(m.t, "errors", text, strings.Join(m.errs, "\n"))
	m.g.SetLimit(-1) // panics if a place is still taken
}

func (m *groupModel) start() {
	open := newGate()
	a := m.act(starter, func(co aio.Context, id int) (string, error) {
		err := m.g.GoContext(co, open.pass)
		if err != nil {
			return "", err
		}
		m.running = append(m.running, open)
		return idOf(id), nil
	})
	if len(m.line) == 0 && m.places < m.limit {
		m.places++
		m.run(a)
		return
	}
	m.line = append(m.line, a)
}

// run is the turn of a starter that was given a place, or of a task that leaves its place.
func (m *groupModel) run(a *actor) {
	switch {
	case a.kind == leaver:
		m.vacate()
	case a.cancelled:
		m.givesUp(a)
		m.vacate()
	default:
		m.does(a, idOf(a.id))
	}
}

func (m *groupModel) vacate() {
	if a := m.shift(); a != nil {
		m.choose(a)
	} else {
		m.places--
	}
}

// end lets the task that was started first end, with an error now and then.
func (m *groupModel) end(n int) {
	if len(m.running) == 0 {
		return
	}
	open := m.running[0]
	m.running = m.running[1:]
	var err error
	if n == 0 {
		err = errors.New(fmt.Sprint("error ", len(m.errs)))
		m.errs = append(m.errs, err.Error())
	}
	_ = open.r.Resolve(err)
	m.choose(&actor{kind: leaver})
}

func (m *groupModel) try() {
	may := len(m.line) == 0 && m.places < m.limit
	open := newGate()
	want(m.t, "TryGo", m.g.TryGo(m.co, open.pass), may)
	if may {
		m.places++
		m.running = append(m.running, open)
	}
}

// groupCrowd starts tasks from several tasks, cancels starters, and has tasks fail: the limit holds, and who was started
// ran.
func groupCrowd(t *testing.T, co aio.Context, s *script) {
	limit := 1 + s.next(3)
	var g aio.Group
	g.SetLimit(limit)
	var active, started, ran, failed atomic.Int64
	crowd(co, s, 5, func(co aio.Context, _ int, s *script) {
		for s.more() {
			fail := s.next(8) == 0
			body := func(co aio.Context) error {
				if n := active.Add(1); n > int64(limit) {
					t.Errorf("%d tasks at once, want at most %d", n, limit)
				}
				aio.Yield(co)
				ran.Add(1)
				active.Add(-1)
				if fail {
					failed.Add(1)
					return errors.New("failed")
				}
				return nil
			}
			switch s.next(4) {
			case 0:
				if g.TryGo(co, body) {
					started.Add(1)
				}
			case 1:
				g.Go(co, body)
				started.Add(1)
			default:
				attempt(t, co, s.next(16), func(co aio.Context) error {
					err := g.GoContext(co, body)
					if err == nil {
						started.Add(1)
					}
					return err
				})
			}
		}
	})
	err := g.Wait(co)
	want(t, "tasks that ran", ran.Load(), started.Load())
	errs := 0
	if err != nil {
		errs = 1 + strings.Count(err.Error(), "\n")
	}
	want(t, "errors", int64(errs), failed.Load())
	g.SetLimit(-1) // panics if a place is still taken
}
