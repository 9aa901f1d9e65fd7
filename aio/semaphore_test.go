package aio_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// acquiring returns a task body that takes n permits and notes its name when it has them.
func acquiring(s *aio.Semaphore, n int, name string, got *[]string) func(aio.Context) (int, error) {
	return func(co aio.Context) (int, error) {
		err := s.Acquire(co, n)
		if err == nil {
			*got = append(*got, name)
		}
		return n, err
	}
}

func wantList[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// wantPanic runs fn, which must panic with a message that contains part.
func wantPanic(t *testing.T, part string, fn func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if r := recover(); r == nil || !strings.Contains(fmt.Sprint(r), part) {
			t.Errorf("panic with %v, want one that says %q", r, part)
		}
	}()
	fn()
}

func TestSemaphoreCancelledInTheSameTurnRule057(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		for _, cancelFirst := range []bool{true, false} {
			s := aio.NewSemaphore(1)
			var got []string
			wantErr(t, "Acquire", s.Acquire(co, 1), nil)
			b := aio.Go(co, acquiring(s, 1, "b", &got))
			c := aio.Go(co, acquiring(s, 1, "c", &got))
			aio.Yield(co)
			if cancelFirst {
				b.Cancel(errBoom)
				s.Release(1)
			} else {
				s.Release(1)
				b.Cancel(errBoom)
			}
			_, err := b.Await(co)
			wantErr(t, "b", err, errBoom)
			_, err = c.Await(co)
			wantErr(t, "c", err, nil)
			wantList(t, "who got the permit", got, []string{"c"})
			want(t, "permits that are free", s.Available(), 0)
		}
	})
}

func TestSemaphoreNobodyOvertakesRule058(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(2)
		var got []string
		wantErr(t, "Acquire", s.Acquire(co, 2), nil)
		a := aio.Go(co, acquiring(s, 1, "a", &got))
		b := aio.Go(co, acquiring(s, 1, "b", &got))
		aio.Yield(co)
		s.Release(1)
		want(t, "TryAcquire of what a waiter was given", s.TryAcquire(1), false)
		s.Release(1)
		want(t, "TryAcquire of what a waiter was given", s.TryAcquire(1), false)
		_, _ = a.Await(co)
		_, _ = b.Await(co)
		wantList(t, "order", got, []string{"a", "b"})
	})
}

// The same where tasks run in parallel: who stands in line has the next permit for sure.
func TestSemaphoreReacquiredRule058(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 50 {
			s := aio.NewSemaphore(1)
			wantErr(t, "Acquire", s.Acquire(co, 1), nil)
			first := false
			waiter := aio.Go(co, func(co aio.Context) (int, error) {
				err := s.Acquire(co, 1)
				first = true
				s.Release(1)
				return 0, err
			})
			for s.TryAcquire(0) { // until it stands in line
				aio.Yield(co)
			}
			s.Release(1)
			wantErr(t, "Acquire at once again", s.Acquire(co, 1), nil)
			want(t, "the waiter was first", first, true)
			_, err := waiter.Await(co)
			wantErr(t, "waiter", err, nil)
		}
	})
}

func TestSemaphoreHandedOverThenCancelledRule059(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(3)
		var got []string
		wantErr(t, "Acquire", s.Acquire(co, 3), nil)
		first := aio.Go(co, acquiring(s, 2, "first", &got))
		second := aio.Go(co, acquiring(s, 1, "second", &got))
		heir := aio.Go(co, acquiring(s, 3, "heir", &got))
		aio.Yield(co)
		s.Release(3)
		first.Cancel(errBoom) // both were chosen, neither has run
		second.Cancel(errBoom)
		_, err := heir.Await(co)
		wantErr(t, "heir", err, nil)
		_, err = first.Await(co)
		wantErr(t, "first", err, errBoom)
		_, err = second.Await(co)
		wantErr(t, "second", err, errBoom)
		wantList(t, "who got permits", got, []string{"heir"})
	})
}

// Given a big request in front, when permits for a small one behind it are free, then the small one waits its turn.
func TestSemaphoreBigRequestIsNotOvertakenRule201(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(3)
		var got []string
		wantErr(t, "Acquire", s.Acquire(co, 3), nil)
		big := aio.Go(co, acquiring(s, 3, "big", &got))
		small := aio.Go(co, acquiring(s, 1, "small", &got))
		aio.Yield(co)
		s.Release(1)
		s.Release(1)
		aio.Yield(co)
		want(t, "permits that are free", s.Available(), 2)
		want(t, "TryAcquire past the line", s.TryAcquire(1), false)
		want(t, "TryAcquire of nothing past the line", s.TryAcquire(0), false)
		wantList(t, "who got permits", got, nil)
		s.Release(1)
		_, _ = big.Await(co)
		s.Release(3)
		_, _ = small.Await(co)
		wantList(t, "order", got, []string{"big", "small"})
	})
}

// Given free permits that only a big request in front does not suffice for, when it is cancelled, then those behind it
// go on at once.
func TestSemaphoreCancelledHeadLetsOthersInRule202(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(3)
		wantErr(t, "Acquire", s.Acquire(co, 1), nil)
		big := aio.Go(co, func(co aio.Context) (int, error) { return 0, s.Acquire(co, 3) })
		for s.TryAcquire(0) { // until it stands in line
			aio.Yield(co)
		}
		var small []*aio.Future[int]
		for range 2 {
			small = append(small, aio.Go(co, func(co aio.Context) (int, error) { return 0, s.Acquire(co, 1) }))
		}
		aio.Yield(co)
		big.Cancel(errBoom)
		_, err := aio.All(co, small...)
		wantErr(t, "those behind", err, nil)
		_, err = big.Await(co)
		wantErr(t, "cancelled", err, errBoom)
		want(t, "permits that are free", s.Available(), 0)
	})
}

// Given a request for more permits than there are in all, then it fails at once and holds nobody up.
func TestSemaphoreOversizedRule203(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(2)
		wantErr(t, "Acquire", s.Acquire(co, 3), aio.ErrOversized)
		want(t, "TryAcquire", s.TryAcquire(3), false)
		wantErr(t, "Acquire", s.Acquire(co, 2), nil)
		var zero aio.Semaphore
		wantErr(t, "Acquire of the zero value", zero.Acquire(co, 1), aio.ErrOversized)
		wantErr(t, "Acquire of nothing", zero.Acquire(co, 0), nil)
	})
}

// Given permits that nobody took, when they are released, then it panics: the bound does not grow by mistake.
func TestSemaphoreMisuseRule204(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(2)
		wantErr(t, "Acquire", s.Acquire(co, 1), nil)
		wantPanic(t, "Release of 2 permits of a Semaphore, of which 1 are taken", func() { s.Release(2) })
		wantPanic(t, "negative", func() { s.Release(-1) })
		wantPanic(t, "negative", func() { s.TryAcquire(-1) })
		wantPanic(t, "negative", func() { _ = s.Acquire(co, -1) })
		wantPanic(t, "negative", func() { aio.NewSemaphore(-1) })
		s.Release(1) // not locked up by the panics
		want(t, "permits that are free", s.Available(), 2)
	})
}

// Given a cancelled Context, then Acquire fails even if permits are free, and takes none.
func TestSemaphoreCancellationWinsRule205(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(1)
		wantErr(t, "Acquire", s.Acquire(cancelled(co, errBoom), 1), errBoom)
		want(t, "permits that are free", s.Available(), 1)
	})
}

// Given waiters that are cancelled in the turn of a release, many times, then the semaphore still works.
func TestSemaphoreSurvivesCancelledWaitersRule206(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(1)
		var g aio.WaitGroup
		for range 50 {
			g.Go(co, func(co aio.Context) {
				for i := range 20 {
					f := aio.Go(co, func(co aio.Context) (int, error) {
						if err := s.Acquire(co, 1); err != nil {
							return 0, err
						}
						aio.Yield(co)
						s.Release(1)
						return 1, nil
					})
					aio.Yield(co)
					if i%3 != 0 {
						f.Cancel(errBoom)
					}
					if _, err := f.Await(co); err != nil && !errors.Is(err, errBoom) {
						t.Errorf("Acquire: %v", err)
					}
				}
			})
		}
		g.Wait(co)
		want(t, "permits that are free", s.Available(), 1)
		want(t, "TryAcquire at the end", s.TryAcquire(1), true)
	})
}

func TestSemaphoreBounds(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		const size = 5
		s := aio.NewSemaphore(size)
		var m aio.Mutex
		inside, most := 0, 0
		add := func(co aio.Context, n int) {
			m.Lock(co)
			inside += n
			most = max(most, inside)
			m.Unlock()
		}
		var g aio.WaitGroup
		for i := range 40 {
			g.Go(co, func(co aio.Context) {
				n := i%size + 1
				wantErr(t, "Acquire", s.Acquire(co, n), nil)
				add(co, n)
				aio.Yield(co)
				add(co, -n)
				s.Release(n)
			})
		}
		g.Wait(co)
		if most > size {
			t.Errorf("%d permits at once, want at most %d", most, size)
		}
		want(t, "permits that are free", s.Available(), size)
	})
}

// A semaphore that a plain goroutine will release is no deadlock; one that only tasks could release is.
func TestSemaphoreDeadlockRule086(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aio.NewSemaphore(1)
		wantErr(t, "Acquire", s.Acquire(co, 1), nil)
		go s.Release(1)
		wantErr(t, "Acquire", s.Acquire(co, 1), nil)
	})
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			s := aio.NewSemaphore(1)
			_ = s.Acquire(co, 1)
			return s.Acquire(co, 1)
		}, p, aio.Sealed())
		want(t, "message names the wait", strings.Contains(dead.Error(), "permits of a Semaphore"), true)
	})
}

// A semaphore bounds how many tasks do something at once.
func ExampleSemaphore() {
	_ = aio.Run(ctx, func(co aio.Context) error {
		memory := aio.NewSemaphore(100)
		var g aio.Group
		for _, size := range []int{60, 30, 50} {
			g.Go(co, func(co aio.Context) error {
				if err := memory.Acquire(co, size); err != nil {
					return err
				}
				defer memory.Release(size)
				aio.Yield(co) // the work
				return nil
			})
		}
		err := g.Wait(co)
		fmt.Println(memory.Available(), err)
		return err
	})
	// Output: 100 <nil>
}
