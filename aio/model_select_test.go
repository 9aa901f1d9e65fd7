package aio_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func FuzzSelect(f *testing.F) {
	model(f, func(st *stage) { (&selectModel{stage: st}).play() }, selectCrowd)
}

// selectModel knows what is in each channel. A Select must choose a case that is ready, do that one and no other.
type selectModel struct {
	*stage
	chans  []chan int
	inside [][]int
	closed []bool
	last   int
}

const room = 2

func (m *selectModel) play() {
	for range 4 {
		m.chans = append(m.chans, make(chan int, room))
		m.inside = append(m.inside, nil)
		m.closed = append(m.closed, false)
	}
	for m.more() {
		switch i := m.next(len(m.chans)); m.next(8) {
		case 0:
			if m.sendable(i) {
				m.last++
				m.chans[i] <- m.last
				m.inside[i] = append(m.inside[i], m.last)
			}
		case 1:
			if m.next(4) == 0 && !m.closed[i] {
				close(m.chans[i])
				m.closed[i] = true
			}
		case 2:
			m.late(i)
		default:
			m.choice()
		}
		for i, c := range m.chans {
			want(m.t, "values inside", len(c), len(m.inside[i]))
		}
	}
}

func (m *selectModel) sendable(i int) bool { return !m.closed[i] && len(m.inside[i]) < room }

func (m *selectModel) receivable(i int) bool { return m.closed[i] || len(m.inside[i]) > 0 }

// choice selects among some cases, of which one is ready at least, and takes down what must have happened.
func (m *selectModel) choice() {
	var cases []aio.Case
	what := map[aio.Case]func(){} // what the choice of a case that is ready means
	for n := 1 + m.next(5); n > 0; n-- {
		i := m.next(len(m.chans))
		c, ready, chosen := m.alternative(i, m.next(5))
		cases = append(cases, c)
		if ready {
			what[c] = chosen
		}
	}
	if len(what) == 0 {
		c := aio.OnRecv(closedChannel)
		cases = append(cases, c)
		what[c] = func() { want(m.t, "receive from a closed channel", c.OK(), false) }
	}
	c := aio.Select(m.co, cases...)
	if chosen := what[c]; chosen == nil {
		m.t.Error("Select chose a case that is not ready")
	} else {
		chosen()
	}
}

var closedChannel = func() chan string {
	c := make(chan string)
	close(c)
	return c
}()

// alternative makes a case of kind, and says whether it is ready, and what has happened when it is chosen.
func (m *selectModel) alternative(i, kind int) (c aio.Case, ready bool, chosen func()) {
	switch kind {
	case 0, 1:
		r := aio.OnRecv(m.chans[i])
		return r, m.receivable(i), func() { m.received(i, r) }
	case 2:
		if m.closed[i] {
			break
		}
		m.last++
		v := m.last
		return aio.OnSend(m.chans[i], v), m.sendable(i), func() { m.inside[i] = append(m.inside[i], v) }
	case 3:
		f, r := aio.NewFuture[int]()
		if i == 0 {
			_ = r.Resolve(7)
		}
		on := aio.OnFuture(f)
		return on, i == 0, func() { want(m.t, "value of the future", on.Value(), 7) }
	}
	return aio.OnRecv[int](nil), false, nil
}

func (m *selectModel) received(i int, r *aio.RecvCase[int]) {
	if len(m.inside[i]) == 0 {
		want(m.t, "received from a closed channel", r.OK(), false)
		want(m.t, "value from a closed channel", r.Value(), 0)
		return
	}
	want(m.t, "received", r.OK(), true)
	want(m.t, "value", r.Value(), m.inside[i][0])
	m.inside[i] = m.inside[i][1:]
}

// late has a task select among cases that are not ready, and makes one of them ready.
func (m *selectModel) late(i int) {
	a, b := make(chan int), make(chan string, 1)
	var full, none chan int
	f, r := aio.NewFuture[bool]()
	onA, onB, onF, onSend := aio.OnRecv(a), aio.OnRecv(b), aio.OnFuture(f), aio.OnSend(full, 1)
	cases := []aio.Case{onA, onB, onF, onSend, aio.OnRecv(none)}
	if m.next(2) == 0 { // few enough for a wait without reflection
		cases = []aio.Case{cases[min(i, 2)], aio.OnRecv(m.co.Done()), aio.OnRecv((chan struct{})(nil))}
	}
	selecting := aio.GoValue(m.co, func(co aio.Context) aio.Case { return aio.Select(co, cases...) })
	if m.next(2) == 0 {
		aio.Yield(m.co) // it waits by now
	}
	var chosen aio.Case
	switch i {
	case 0:
		chosen = onA
		close(a)
	case 1:
		chosen = onB
		b <- "b"
	default:
		chosen = onF
		_ = r.Resolve(true)
	}
	want(m.t, "case that became ready", selecting.Value(m.co) == chosen, true)
	if i == 1 {
		want(m.t, "value that came late", onB.Value(), "b")
	}
}

// selectCrowd sends and receives through Select with a way out, and cancels at any time: what was sent arrives, and what
// was not chosen was not done.
func selectCrowd(t *testing.T, co aio.Context, s *script) {
	a, b := make(chan int), make(chan int, 2)
	var sent, received atomic.Int64
	half := len(s.data) / 2
	over := make(chan struct{})
	getters := aio.Go(co, func(co aio.Context) (int, error) {
		crowd(co, &script{data: s.data[half:]}, 3, func(co aio.Context, _ int, s *script) {
			for done := false; !done; {
				attempt(t, co, s.next(16), func(co aio.Context) error {
					onA, onB, stop, end := aio.OnRecv(a), aio.OnRecv(b), aio.OnRecv(co.Done()), aio.OnRecv(over)
					switch aio.Select(co, onA, onB, stop, end) {
					case onA:
						received.Add(int64(onA.Value()))
					case onB:
						received.Add(int64(onB.Value()))
					case stop:
						return context.Cause(co)
					case end:
						done = true
					}
					return nil
				})
			}
		})
		return 0, nil
	})
	crowd(co, &script{data: s.data[:half]}, 3, func(co aio.Context, me int, s *script) {
		for n := 1; s.more(); n++ {
			item := n*3 + me
			attempt(t, co, s.next(16), func(co aio.Context) error {
				toA, toB, stop := aio.OnSend(a, item), aio.OnSend(b, item), aio.OnRecv(co.Done())
				switch aio.Select(co, toA, toB, stop) {
				case stop:
					return context.Cause(co)
				}
				sent.Add(int64(item))
				return nil
			})
		}
	})
	close(over)
	_, _ = getters.Await(co)
	for len(b) > 0 {
		received.Add(int64(<-b))
	}
	want(t, "sum of the values", received.Load(), sent.Load())
}
