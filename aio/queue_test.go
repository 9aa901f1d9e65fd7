package aio_test

import (
	"slices"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestChosenGetterCancelledRule065(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](0)
		first, second := aio.Go(co, q.Get), aio.Go(co, q.Get)
		aio.Yield(co)
		_ = q.Put(co, 1)
		first.Cancel(errBoom)
		v, err := second.Await(co)
		want(t, "item of the next getter", v, 1)
		wantErr(t, "next getter", err, nil)
		_, err = first.Await(co)
		wantErr(t, "cancelled getter", err, errBoom)

		last := aio.Go(co, q.Get)
		aio.Yield(co)
		_ = q.Put(co, 2)
		_ = q.Put(co, 3)
		last.Cancel(errBoom)
		_, _ = last.Await(co)
		v, _ = q.Get(co)
		want(t, "item that stayed first", v, 2)
	})
}

func TestItemIsOwnedByTheWaiterRule067(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](0)
		getter := aio.Go(co, q.Get)
		aio.Yield(co)
		want(t, "TryPut", q.TryPut(5), true)
		_, ok := q.TryGet()
		want(t, "TryGet of an item that is owned", ok, false)
		v, _ := getter.Await(co)
		want(t, "item", v, 5)
	})
}

func TestShutdownRule068(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](2)
		_, _ = q.Put(co, 1), q.Put(co, 2)
		putter := aio.Go(co, func(co aio.Context) (int, error) { return 0, q.Put(co, 3) })
		aio.Yield(co)
		q.Close()
		_, err := putter.Await(co)
		wantErr(t, "blocked putter", err, aio.ErrClosed)
		wantErr(t, "new putter", q.Put(co, 4), aio.ErrClosed)
		want(t, "TryPut", q.TryPut(4), false)
		for i := 1; i <= 2; i++ {
			v, err := q.Get(co)
			want(t, "drained item", v, i)
			wantErr(t, "drain", err, nil)
		}
		_, err = q.Get(co)
		wantErr(t, "Get after the drain", err, aio.ErrClosed)
	})
	serially(t, func(t *testing.T, co aio.Context) {
		q, empty := aio.NewQueue[int](0), aio.NewQueue[int](0)
		_ = q.Put(co, 1)
		join := aio.Go(co, func(co aio.Context) (int, error) { return 0, q.Join(co) })
		getter := aio.Go(co, empty.Get)
		aio.Yield(co)
		q.Shutdown(true)
		empty.Shutdown(true)
		_, err := join.Await(co)
		wantErr(t, "Join", err, nil)
		_, err = getter.Await(co)
		wantErr(t, "blocked getter", err, aio.ErrClosed)
		_, err = q.Get(co)
		wantErr(t, "Get of a dropped item", err, aio.ErrClosed)
	})
}

func TestQueueIsBoundedAndFair(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](2)
		var wg aio.WaitGroup
		for i := range 6 {
			wg.Go(co, func(co aio.Context) {
				_ = q.Put(co, i)
				if q.Len() > 2 {
					t.Errorf("%d items in a queue for 2", q.Len())
				}
			})
		}
		aio.Yield(co)
		want(t, "TryPut while putters wait", q.TryPut(99), false)
		var got []int
		for range 6 {
			v, _ := q.Get(co)
			got = append(got, v)
		}
		wg.Wait(co)
		if !slices.Equal(got, []int{0, 1, 2, 3, 4, 5}) {
			t.Errorf("items are %v, want 0 to 5 in order", got)
		}
	})
}

func TestQueueJoin(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](3)
		sum := 0
		worker := aio.Go(co, func(co aio.Context) (int, error) {
			for {
				v, err := q.Get(co)
				if err != nil {
					return 0, err
				}
				aio.Yield(co)
				sum += v
				q.TaskDone()
			}
		})
		for i := range 10 {
			wantErr(t, "Put", q.Put(co, i), nil)
		}
		wantErr(t, "Join", q.Join(co), nil)
		want(t, "sum", sum, 45)
		q.Close()
		_, err := worker.Await(co)
		wantErr(t, "worker", err, aio.ErrClosed)
	})
}

func TestQueueCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](1)
		_ = q.Put(co, 1)
		dead := cancelled(co, errBoom)
		_, err := q.Get(dead)
		wantErr(t, "Get", err, errBoom)
		wantErr(t, "Put", q.Put(dead, 2), errBoom)
		wantErr(t, "Join", q.Join(dead), errBoom)
		blocked := aio.Go(co, func(co aio.Context) (int, error) { return 0, q.Put(co, 2) })
		aio.Yield(co)
		blocked.Cancel(errBoom)
		_, err = blocked.Await(co)
		wantErr(t, "blocked Put", err, errBoom)
		v, _ := q.Get(co)
		want(t, "item", v, 1)
		_, ok := q.TryGet()
		want(t, "item of the cancelled putter is there", ok, false)
	})
}
