package aio_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func FuzzBarrier(f *testing.F) {
	model(f, func(st *stage) {
		m := &barrierModel{stage: st, size: 1 + st.script.next(5)}
		m.b = aio.NewBarrier(m.size)
		m.play()
	}, barrierCrowd)
}

// barrierModel says who waits at a Barrier. The kind of an actor that was chosen is its index, or that of a broken round.
type barrierModel struct {
	*stage
	b      *aio.Barrier
	size   int
	broken bool
}

const brokenRound = -1

func (m *barrierModel) play() {
	for m.more() {
		switch m.next(8) {
		case 0, 1, 2, 3:
			m.settle(m.run)
			m.wait()
		case 4:
			if len(m.chosen) > 0 {
				m.cancelChosen()
			} else {
				m.cancelWaiting()
				m.settle(m.run)
			}
		case 5:
			if m.next(4) == 0 {
				m.b.Abort()
				m.end(brokenRound)
				m.broken = true
			}
		case 6:
			if m.next(2) == 0 {
				m.b.Reset()
				m.end(brokenRound)
				m.broken = false
			}
		case 7:
			m.round(m.run)
		}
		want(m.t, "tasks that wait", m.b.Waiting(), len(m.line))
	}
	m.b.Abort()
	m.end(brokenRound)
	m.settle(m.run)
}

func (m *barrierModel) wait() {
	a := m.act(0, func(co aio.Context, id int) (string, error) {
		index, err := m.b.Wait(co)
		if errors.Is(err, aio.ErrBroken) {
			index = brokenRound
		} else if err != nil {
			return "", err
		}
		return did(id, index), nil
	})
	switch {
	case m.broken:
		a.kind = brokenRound
		m.run(a)
	case len(m.line) == m.size-1: // before those that it lets go on
		a.kind = m.size - 1
		m.run(a)
		m.end(0)
	default:
		m.line = append(m.line, a)
	}
}

// end wakes those who wait, with an index from first on, or each with that of a broken round.
func (m *barrierModel) end(first int) {
	index := first
	for a := m.shift(); a != nil; a = m.shift() {
		a.kind = index
		if first != brokenRound {
			index++
		}
		m.choose(a)
	}
}

// run is the turn of a task that was woken: the end of the round wins over a cancellation.
func (m *barrierModel) run(a *actor) { m.does(a, did(a.id, a.kind)) }

func did(id, index int) string { return fmt.Sprintf("%d:%d", id, index) }

// barrierCrowd has cancelled tasks come again until they were in their share of rounds, so that each round is full.
func barrierCrowd(t *testing.T, co aio.Context, s *script) {
	const parties = 4
	rounds := min(len(s.data)/parties, 20)
	b := aio.NewBarrier(parties)
	came := make([]atomic.Int64, rounds)
	var sum atomic.Int64
	crowd(co, s, parties, func(co aio.Context, _ int, s *script) {
		for r := range rounds {
			came[r].Add(1)
			for !attempt(t, co, s.next(16), func(co aio.Context) error {
				index, err := b.Wait(co)
				if err == nil {
					sum.Add(int64(index))
				}
				return err
			}) {
			}
			if n := came[r].Load(); n != parties {
				t.Errorf("round %d ended with %d of %d tasks", r, n, parties)
			}
		}
	})
	want(t, "sum of the indexes", sum.Load(), int64(rounds*parties*(parties-1)/2))
}
