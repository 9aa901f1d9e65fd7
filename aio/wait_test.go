package aio_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

var modes = []aio.WaitMode{aio.AllCompleted, aio.FirstCompleted, aio.FirstError}

func returning(v int, err error) func(aio.Context) (int, error) {
	return func(aio.Context) (int, error) { return v, err }
}

func isDone(f aio.AnyFuture) bool {
	select {
	case <-f.Done():
		return true
	default:
		return false
	}
}

func TestWaitCancelsNothingRule046(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for _, mode := range modes {
			quick := aio.Go(co, returning(1, nil))
			slow := aio.Go(co, untilCancelled)
			begun := make(chan struct{})
			waiter := aio.Go(co, func(co aio.Context) ([]*aio.Future[int], error) {
				close(begun)
				if mode == aio.FirstCompleted {
					done, pending, err := aio.Wait(co, mode, slow)
					want(t, "completed", len(done), 0)
					return pending, err
				}
				done, pending, err := aio.Wait(co, mode, slow, quick)
				wantList(t, "completed", done, []*aio.Future[int]{quick})
				return pending, err
			})
			_, _ = quick.Await(co)
			aio.Recv(co, begun)
			waiter.Cancel(errBoom)
			pending, err := waiter.Await(co)
			wantErr(t, "Wait", err, errBoom)
			wantList(t, "pending", pending, []*aio.Future[int]{slow})
			want(t, "the future was ended", isDone(slow), false)
			slow.Cancel(nil)
			_, _ = slow.Await(co)
		}
	})
}

func TestWaitModesRule046(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		a, ra := aio.NewFuture[int]()
		b, rb := aio.NewFuture[int]()
		c, rc := aio.NewFuture[int]()
		type result struct{ done, pending []*aio.Future[int] }
		waiting := func(mode aio.WaitMode) *aio.Future[result] {
			return aio.Go(co, func(co aio.Context) (result, error) {
				done, pending, err := aio.Wait(co, mode, a, b, c)
				return result{done, pending}, err
			})
		}
		wantResult := func(f *aio.Future[result], done, pending []*aio.Future[int]) {
			t.Helper()
			r, err := f.Await(co)
			wantErr(t, "Wait", err, nil)
			wantList(t, "completed", r.done, done)
			wantList(t, "pending", r.pending, pending)
		}
		first, failed, all := waiting(aio.FirstCompleted), waiting(aio.FirstError), waiting(aio.AllCompleted)
		aio.Yield(co)
		_ = rb.Resolve(1)
		wantResult(first, []*aio.Future[int]{b}, []*aio.Future[int]{a, c})
		_ = rc.Reject(errBoom)
		wantResult(failed, []*aio.Future[int]{b, c}, []*aio.Future[int]{a})
		want(t, "waiting for all ended", isDone(all), false)
		_ = ra.Resolve(2)
		wantResult(all, []*aio.Future[int]{a, b, c}, nil)
		for _, mode := range modes { // and again, at once
			done, _, err := aio.Wait(cancelled(co, errBoom), mode, a, b, c)
			wantErr(t, "Wait for completed futures on a cancelled Context", err, nil)
			want(t, "completed", len(done), 3)
			_, _, err = aio.Wait[aio.AnyFuture](co, mode)
			wantErr(t, "Wait for nothing", err, nil)
		}
	})
}

// Given a task that ends because it was cancelled, whatever the cause, then it has not failed for FirstError; given one
// that fails otherwise, it has.
func TestWaitFirstErrorAndCancellationRule213(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for _, cause := range []error{nil, errBoom} {
			a, b := aio.Go(co, untilCancelled), aio.Go(co, untilCancelled)
			a.Cancel(cause)
			_, _ = a.Await(co)
			f, r := aio.NewFuture[int]()
			w := aio.Go(co, func(co aio.Context) (int, error) {
				done, _, err := aio.Wait(co, aio.FirstError, a, b, f)
				return len(done), err
			})
			aio.Yield(co)
			b.Cancel(cause)
			_, _ = b.Await(co)
			aio.Yield(co)
			never, _ := aio.NewFuture[int]()
			never.Cancel(nil)
			done, pending, err := aio.Wait(cancelled(co, errBoom), aio.FirstError, never, f)
			wantErr(t, "Wait for a cancelled future of NewFuture", err, errBoom)
			want(t, "completed and pending", len(done)*10+len(pending), 11)
			want(t, "Wait ended", isDone(w), false)
			_ = r.Resolve(1)
			n, err := w.Await(co)
			want(t, "completed", n, 3)
			wantErr(t, "Wait", err, nil)
		}
		bad, slow := aio.Go(co, returning(0, errBoom)), aio.Go(co, untilCancelled)
		done, _, err := aio.Wait(co, aio.FirstError, slow, bad)
		wantErr(t, "Wait", err, nil)
		wantList(t, "completed", done, []*aio.Future[int]{bad})
		_, _ = bad.Await(co)
		slow.Cancel(nil)
	})
}

// Given futures of different types and one future twice, then Wait takes them all.
func TestWaitForDifferentTypesRule214(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		n := aio.Go(co, returning(1, nil))
		s := aio.GoValue(co, func(aio.Context) string { return "s" })
		done, pending, err := aio.Wait[aio.AnyFuture](co, aio.AllCompleted, n, s, n)
		wantErr(t, "Wait", err, nil)
		wantList(t, "completed", done, []aio.AnyFuture{n, s, n})
		want(t, "pending", len(pending), 0)
	})
}

// Given a failed future that Wait has only waited for, then its error is still unseen, and Run returns it.
func TestWaitDoesNotSeeErrorsRule215(t *testing.T) {
	for _, p := range policies {
		err := aio.Run(ctx, func(co aio.Context) error {
			f := aio.Go(co, returning(0, errBoom))
			_, _, err := aio.Wait(co, aio.FirstError, f)
			for range aio.AsCompleted(co, f) {
			}
			return err
		}, aio.WithPolicy(p))
		wantErr(t, "Run", err, errBoom)
	}
}

// Given a future that is never completed, when many waits have included it and ended, then it keeps none of the futures
// that were waited for beside it in memory.
func TestWaitLeavesNothingBehindRule216(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		type page [1 << 10]byte
		never, _ := aio.NewFuture[*page]()
		var freed atomic.Int64
		const rounds = 100
		for i := range rounds {
			f := aio.Go(co, func(co aio.Context) (*page, error) {
				p := &page{}
				runtime.SetFinalizer(p, func(*page) { freed.Add(1) })
				aio.Yield(co)
				return p, nil
			})
			switch i % 3 {
			case 0:
				_, _, _ = aio.Wait(co, aio.FirstCompleted, never, f)
			case 1:
				for range aio.AsCompleted(co, f, never) {
					break
				}
			case 2:
				timed, cancel := aio.WithCancel(co)
				cancel()
				_, _, _ = aio.Wait(timed, aio.AllCompleted, never, f)
				_, _ = f.Await(co)
			}
		}
		for tries := 0; freed.Load() < rounds*9/10 && tries < 1000; tries++ {
			runtime.GC()
			runtime.Gosched()
		}
		if n := freed.Load(); n < rounds*9/10 {
			t.Errorf("%d of %d results were freed", n, rounds)
		}
		runtime.KeepAlive(never)
	})
}

func TestWaitUnknownMode(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		wantPanic(t, "WaitMode(7)", func() { _, _, _ = aio.Wait[aio.AnyFuture](co, aio.WaitMode(7)) })
		want(t, "name", aio.FirstError.String(), "FirstError")
	})
}

func TestAsCompletedYieldsInOrderOfCompletion(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		const n = 20
		fs := make([]*aio.Future[int], n)
		rs := make([]*aio.Resolver[int], n)
		for i := range fs {
			fs[i], rs[i] = aio.NewFuture[int]()
		}
		_, _ = rs[7].Resolve(7), rs[3].Resolve(3)
		order := []int{3, 7} // these were completed before, so that they come in the order of the arguments
		watched := make(chan struct{})
		aio.Spawn(co, func(co aio.Context) {
			aio.Recv(co, watched)
			for i := range n {
				if i := i * 11 % n; i != 3 && i != 7 {
					_ = rs[i].Resolve(i)
					if i%4 == 0 {
						aio.Yield(co)
					}
				}
			}
		})
		for i := range n {
			if i := i * 11 % n; i != 3 && i != 7 {
				order = append(order, i)
			}
		}
		var got []int
		for f, err := range aio.AsCompleted(co, fs...) {
			wantErr(t, "AsCompleted", err, nil)
			v, err := f.Await(co)
			wantErr(t, "Await", err, nil)
			if got = append(got, v); len(got) == 1 {
				close(watched)
			}
		}
		wantList(t, "order", got, order)
	})
}

// Given a loop over AsCompleted that is left early, then the futures that are left run on and can be waited for again.
func TestAsCompletedLeftEarlyRule216(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		release := make(chan struct{})
		slow := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 2, nil })
		quick := aio.Go(co, returning(1, nil))
		seq := aio.AsCompleted(co, slow, quick)
		for f, err := range seq {
			wantErr(t, "AsCompleted", err, nil)
			want(t, "first", f, quick)
			break
		}
		close(release)
		var again []*aio.Future[int]
		for f := range seq {
			again = append(again, f)
		}
		want(t, "futures of the second loop", len(again), 2)
		for range aio.AsCompleted[aio.AnyFuture](co) {
			t.Error("a future of none")
		}
	})
}

// Given a cancelled Context, then AsCompleted yields what is ready and then the cause, and cancels nothing.
func TestAsCompletedCancelledRule217(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		slow, quick := aio.Go(co, untilCancelled), aio.Go(co, returning(1, nil))
		_, _ = quick.Await(co)
		var got []*aio.Future[int]
		var errs []error
		for f, err := range aio.AsCompleted(cancelled(co, errBoom), slow, quick) {
			got, errs = append(got, f), append(errs, err)
		}
		wantList(t, "futures", got, []*aio.Future[int]{quick, nil})
		wantList(t, "errors", errs, []error{nil, errBoom})
		want(t, "the future was ended", isDone(slow), false)
		slow.Cancel(nil)
	})
}

// Given many tasks that wait for the same futures in different ways, then none misses a completion.
func TestManyWatchers(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		const n = 60
		fs := make([]*aio.Future[int], n)
		rs := make([]*aio.Resolver[int], n)
		for i := range fs {
			fs[i], rs[i] = aio.NewFuture[int]()
		}
		var g aio.Group
		for i := range 30 {
			g.Go(co, func(co aio.Context) error {
				switch i % 4 {
				case 0:
					got, err := aio.All(co, fs...)
					want(t, "values", len(got), n)
					return err
				case 1:
					done, _, err := aio.Wait(co, aio.FirstCompleted, fs[i:]...)
					if len(done) == 0 {
						t.Error("FirstCompleted returned none")
					}
					return err
				case 2:
					k := 0
					for f, err := range aio.AsCompleted(co, fs...) {
						if err != nil || !isDone(f) {
							t.Errorf("yielded a future that is not completed, error %v", err)
						}
						if k++; k == i {
							break
						}
					}
					return nil
				}
				got, err := aio.AllSettled(co, fs...)
				want(t, "outcomes", len(got), n)
				return err
			})
		}
		for i := range rs {
			if i%5 == 0 {
				aio.Yield(co)
			}
			_ = rs[i].Resolve(i)
		}
		wantErr(t, "Wait", g.Wait(co), nil)
	})
}

// Tasks that wait for each other through Wait, All and AllSettled are stuck.
func TestWaitInARingRule086(t *testing.T) {
	ways := map[string]func(co aio.Context, f *aio.Future[int]) error{
		"AllCompleted": func(co aio.Context, f *aio.Future[int]) error {
			_, _, err := aio.Wait(co, aio.AllCompleted, f, f)
			return err
		},
		"FirstCompleted": func(co aio.Context, f *aio.Future[int]) error {
			_, _, err := aio.Wait(co, aio.FirstCompleted, f)
			return err
		},
		"All":        func(co aio.Context, f *aio.Future[int]) error { _, err := aio.All(co, f); return err },
		"AllSettled": func(co aio.Context, f *aio.Future[int]) error { _, err := aio.AllSettled(co, f); return err },
		"Race":       func(co aio.Context, f *aio.Future[int]) error { _, err := aio.Race(co, f); return err },
		"AsCompleted": func(co aio.Context, f *aio.Future[int]) error {
			for _, err := range aio.AsCompleted(co, f) {
				return err
			}
			return nil
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			eachPolicy(t, func(t *testing.T, p aio.Option) {
				dead := stuck(t, func(co aio.Context) error {
					begin := make(chan struct{})
					var a *aio.Future[int]
					a = aio.Go(co, func(co aio.Context) (int, error) {
						aio.Recv(co, begin)
						return 0, way(co, a)
					})
					close(begin)
					return way(co, a)
				}, p)
				want(t, "tasks in the ring", len(dead.Cycle), 1)
			})
		})
	}
}

func TestAllSettledRule044(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		release := make(chan struct{})
		a := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 1, nil })
		b := aio.Go(co, func(co aio.Context) (int, error) { defer close(release); return 2, errBoom })
		c := aio.Go(co, untilCancelled)
		c.Cancel(aio.ErrCanceled)
		d := aio.GoValue(co, func(aio.Context) int { return 4 })
		got, err := aio.AllSettled(co, a, b, c, d, a)
		wantErr(t, "AllSettled", err, nil)
		wantList(t, "outcomes", got, []aio.Outcome[int]{{1, nil}, {2, errBoom}, {0, aio.ErrCanceled}, {4, nil}, {1, nil}})
		got, err = aio.AllSettled[int](co)
		want(t, "outcomes of nothing", len(got), 0)
		wantErr(t, "AllSettled of nothing", err, nil)
	})
}

// Given AllSettled whose caller is cancelled, then its futures are cancelled and waited for, and it returns what became of
// them and the cause.
func TestAllSettledCancelledRule218(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		quick := aio.Go(co, returning(1, nil))
		cleanup := errors.New("clean-up failed")
		slow := aio.Go(co, func(co aio.Context) (int, error) { _, _ = untilCancelled(co); return 0, cleanup })
		release := make(chan struct{})
		plain := aio.GoValue(co, func(co aio.Context) int { aio.Recv(co, release); return 3 })
		_, _ = quick.Await(co)
		aio.Yield(co)
		begun := aio.Go(co, func(co aio.Context) (int, error) { return 0, nil })
		_, _ = begun.Await(co)
		got, err := aio.AllSettled(cancelled(co, errBoom), quick, slow, plain)
		wantErr(t, "AllSettled", err, errBoom)
		want(t, "first", got[0], aio.Outcome[int]{Value: 1})
		if slow := got[1].Err; !errors.Is(slow, cleanup) && !errors.Is(slow, errBoom) {
			t.Errorf("second: %v, want the clean-up or the cancellation", slow)
		}
		want(t, "task that cannot be cancelled", got[2], aio.Outcome[int]{Err: errBoom})
		close(release)
	})
}

// Given All that has returned an error, when the futures that were left fail later, then Run does not report them.
func TestAllMarksLaterErrorsAsSeenRule042(t *testing.T) {
	for _, p := range policies {
		err := aio.Run(ctx, func(co aio.Context) error {
			release := make(chan struct{})
			late := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 0, errors.New("late") })
			_, err := aio.All(co, late, aio.Go(co, returning(0, errBoom)))
			wantErr(t, "All", err, errBoom)
			want(t, "the sibling was stopped", isDone(late), false)
			close(release)
			for range aio.AsCompleted(co, late) {
			}
			return nil
		}, aio.WithPolicy(p))
		wantErr(t, "Run", err, nil)
	}
}

// Given several failed futures, then All returns the error of the one that failed first, and of those that had failed
// before, the first argument.
func TestAllReturnsTheFirstErrorRule219(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		a, ra := aio.NewFuture[int]()
		b, rb := aio.NewFuture[int]()
		first, second := errors.New("first"), errors.New("second")
		f := aio.Go(co, func(co aio.Context) ([]int, error) { return aio.All(co, a, b) })
		aio.Yield(co)
		_, _ = rb.Reject(first), ra.Reject(second)
		if _, err := f.Await(co); err != first && err != second {
			t.Errorf("All: %v, want one of the errors", err)
		}
		_, err := aio.All(co, a, b)
		want(t, "All of failed futures", err, second)
	})
	serially(t, func(t *testing.T, co aio.Context) {
		a, ra := aio.NewFuture[int]()
		b, rb := aio.NewFuture[int]()
		f := aio.Go(co, func(co aio.Context) ([]int, error) { return aio.All(co, a, b) })
		aio.Yield(co)
		_, _ = rb.Reject(errBoom), ra.Reject(errors.New("second"))
		_, err := f.Await(co)
		want(t, "All", err, errBoom)
	})
}

// Given a Race that an error wins, then Race returns that error: it is a race to be completed, not to succeed.
func TestRaceIsWonByAnErrorRule220(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		slow := aio.Go(co, untilCancelled)
		_, err := aio.Race(co, slow, aio.Go(co, returning(0, errBoom)))
		wantErr(t, "Race", err, errBoom)
		want(t, "the loser has ended", isDone(slow), true)
		a := aio.Go(co, untilCancelled)
		_, err = aio.Race(cancelled(co, errBoom), a)
		wantErr(t, "Race on a cancelled Context", err, errBoom)
		_, err = aio.Race[int](cancelled(co, errBoom))
		wantErr(t, "Race of nothing", err, errBoom)
	})
}

// Wait with a deadline looks how far things have come.
func ExampleWait() {
	_ = aio.Run(ctx, func(co aio.Context) error {
		quick := aio.GoValue(co, func(aio.Context) string { return "quick" })
		slow := aio.Go(co, untilCancelled)
		timed, cancel := aio.WithTimeout(co, time.Millisecond)
		defer cancel()
		done, pending, err := aio.Wait[aio.AnyFuture](timed, aio.AllCompleted, slow, quick)
		fmt.Println(len(done), len(pending), err)
		return nil
	})
	// Output: 1 1 context deadline exceeded
}

// AsCompleted uses each result as soon as it is there.
func ExampleAsCompleted() {
	_ = aio.Run(ctx, func(co aio.Context) error {
		var futures []*aio.Future[int]
		for i := range 3 {
			futures = append(futures, aio.Go(co, func(co aio.Context) (int, error) { return i * i, nil }))
		}
		sum := 0
		for f, err := range aio.AsCompleted(co, futures...) {
			if err != nil {
				return err
			}
			v, err := f.Await(co)
			if err != nil {
				return err
			}
			sum += v
		}
		fmt.Println(sum)
		return nil
	})
	// Output: 5
}

// AllSettled wants to know of each future how it ended.
func ExampleAllSettled() {
	_ = aio.Run(ctx, func(co aio.Context) error {
		good := aio.Go(co, returning(1, nil))
		bad := aio.Go(co, returning(0, errors.New("disk full")))
		outcomes, err := aio.AllSettled(co, good, bad)
		for _, o := range outcomes {
			fmt.Println(o.Value, o.Err)
		}
		return err
	})
	// Output:
	// 1 <nil>
	// 0 disk full
}

// Tasks that wait for the same future go on in the order in which they came.
func TestWatchersGoOnInOrder(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		f, r := aio.NewFuture[int]()
		var order []int
		var g aio.WaitGroup
		for i := range 5 {
			g.Go(co, func(co aio.Context) {
				_, _, err := aio.Wait(co, aio.WaitMode(i%3), f, f)
				wantErr(t, "Wait", err, nil)
				order = append(order, i)
			})
		}
		aio.Yield(co)
		_ = r.Resolve(1)
		g.Wait(co)
		wantList(t, "order", order, []int{0, 1, 2, 3, 4})
	})
}
