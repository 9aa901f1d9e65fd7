package aio_test

import (
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func FuzzRWMutex(f *testing.F) {
	model(f, func(st *stage) { (&rwModel{stage: st}).play() }, rwCrowd)
}

// rwModel says who reads and who writes. The kind of an actor is 1 for a writer.
type rwModel struct {
	*stage
	rw      aio.RWMutex
	readers int
	writing bool
}

func (m *rwModel) play() {
	for m.more() {
		switch m.next(8) {
		case 0, 1, 2:
			m.settle(m.run)
			m.lock(m.next(2))
		case 3, 4, 5:
			m.unlock()
		case 6:
			m.try(m.next(2))
		case 7:
			m.round(m.run)
		}
	}
	for m.settle(m.run); m.writing || m.readers > 0; m.settle(m.run) {
		m.unlock()
	}
	want(m.t, "free at the end", m.rw.TryLock(), true)
}

func (m *rwModel) admit(writer int) bool {
	if m.writing || writer == 1 && m.readers > 0 {
		return false
	}
	if writer == 1 {
		m.writing = true
	} else {
		m.readers++
	}
	return true
}

func (m *rwModel) lock(writer int) {
	a := m.act(writer, func(co aio.Context, id int) (string, error) {
		if writer == 1 {
			m.rw.Lock(co)
		} else {
			m.rw.RLock(co)
		}
		return idOf(id), nil
	})
	if len(m.line) == 0 && m.admit(writer) {
		m.run(a)
		return
	}
	m.line = append(m.line, a)
}

func (m *rwModel) run(a *actor) { m.does(a, idOf(a.id)) }

// unlock stands in for a holder.
func (m *rwModel) unlock() {
	switch {
	case m.writing:
		m.rw.Unlock()
		m.writing = false
	case m.readers > 0:
		m.rw.RUnlock()
		m.readers--
	}
	for len(m.line) > 0 && m.admit(m.line[0].kind) {
		m.choose(m.shift())
	}
}

func (m *rwModel) try(writer int) {
	got := false
	if writer == 1 {
		got = m.rw.TryLock()
	} else {
		got = m.rw.TryRLock()
	}
	want(m.t, "try", got, len(m.line) == 0 && m.admit(writer))
}

func rwCrowd(t *testing.T, co aio.Context, s *script) {
	var rw aio.RWMutex
	var readers, writers atomic.Int64
	read := func(co aio.Context) {
		readers.Add(1)
		if n := writers.Load(); n > 0 {
			t.Errorf("%d writers beside a reader", n)
		}
		aio.Yield(co)
		readers.Add(-1)
		rw.RUnlock()
	}
	write := func(co aio.Context) {
		if n := writers.Add(1); n > 1 || readers.Load() > 0 {
			t.Errorf("%d writers and %d readers", n, readers.Load())
		}
		aio.Yield(co)
		writers.Add(-1)
		rw.Unlock()
	}
	crowd(co, s, 6, func(co aio.Context, _ int, s *script) {
		for s.more() {
			switch s.next(6) {
			case 0:
				rw.Lock(co)
				write(co)
			case 1:
				if rw.TryLock() {
					write(co)
				}
			case 2:
				if rw.TryRLock() {
					read(co)
				}
			default:
				rw.RLock(co)
				read(co)
			}
		}
	})
	want(t, "free at the end", rw.TryLock(), true)
}
