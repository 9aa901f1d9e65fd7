package aio_test

import (
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// permits is a Semaphore, or a Mutex as one with a single permit.
type permits interface {
	acquire(co aio.Context, n int) error
	try(n int) bool
	release(n int)
}

type semaphorePermits struct{ *aio.Semaphore }

func (s semaphorePermits) acquire(co aio.Context, n int) error { return s.Acquire(co, n) }
func (s semaphorePermits) try(n int) bool                      { return s.TryAcquire(n) }
func (s semaphorePermits) release(n int)                       { s.Release(n) }

type mutexPermit struct{ aio.Mutex }

func (m *mutexPermit) acquire(co aio.Context, _ int) error { return m.LockContext(co) }
func (m *mutexPermit) try(int) bool                        { return m.TryLock() }
func (m *mutexPermit) release(int)                         { m.Unlock() }

func FuzzSemaphore(f *testing.F) {
	const size = 5
	fresh := func() permits { return semaphorePermits{aio.NewSemaphore(size)} }
	model(f,
		func(st *stage) { (&permitModel{stage: st, p: fresh(), size: size, free: size}).play() },
		func(t *testing.T, co aio.Context, s *script) { permitCrowd(t, co, s, fresh(), size) })
}

func FuzzMutex(f *testing.F) {
	fresh := func() permits { return &mutexPermit{} }
	model(f,
		func(st *stage) { (&permitModel{stage: st, p: fresh(), size: 1, free: 1}).play() },
		func(t *testing.T, co aio.Context, s *script) { permitCrowd(t, co, s, fresh(), 1) })
}

// permitModel says who gets permits: free counts those that nobody holds.
type permitModel struct {
	*stage
	p          permits
	size, free int
	held       []int // one entry for each holder
}

func (m *permitModel) play() {
	for m.more() {
		switch m.next(8) {
		case 0, 1, 2:
			m.settle(m.run)
			m.acquire(1 + m.next(m.size))
		case 3, 4:
			m.release()
		case 5:
			m.try(1 + m.next(m.size))
		case 6:
			if len(m.chosen) > 0 {
				m.cancelChosen()
			} else {
				m.cancelWaiting()
				m.serve(0)
				m.settle(m.run)
			}
		case 7:
			m.round(m.run)
		}
	}
	for m.settle(m.run); len(m.held) > 0; m.settle(m.run) {
		m.release()
	}
	want(m.t, "free at the end", m.p.try(m.size), true)
}

func (m *permitModel) acquire(n int) {
	a := m.act(n, func(co aio.Context, id int) (string, error) {
		if err := m.p.acquire(co, n); err != nil {
			return "", err
		}
		return idOf(id), nil
	})
	if len(m.line) == 0 && n <= m.free {
		m.free -= n
		m.run(a)
		return
	}
	m.line = append(m.line, a)
}

// run is the turn of a task that was given its permits.
func (m *permitModel) run(a *actor) {
	if a.cancelled {
		m.givesUp(a)
		m.serve(a.kind)
		return
	}
	m.held = append(m.held, a.kind)
	m.does(a, idOf(a.id))
}

// release stands in for a holder.
func (m *permitModel) release() {
	if len(m.held) == 0 {
		return
	}
	n := m.held[0]
	m.held = m.held[1:]
	m.p.release(n)
	m.serve(n)
}

func (m *permitModel) serve(n int) {
	m.free += n
	for len(m.line) > 0 && m.line[0].kind <= m.free {
		m.free -= m.line[0].kind
		m.choose(m.shift())
	}
}

func (m *permitModel) try(n int) {
	m.settle(m.run) // a cancelled waiter has left
	may := len(m.line) == 0 && n <= m.free
	want(m.t, "TryAcquire", m.p.try(n), may)
	if may {
		m.free -= n
		m.held = append(m.held, n)
	}
}

func permitCrowd(t *testing.T, co aio.Context, s *script, p permits, size int) {
	var inside atomic.Int64
	hold := func(co aio.Context, n int) {
		if now := inside.Add(int64(n)); now > int64(size) {
			t.Errorf("%d of %d permits are taken", now, size)
		}
		aio.Yield(co)
		inside.Add(int64(-n))
		p.release(n)
	}
	crowd(co, s, 6, func(co aio.Context, _ int, s *script) {
		for s.more() {
			n := 1 + s.next(size)
			if s.next(4) == 0 {
				if p.try(n) {
					hold(co, n)
				}
				continue
			}
			attempt(t, co, s.next(16), func(co aio.Context) error {
				err := p.acquire(co, n)
				if err == nil {
					hold(co, n)
				}
				return err
			})
		}
	})
	want(t, "free at the end", p.try(size), true)
}
