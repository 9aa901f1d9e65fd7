package aio_test

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// signaller is a Locker that cannot be unlocked, and says when somebody tries.
type signaller struct{ signal func() }

func (signaller) Lock(aio.Context) {}

func (s signaller) Unlock() {
	s.signal()
	panic(errBoom)
}

// waitsInVain calls Wait, which panics.
func waitsInVain(t *testing.T, co aio.Context, c *aio.Cond) {
	t.Helper()
	defer func() { want(t, "Wait panicked", recover() != nil, true) }()
	c.Wait(co)
}

// Given a task that recovers from the panic of Wait without the lock, when the condition is signalled later, then the task
// is not disturbed, and who waits gets the signal.
func TestCondWaitWithoutLock(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex
		c := aio.NewCond(&m)
		waitsInVain(t, co, c)

		other := waiterOn(co, &m, c)
		q := aio.NewQueue[int](0)
		var wg aio.WaitGroup
		wg.Go(co, func(co aio.Context) {
			c.Signal()
			other.Value(co)
			wantErr(t, "Put", q.Put(co, 1), nil)
		})
		v, err := q.Get(co)
		wantErr(t, "Get", err, nil)
		want(t, "item", v, 1)
		wg.Wait(co)
	})
}

// Given a task that was signalled just before Wait panicked, then what it waits for next does not end by that signal.
func TestSignalOfCondWaitThatPanics(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var c aio.Cond
		c.L = signaller{c.Signal}
		waitsInVain(t, co, &c)
		_, err := aio.NewQueue[int](0).Get(cancelledSoon(co))
		wantErr(t, "Get", err, errBoom)
	})
}

// cancelledSoon returns a Context that another task cancels.
func cancelledSoon(co aio.Context) aio.Context {
	sub, cancel := aio.WithCancelCause(co)
	aio.Go(co, func(aio.Context) (int, error) {
		cancel(errBoom)
		return 0, nil
	})
	return sub
}

// waiterOn starts a task that waits for c, and returns when it is in line.
func waiterOn(co aio.Context, m *aio.Mutex, c *aio.Cond) *aio.Future[int] {
	locked := make(chan struct{})
	f := aio.GoValue(co, func(co aio.Context) int {
		m.Lock(co)
		defer m.Unlock()
		close(locked)
		c.Wait(co)
		return 1
	})
	aio.Recv(co, locked)
	m.Lock(co)
	m.Unlock() //nolint:staticcheck // now the task waits
	return f
}
