//go:build go1.25

package aio_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// events is the order in which the steps of a program were taken. Only the task that has its turn writes it.
type events struct {
	b     strings.Builder
	start time.Time
}

func (e *events) add(format string, args ...any) {
	fmt.Fprintf(&e.b, "%v ", time.Since(e.start))
	fmt.Fprintf(&e.b, format, args...)
	e.b.WriteByte('\n')
}

// bustle is a program that uses marks of all kinds, with many things that happen at the same instant.
func bustle(co aio.Context, e *events) {
	var wg aio.WaitGroup
	pipeline(co, &wg, e)
	sleepers(co, &wg, e)
	guarded(co, &wg, e)
	selecting(co, &wg, e)
	cancelling(co, &wg, e)
	callbacks(co, &wg, e)
	wg.Wait(co)
	e.add("end")
}

// pipeline sends through channels with and without a buffer, to several receivers.
func pipeline(co aio.Context, wg *aio.WaitGroup, e *events) {
	in, out := make(chan int), make(chan int, 3)
	var stage aio.WaitGroup
	for worker := range 3 {
		stage.Go(co, func(co aio.Context) {
			for v := range aio.Range(co, in) {
				e.add("worker %d got %d", worker, v)
				aio.Send(co, out, v*v)
			}
		})
	}
	wg.Go(co, func(co aio.Context) {
		for v := range 9 {
			aio.Send(co, in, v)
		}
		close(in)
		stage.Wait(co)
		close(out)
	})
	wg.Go(co, func(co aio.Context) {
		for v := range aio.Range(co, out) {
			e.add("sum %d", v)
		}
	})
}

// sleepers sleep until the same instants: by a mark, in a blocking call, by a timer, and by a deadline.
func sleepers(co aio.Context, wg *aio.WaitGroup, e *events) {
	for i := range 3 {
		wg.Go(co, func(co aio.Context) {
			for step := range 3 {
				aio.Sleep(co, time.Second)
				e.add("sleeper %d step %d", i, step)
			}
		})
		wg.Go(co, func(co aio.Context) {
			for step := range 3 {
				aio.Call(co, func() { time.Sleep(time.Second) })
				e.add("caller %d step %d", i, step)
			}
		})
		wg.Go(co, func(co aio.Context) {
			aio.Recv(co, time.After(time.Second))
			e.add("timer %d", i)
			timed, cancel := aio.WithTimeout(co, time.Second)
			defer cancel()
			aio.Recv(co, timed.Done())
			e.add("deadline %d: %v", i, timed.Err())
		})
	}
}

// guarded takes turns at locks, queues and conditions.
func guarded(co aio.Context, wg *aio.WaitGroup, e *events) {
	var m aio.Mutex
	var rw aio.RWMutex
	q := aio.NewQueue[int](1)
	for i := range 3 {
		wg.Go(co, func(co aio.Context) {
			for range 2 {
				m.Lock(co)
				aio.Yield(co)
				e.add("lock %d", i)
				m.Unlock()
				rw.RLock(co)
				e.add("reader %d", i)
				rw.RUnlock()
			}
			_ = q.Put(co, i)
		})
	}
	wg.Go(co, func(co aio.Context) {
		rw.Lock(co)
		e.add("writer")
		rw.Unlock()
		for range 3 {
			v, _ := q.Get(co)
			e.add("queue %d", v)
		}
	})
}

// selecting chooses among cases that are ready together.
func selecting(co aio.Context, wg *aio.WaitGroup, e *events) {
	wg.Go(co, func(co aio.Context) {
		a, b, c := make(chan string, 4), make(chan string, 4), make(chan string, 4)
		for _, ch := range []chan string{a, b, c} {
			for i := range 4 {
				ch <- fmt.Sprint(i)
			}
		}
		onA, onB, onC := aio.OnRecv(a), aio.OnRecv(b), aio.OnRecv(c)
		for range 12 {
			switch aio.Select(co, onA, onB, onC) {
			case onA:
				e.add("a %s", onA.Value())
			case onB:
				e.add("b %s", onB.Value())
			case onC:
				e.add("c %s", onC.Value())
			}
		}
	})
}

// cancelling cancels many tasks at once, which package context does in the order of a map.
func cancelling(co aio.Context, wg *aio.WaitGroup, e *events) {
	wg.Go(co, func(co aio.Context) {
		g, gc := aio.NewGroup(co)
		for i := range 5 {
			g.Go(gc, func(co aio.Context) error {
				err := aio.SleepContext(co, time.Duration(i+1)*time.Second)
				e.add("member %d: %v", i, err)
				if i == 2 {
					return errBoom
				}
				return err
			})
		}
		e.add("group: %v", g.Wait(co))
	})
}

// callbacks begin at the same instant, from timers and from a goroutine that enters the loop.
func callbacks(co aio.Context, wg *aio.WaitGroup, e *events) {
	for i := range 4 {
		aio.After(co, time.Second, func(co aio.Context) { e.add("after %d", i) })
	}
	wg.Add(1)
	time.AfterFunc(time.Second, func() {
		co, leave := aio.Enter(co)
		defer leave()
		aio.Yield(co)
		e.add("entered")
		wg.Done()
	})
	wg.Go(co, func(co aio.Context) {
		all := []*aio.Future[int]{}
		for i := range 3 {
			all = append(all, aio.GoValue(co, func(co aio.Context) int { aio.Sleep(co, time.Second); return i }))
		}
		for f := range aio.AsCompleted(co, all...) {
			e.add("completed %d", f.Value(co))
		}
	})
}

func eventsOf(t *testing.T, seed uint64) string {
	t.Helper()
	var e events
	err := settled(t, aio.Schedule{Seed: seed}, func(co aio.Context) {
		e.start = time.Now()
		bustle(co, &e)
	})
	wantErr(t, "Run", err, nil)
	return e.b.String()
}

// Given a seed, then the same interleaving: with one processor or two, with channels, timers that fire at the same instant
// and blocking calls.
func TestSameInterleavingRule080(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	var first [50]string
	different := map[string]bool{}
	for seed := range first {
		first[seed] = eventsOf(t, uint64(seed))
		different[first[seed]] = true
	}
	want(t, "interleavings", len(different), len(first))
	for _, processors := range []int{1, 2, 2} {
		runtime.GOMAXPROCS(processors)
		for seed := range first {
			if again := eventsOf(t, uint64(seed)); again != first[seed] {
				t.Errorf("seed %d is not repeated with %d processors:\n%s", seed, processors, firstDifference(first[seed], again))
			}
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("step %d is %q, and then %q", i, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d steps, and then %d", len(x), len(y))
}

// Given a fake clock and a blocking call that does something real, then time does not jump before the call has returned.
func TestCallStopsTheJumpRule088(t *testing.T) {
	for _, seed := range []uint64{0, 1} {
		r, w, err := os.Pipe()
		wantErr(t, "Pipe", err, nil)
		reading := make(chan struct{})
		go func() {
			<-reading
			for range 1000 { // time could jump now
				runtime.Gosched()
			}
			_, _ = w.Write([]byte("x"))
		}()
		synctest.Test(t, func(t *testing.T) {
			wantErr(t, "Run", aio.Run(context.Background(), func(co aio.Context) error {
				start := time.Now()
				sleeper := aio.GoValue(co, func(co aio.Context) time.Duration {
					aio.Sleep(co, time.Hour)
					return time.Since(start)
				})
				aio.Call(co, func() {
					close(reading)
					_, err := r.Read(make([]byte, 1))
					wantErr(t, "Read", err, nil)
				})
				want(t, "time that passed in the call", time.Since(start), 0)
				want(t, "time that passed in the sleep", sleeper.Value(co), time.Hour)
				return nil
			}, aio.WithSchedule(aio.Schedule{Seed: seed, Settle: synctest.Wait})), nil)
		})
		_ = r.Close()
		_ = w.Close()
	}
}

// Given a Select in which a deadline, the end of a context, the completion of a future and a timer come at the same instant,
// then what it chooses is a matter of the seed: something that is taken from a channel, if there is such a case.
func TestSelectAtOneInstantRule080(t *testing.T) {
	for seed := range uint64(10) {
		chosen := map[string]bool{}
		for range 20 {
			err := settled(t, aio.Schedule{Seed: seed}, func(co aio.Context) {
				timed, cancel := aio.WithTimeout(co, time.Second)
				defer cancel()
				timer, done := aio.OnRecv(time.After(time.Second)), aio.OnRecv(timed.Done())
				want(t, "the timer is chosen", aio.Select(co, timer, done) == timer, true)
				wantErr(t, "SleepContext to the deadline", func() error {
					timed, cancel := aio.WithTimeout(co, time.Second)
					defer cancel()
					return aio.SleepContext(timed, time.Second)
				}(), nil)

				a, cancel := aio.WithTimeout(co, time.Second)
				defer cancel()
				b, cancel := aio.WithTimeout(co, time.Second)
				defer cancel()
				onA, onB := aio.OnRecv(a.Done()), aio.OnRecv(b.Done())
				chosen[fmt.Sprint(aio.Select(co, onA, onB) == onA)] = true
			})
			wantErr(t, "Run", err, nil)
		}
		want(t, fmt.Sprintf("choices between two ends under seed %d", seed), len(chosen), 1)
	}
}

// Given two timers that fire at the same instant in one Select, then the runtime chooses, and no seed: a value that was
// taken from a timer cannot be put back. When this test fails, the documentation of aiotest is to be changed.
func TestKnownGapTwoTimersInOneSelect(t *testing.T) {
	chosen := map[bool]int{}
	for range 200 {
		err := settled(t, aio.Schedule{Seed: 1}, func(co aio.Context) {
			a, b := aio.OnRecv(time.After(time.Second)), aio.OnRecv(time.After(time.Second))
			chosen[aio.Select(co, a, b) == a]++
		})
		wantErr(t, "Run", err, nil)
	}
	want(t, "choices", len(chosen), 2)
}
