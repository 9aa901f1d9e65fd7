package aio_test

import (
	"context"
	"runtime/pprof"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// The labels of a task's context may be read by any goroutine while the task changes its name.
func TestLabelsAreReadByOthers(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		aio.SetName(co, "even")
		var wg sync.WaitGroup
		for range 4 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range 100 {
					if name, ok := pprof.Label(co, "aio_task"); !ok || name != "even" && name != "odd" {
						t.Errorf("label is %q, %v", name, ok)
						return
					}
				}
			}()
		}
		for i := range 100 {
			aio.SetName(co, []string{"even", "odd"}[i%2])
		}
		aio.Call(co, wg.Wait)
	})
}

// A context of another task tells the name of that task, and a plain one none.
func TestLabelOfAContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		aio.SetName(co, "parent")
		label := func(ctx context.Context) string { s, _ := pprof.Label(ctx, "aio_task"); return s }
		derived, cancel := context.WithCancel(co)
		defer cancel()
		want(t, "label of a derived context", label(derived), "parent")
		want(t, "label of a plain context", label(context.Background()), "")
		aio.GoValue(aio.With(co, derived), func(child aio.Context) int {
			want(t, "label of a child", label(child), "")
			aio.SetName(child, "child")
			want(t, "label of a named child", label(child), "child")
			want(t, "label of the parent", label(co), "parent")
			return 0
		}).Value(co)
	})
}
