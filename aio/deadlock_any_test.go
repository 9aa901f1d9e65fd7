package aio_test

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// anyWaits wait for one of two futures, or for the first that fails.
var anyWaits = map[string]func(co aio.Context, a, b *aio.Future[int]) error{
	"All":  func(co aio.Context, a, b *aio.Future[int]) error { _, err := aio.All(co, a, b); return err },
	"Race": func(co aio.Context, a, b *aio.Future[int]) error { _, err := aio.Race(co, a, b); return err },
	"Wait": func(co aio.Context, a, b *aio.Future[int]) error {
		_, _, err := aio.Wait(co, aio.FirstCompleted, a, b)
		return err
	},
	"AsCompleted": func(co aio.Context, a, b *aio.Future[int]) error {
		for _, err := range aio.AsCompleted(co, a, b) {
			return err
		}
		return nil
	},
}

func eachAnyWait(t *testing.T, body func(t *testing.T, p aio.Option, wait func(co aio.Context, a, b *aio.Future[int]) error)) {
	for name, wait := range anyWaits {
		t.Run(name, func(t *testing.T) {
			eachPolicy(t, func(t *testing.T, p aio.Option) { body(t, p, wait) })
		})
	}
}

// Given a task that waits for any of several, when each of them waits for that task, then it is a deadlock.
func TestEveryWayOutIsBlockedRule086(t *testing.T) {
	eachAnyWait(t, func(t *testing.T, p aio.Option, wait func(co aio.Context, a, b *aio.Future[int]) error) {
		dead := stuck(t, func(co aio.Context) error {
			var m aio.Mutex
			m.Lock(co)
			lock := func(co aio.Context) (int, error) { m.Lock(co); return 0, nil }
			return wait(co, aio.Go(co, lock), aio.Go(co, lock))
		}, p)
		want(t, "tasks that are stuck", len(dead.Tasks), 3)
	})
}

// Given a task that waits for any of several, of which one waits for that task, when somebody outside may let the other
// go on, then it is no deadlock.
func TestOneWayOutIsEnough(t *testing.T) {
	eachAnyWait(t, func(t *testing.T, p aio.Option, wait func(co aio.Context, a, b *aio.Future[int]) error) {
		err := aio.Run(ctx, func(co aio.Context) error {
			var m aio.Mutex
			m.Lock(co)
			q := aio.NewQueue[int](0)
			waiting := make(chan struct{})
			a := aio.GoValue(co, func(co aio.Context) int { m.Lock(co); return 0 })
			b := aio.Go(co, func(co aio.Context) (int, error) {
				close(waiting)
				_, err := q.Get(co)
				m.Unlock()
				return 0, err
			})
			go func() {
				<-waiting
				q.TryPut(1)
			}()
			return wait(co, a, b)
		}, p)
		wantErr(t, "Run", err, nil)
	})
}

// Given two tasks that wait for each other and for others in turn, then it is a deadlock if nothing else can happen.
func TestWaitsForAnyInEachOther(t *testing.T) {
	eachAnyWait(t, func(t *testing.T, p aio.Option, wait func(co aio.Context, a, b *aio.Future[int]) error) {
		dead := stuck(t, func(co aio.Context) error {
			fs := make([]*aio.Future[int], 3)
			begin := make(chan struct{})
			for i := range fs {
				fs[i] = aio.Go(co, func(co aio.Context) (int, error) {
					aio.Recv(co, begin)
					return 0, wait(co, fs[(i+1)%3], fs[(i+2)%3])
				})
			}
			close(begin)
			return wait(co, fs[0], fs[1])
		}, p)
		want(t, "tasks that are stuck", len(dead.Tasks), 4)
	})
}
