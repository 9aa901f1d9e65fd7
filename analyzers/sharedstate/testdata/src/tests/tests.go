// Package tests has what package testing and the functions that the runtime calls start and order.
package tests

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func parallelSiblings(t *testing.T) {
	var err error
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err = t.Context().Err() // want `err is written by several instances of one goroutine at once without a lock`
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func parallelOwn(t *testing.T) {
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := t.Context().Err()
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// What stands before Parallel is done before the test goes on.
func beforeParallel(t *testing.T) {
	n := 0
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			n++
			t.Parallel()
		})
	}
	println(n)
}

// A parallel subtest goes on when the test has ended.
func afterBody(t *testing.T) {
	n := 0
	defer func() { n = 3 }()
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		println(n)
	})
	n = 2
}

// The functions of Cleanup run when the parallel subtests have ended.
func cleanups(t *testing.T) {
	n := 0
	t.Cleanup(func() { println(n) })
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		n = 1
	})
	t.Cleanup(func() { n++ })
}

func cleanupOfHelper(t *testing.T) {
	n := 0
	helper(t, &n)
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		n = 1
	})
}

func helper(t *testing.T, n *int) {
	t.Cleanup(func() { println(*n) })
}

func group(t *testing.T) {
	n := 0
	t.Run("group", func(t *testing.T) {
		t.Run("a", func(t *testing.T) {
			t.Parallel()
			n = 1 // want `n is written by two goroutines at once without a common lock`
		})
		t.Run("b", func(t *testing.T) {
			t.Parallel()
			n = 2
		})
	})
	println(n)
}

func settled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		go func() {
			n = 1
			time.Sleep(time.Second)
		}()
		synctest.Wait()
		println(n)
	})
}

func settledForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		stop := make(chan int)
		go func() {
			n = 1
			<-stop
		}()
		synctest.Wait()
		println(n)
		close(stop)
	})
}

func notSettled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		go func() {
			n = 1 // want `n is written while another goroutine reads it, without a common lock`
		}()
		println(n)
		synctest.Wait()
	})
}

// A bubble ends when all of its goroutines have.
func bubbleEnd(t *testing.T) {
	n := 0
	synctest.Test(t, func(t *testing.T) {
		go func() { n = 1 }()
	})
	println(n)
}

func afterFunc(ctx context.Context) {
	n := 0
	context.AfterFunc(ctx, func() {
		n = 1 // want `n is written while another goroutine reads it, without a common lock`
	})
	println(n)
}

func afterFuncCanceled() {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	context.AfterFunc(ctx, func() { println(n) })
	n = 1
	cancel()
}

func afterFuncCanceledBefore() {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	context.AfterFunc(ctx, func() { println(n) })
	cancel()
	n++ // want `n is written while another goroutine reads it, without a common lock`
}

type handle struct{ n int }

func (h *handle) close() { h.n = -1 }

var open int

// A finalizer has the object for itself.
func finalizerOfOwn() *handle {
	h := &handle{}
	runtime.SetFinalizer(h, (*handle).close)
	h.n = 1
	return h
}

// It does not run before the object is returned.
func finalizerBeforeReturn() *handle {
	h := &handle{}
	runtime.SetFinalizer(h, func(*handle) { open-- })
	open++
	return h
}

func finalizerBeside() {
	h := &handle{}
	n := 0
	runtime.SetFinalizer(h, func(*handle) {
		n++ // want `n is written while another goroutine reads it, without a common lock`
	})
	h.n = 1
	println(n)
}

func finalizerKeptOff() {
	h := &handle{}
	n := 0
	runtime.SetFinalizer(h, func(*handle) { n++ })
	println(n)
	runtime.KeepAlive(h)
}

func cleanupBeside() {
	h := &handle{}
	n := 0
	runtime.AddCleanup(h, func(by int) {
		n += by // want `n is written while another goroutine reads it, without a common lock`
	}, 1)
	println(n)
}

func cleanupKeptOff() {
	h := &handle{}
	n := 0
	runtime.AddCleanup(h, func(by int) { n += by }, 1)
	println(n)
	runtime.KeepAlive(h)
}

func onceFunc() {
	n := 0
	f := sync.OnceFunc(func() {
		n++
	})
	done := make(chan int)
	go func() {
		f()
		close(done)
	}()
	println(n) // want `n is read while another goroutine writes it, without a common lock`
	f()
	<-done
	println(n)
}

func onceValue() {
	n := 0
	f := sync.OnceValue(func() int { n++; return n })
	for range 2 {
		go func() { println(f(), n) }()
	}
}
