package aio_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// mix is a program of tasks that use everything at once, below contexts of many kinds that are cancelled by chance. All that
// may get stuck in it can be cancelled, so no Run of it may report a deadlock, or last.
type mix struct {
	mixContexts
	t    *testing.T
	left atomic.Int64 // steps

	locks    [2]aio.Mutex
	holders  [2]atomic.Int32
	rw       aio.RWMutex
	writers  atomic.Int32
	queue    *aio.Queue[int]
	put, got atomic.Int64
	permits  *aio.Semaphore
	futures  mixed[*aio.Future[int]]
}

func (m *mix) task(co aio.Context, seed uint64, depth int) {
	r := rand.New(rand.NewPCG(seed, 0))
	for m.left.Add(-1) > 0 && m.end.Err() == nil {
		sub, done := m.derive(co, r)
		m.step(sub, r, depth)
		done()
	}
}

// check fails the test unless err is what a cancellation leaves.
func (m *mix) check(what string, err error) bool {
	if err != nil && !errors.Is(err, errBoom) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		m.t.Errorf("%s: %v", what, err)
	}
	return err == nil
}

func (m *mix) step(co aio.Context, r *rand.Rand, depth int) {
	switch r.IntN(12) {
	case 0, 1:
		m.lock(co, r.IntN(2))
	case 2:
		m.readOrWrite(co, r.IntN(2) == 0)
	case 3:
		if m.check("Put", m.queue.Put(co, 1)) {
			m.put.Add(1)
		}
	case 4:
		if _, err := m.queue.Get(co); m.check("Get", err) {
			m.got.Add(1)
		}
	case 5:
		if n := 1 + r.IntN(2); m.check("Acquire", m.permits.Acquire(co, n)) {
			aio.Yield(co)
			m.permits.Release(n)
		}
	case 6, 7:
		m.start(co, r.Uint64(), depth)
	case 8:
		if f := m.futures.any(r); f != nil {
			f.Cancel(errBoom)
		}
	case 9:
		if f, g := m.futures.any(r), m.futures.any(r); f != nil && g != nil {
			_, _, err := aio.Wait(co, aio.WaitMode(r.IntN(3)), f, g)
			m.check("Wait", err)
		}
	case 10:
		m.nest(co, r, depth)
	case 11:
		aio.Call(co, func() {
			in, leave := aio.Enter(co)
			defer leave()
			m.lock(in, 0)
		})
	}
}

func (m *mix) lock(co aio.Context, i int) {
	if !m.check("LockContext", m.locks[i].LockContext(co)) {
		return
	}
	want(m.t, "holders of the Mutex", m.holders[i].Add(1), 1)
	aio.Yield(co)
	m.holders[i].Add(-1)
	m.locks[i].Unlock()
}

func (m *mix) readOrWrite(co aio.Context, read bool) {
	if read {
		m.rw.RLock(co)
		want(m.t, "writers beside a reader", m.writers.Load(), 0)
		aio.Yield(co)
		m.rw.RUnlock()
		return
	}
	m.rw.Lock(co)
	want(m.t, "writers", m.writers.Add(1), 1)
	aio.Yield(co)
	m.writers.Add(-1)
	m.rw.Unlock()
}

func (m *mix) start(co aio.Context, seed uint64, depth int) {
	if depth == 3 {
		return
	}
	f := aio.Go(co, func(co aio.Context) (int, error) {
		m.task(co, seed, depth+1)
		return 1, nil
	})
	m.futures.add(f)
	if seed%2 == 0 {
		_, err := f.Await(co)
		m.check("Await", err)
	}
}

// nest takes a step in a Run with a loop of its own.
func (m *mix) nest(co aio.Context, r *rand.Rand, depth int) {
	if depth == 3 {
		return
	}
	m.check("nested Run", aio.Run(co, func(co aio.Context) error {
		m.step(co, r, 3)
		return nil
	}, aio.WithPolicy(policies[r.IntN(2)])))
}

// Given tasks that wait for things of every kind below cancellations of every kind, then locks exclude, nothing is lost, no
// deadlock is reported, and the Run ends.
func TestModelMixOfWaitsAndCancellations(t *testing.T) {
	for seed := range uint64(12) {
		for _, opt := range []aio.Option{aio.WithPolicy(aio.Goroutines), aio.WithPolicy(aio.Serial), aio.WithSchedule(aio.Schedule{Seed: seed + 1})} {
			m := &mix{t: t, queue: aio.NewQueue[int](2), permits: aio.NewSemaphore(2)}
			m.left.Store(1000)
			end, cancel := context.WithCancelCause(context.Background())
			m.end = end
			clock := time.AfterFunc(20*time.Millisecond, func() { cancel(errBoom) })
			m.check("Run", aio.Run(end, func(co aio.Context) error {
				var wg aio.WaitGroup
				for i := range uint64(6) {
					wg.Go(co, func(co aio.Context) { m.task(co, 10*seed+i, 0) })
				}
				wg.Wait(co)
				return nil
			}, opt))
			clock.Stop()
			cancel(nil)
			want(t, "items put", m.put.Load(), m.got.Load()+int64(m.queue.Len()))
			want(t, "free permits", m.permits.Available(), 2)
			want(t, "a lock is free", m.locks[0].TryLock() && m.locks[1].TryLock() && m.rw.TryLock(), true)
		}
	}
}
