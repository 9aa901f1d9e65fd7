package aio_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// knot is a random program of tasks that wait for each other, and for locks, in any order. What its tasks wait for is
// known to the loop, so that a Run of it either ends or reports a deadlock.
type knot struct {
	mutexes [3]aio.Mutex
	rw      aio.RWMutex
	futures []*aio.Future[int]
	wg      aio.WaitGroup
}

// tie starts the tasks of the program with the given seed, and waits for some of them.
func (k *knot) tie(co aio.Context, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0))
	k.futures = make([]*aio.Future[int], 2+r.IntN(5))
	begin := make(chan struct{})
	for i := range k.futures {
		body := func(co aio.Context) int {
			aio.Recv(co, begin)
			k.work(co, rand.New(rand.NewPCG(seed, uint64(i)+1)))
			return i
		}
		switch r.IntN(3) {
		case 0:
			k.futures[i] = aio.GoValue(co, body)
		case 1:
			k.futures[i] = aio.Go(co, func(co aio.Context) (int, error) { return body(co), nil })
		default:
			k.futures[i] = aio.GoValue(co, func(aio.Context) int { return i })
			k.wg.Go(co, func(co aio.Context) { body(co) })
		}
	}
	close(begin)
	switch r.IntN(3) {
	case 0:
		k.wg.Wait(co)
	case 1:
		k.any(r).Value(co)
	}
}

func (k *knot) any(r *rand.Rand) *aio.Future[int] { return k.futures[r.IntN(len(k.futures))] }

// work does a few things that may get stuck.
func (k *knot) work(co aio.Context, r *rand.Rand) {
	for range 3 {
		switch r.IntN(10) {
		case 0, 1, 2:
			hold(co, r, &k.mutexes[r.IntN(3)], func() {
				m := &k.mutexes[r.IntN(3)]
				m.Lock(co)
				m.Unlock()
			})
		case 3:
			hold(co, r, &k.rw, func() {})
		case 4:
			k.any(r).Value(co)
		case 5:
			_, _ = k.any(r).Join(co)
		case 6:
			k.wg.Wait(co)
		case 7:
			_, _, _ = aio.Wait(co, aio.WaitMode(r.IntN(3)), k.futures...)
		case 8:
			var wg aio.WaitGroup
			f := k.any(r)
			wg.Go(co, func(co aio.Context) { f.Value(co) })
			wg.Wait(co)
		case 9:
			aio.Sleep(co, time.Duration(r.IntN(30))*time.Microsecond)
		}
	}
}

// hold does something under a lock, and sometimes forgets to unlock it.
func hold(co aio.Context, r *rand.Rand, l aio.Locker, fn func()) {
	l.Lock(co)
	aio.Yield(co)
	if r.IntN(2) == 0 {
		fn()
	}
	if r.IntN(8) != 0 {
		l.Unlock()
	}
}

// Given random programs whose tasks wait for each other in any order, then each Run ends: with a deadlock, or without an
// error.
func TestModelKnotsEndOrAreReported(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		reported := 0
		for seed := range uint64(500) {
			err := aio.Run(context.Background(), func(co aio.Context) error {
				new(knot).tie(co, seed)
				return nil
			}, p)
			switch {
			case errors.Is(err, aio.ErrDeadlock):
				reported++
			case err != nil:
				t.Errorf("seed %d: %v", seed, err)
			}
		}
		want(t, "some get stuck, and some do not", reported > 50 && reported < 450, true)
	})
}
