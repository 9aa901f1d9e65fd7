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

func TestCondWithEachLock(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex
		var rw aio.RWMutex
		for _, c := range []struct{ reader, writer aio.Locker }{{&m, &m}, {&rw, &rw}, {rw.RLocker(), &rw}} {
			cond := aio.NewCond(c.reader)
			ready := 0
			var wg aio.WaitGroup
			for range 5 {
				wg.Go(co, func(co aio.Context) {
					c.reader.Lock(co)
					for ready < 5 {
						cond.Wait(co)
					}
					c.reader.Unlock()
				})
			}
			for range 5 {
				aio.Yield(co)
				c.writer.Lock(co)
				ready++
				c.writer.Unlock()
				cond.Signal()
			}
			cond.Broadcast()
			wg.Wait(co)
		}
	})
}
