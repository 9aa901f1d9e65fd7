package aio

import (
	"context"
	"testing"
)

// Cancellations that have ended leave nothing behind in the tree.
func TestCancelNodesAreUnlinked(t *testing.T) {
	for _, p := range []Policy{Goroutines, Serial} {
		err := Run(context.Background(), func(co Context) error {
			q := NewQueue[int](0)
			for range 100 {
				f := Go(co, func(co Context) (int, error) { return q.Get(co) })
				sub, cancel := WithCancel(co)
				g := GoValue(sub, func(co Context) error { _, err := q.Get(co); return err })
				Yield(co)
				if err := q.Put(co, 1); err != nil {
					t.Error(err)
				}
				cancel()
				_, _ = g.Await(co)
				_ = q.Put(co, 1)
				_, _ = f.Await(co)
				_, _ = q.TryGet()
			}
			root := part(co).(*ownContext).node.Load()
			if root == nil {
				t.Fatal("the root has no node; the test waits for nothing")
			}
			l := co.self().t.loop
			for others := true; others; Yield(co) { // a future is completed before its task is gone
				l.mu.Lock()
				others = l.live > 1
				l.mu.Unlock()
			}
			l.mu.Lock()
			defer l.mu.Unlock()
			if root.kids != nil || root.tasks != nil {
				t.Errorf("%v: something is left below the root", p)
			}
			return nil
		}, WithPolicy(p))
		if err != nil {
			t.Error(err)
		}
	}
}
