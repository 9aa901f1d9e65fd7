package aio_test

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestCondHoldsTheLockAgainRule061(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex
		c := aio.NewCond(&m)
		f := aio.Go(co, func(co aio.Context) (int, error) {
			m.Lock(co)
			defer m.Unlock()
			err := c.WaitContext(co)
			want(t, "the lock is held", m.TryLock(), false)
			return 0, err
		})
		aio.Yield(co)
		m.Lock(co)
		f.Cancel(errBoom)
		aio.Sleep(co, 1000)
		select {
		case <-f.Done():
			t.Error("WaitContext returned without the lock")
		default:
		}
		m.Unlock()
		_, err := f.Await(co)
		wantErr(t, "WaitContext", err, errBoom)
	})
}

func TestSignalPassesOnRule062(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex
		c := aio.NewCond(&m)
		wait := func(co aio.Context) (int, error) {
			m.Lock(co)
			defer m.Unlock()
			return 1, c.WaitContext(co)
		}
		chosen, other := aio.Go(co, wait), aio.Go(co, wait)
		aio.Yield(co)
		c.Signal()
		chosen.Cancel(errBoom)
		_, err := other.Await(co)
		wantErr(t, "the other waiter", err, nil)
		_, err = chosen.Await(co)
		wantErr(t, "the cancelled waiter", err, errBoom)
	})
}

func TestCondWithBothLocks(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var rw aio.RWMutex
		for _, l := range []aio.Locker{&aio.Mutex{}, &rw, rw.RLocker()} {
			c := aio.NewCond(l)
			ready := 0
			var state aio.Mutex // RLocker lets several in
			var wg aio.WaitGroup
			for range 5 {
				wg.Go(co, func(co aio.Context) {
					l.Lock(co)
					for {
						state.Lock(co)
						ok := ready == 5
						state.Unlock()
						if ok {
							break
						}
						c.Wait(co)
					}
					l.Unlock()
				})
			}
			for range 5 {
				aio.Yield(co)
				l.Lock(co)
				state.Lock(co)
				ready++
				last := ready == 5
				state.Unlock()
				l.Unlock()
				c.Signal()
				if last {
					c.Broadcast()
				}
			}
			wg.Wait(co)
		}
	})
}
