package aio

import (
	"context"
	"errors"
	"testing"
)

func TestSmoke(t *testing.T) {
	for _, p := range []Policy{Goroutines, Serial} {
		t.Run(p.String(), func(t *testing.T) {
			err := Run(context.Background(), func(co Context) error {
				f := Go(co, func(co Context) (int, error) { return 42, nil })
				v, err := f.Await(co)
				if v != 42 || err != nil {
					t.Error(v, err)
				}
				ch := make(chan int)
				Spawn(co, func(co Context) { Send(co, ch, 7) })
				if Recv(co, ch) != 7 {
					t.Error()
				}
				var wg WaitGroup
				var m Mutex
				n := 0
				for range 100 {
					wg.Go(co, func(co Context) { m.Lock(co); n++; Yield(co); m.Unlock() })
				}
				wg.Wait(co)
				if n != 100 {
					t.Error(n)
				}
				g, gc := NewGroup(co)
				e := errors.New("x")
				g.Go(gc, func(co Context) error { return e })
				g.Go(gc, func(co Context) error { <-co.Done(); return co.Err() })
				if err := g.Wait(co); err != e {
					t.Error(err)
				}
				return nil
			}, WithPolicy(p))
			if err != nil {
				t.Error(err)
			}
			err = Run(context.Background(), func(co Context) error { var m Mutex; m.Lock(co); m.Lock(co); return nil }, WithPolicy(p))
			t.Log(err)
			if !errors.Is(err, ErrDeadlock) {
				t.Error(err)
			}
		})
	}
}
