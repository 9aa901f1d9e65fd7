package aio_test

import (
	"slices"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

func TestClosedChannelRule070(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ch := make(chan int, 1)
		ch <- 3
		close(ch)
		v, ok := aio.RecvOK(co, ch)
		want(t, "value", v, 3)
		want(t, "ok", ok, true)
		v, ok = aio.RecvOK(co, ch)
		want(t, "value after close", v, 0)
		want(t, "ok after close", ok, false)
		want(t, "Recv after close", aio.Recv(co, ch), 0)

		open := make(chan int)
		panicked := aio.GoValue(co, func(co aio.Context) (v any) {
			defer func() { v = recover() }()
			if raceDetector {
				aio.RecvOK(co, open)
			}
			aio.Send(co, open, 1)
			return nil
		})
		if !raceDetector {
			aio.Yield(co) // under Serial the sender waits by now
		}
		close(open)
		if panicked.Value(co) == nil {
			t.Error("a send on a channel that was closed did not panic")
		}
		want(t, "the loop goes on", aio.GoValue(co, func(aio.Context) int { return 1 }).Value(co), 1)
	})
}

func TestReadyChannelDoesNotSwitch(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		ran := false
		aio.Spawn(co, func(aio.Context) { ran = true })
		ch := make(chan int, 2)
		aio.Send(co, ch, 1)
		aio.Recv(co, ch)
		ch <- 1
		aio.Select(co, aio.OnRecv(ch))
		aio.Select(co, aio.OnSend(ch, 2))
		want(t, "other task ran", ran, false)
	})
}

// Plain marks wait like the operations they replace, although co is cancelled.
func TestPlainMarksAreNotInterrupted(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dead := cancelled(co, errBoom)
		ch, back := make(chan int), make(chan int)
		aio.Spawn(co, func(co aio.Context) {
			aio.Sleep(co, 1)
			aio.Send(co, ch, 1)
			want(t, "sent value", aio.Recv(co, back), 2)
		})
		want(t, "received value", aio.Recv(dead, ch), 1)
		aio.Send(dead, back, 2)
		var m aio.Mutex
		m.Lock(dead)
		m.Unlock()
		var wg aio.WaitGroup
		wg.Go(dead, func(co aio.Context) { aio.Sleep(co, 1) })
		wg.Wait(dead)
	})
}

func TestReadyValueWinsOverCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dead := cancelled(co, errBoom)
		ch := make(chan int, 1)
		for range 100 {
			wantErr(t, "SendContext", aio.SendContext(dead, ch, 4), nil)
			v, ok, err := aio.RecvContext(dead, ch)
			want(t, "value", v, 4)
			want(t, "ok", ok, true)
			wantErr(t, "RecvContext", err, nil)
		}
		close(ch)
		_, ok, err := aio.RecvContext(dead, ch)
		want(t, "ok of a closed channel", ok, false)
		wantErr(t, "RecvContext of a closed channel", err, nil)
	})
}

// What comes after the cancellation, but before the task has its turn, still wins.
func TestValueBeforeTheTurnWins(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		ch, back := make(chan int, 1), make(chan int, 1)
		back <- 0
		scope, cancel := aio.WithCancelCause(co)
		recv := aio.GoValue(scope, func(co aio.Context) int {
			v, _, err := aio.RecvContext(co, ch)
			wantErr(t, "RecvContext", err, nil)
			return v
		})
		send := aio.GoValue(scope, func(co aio.Context) int {
			wantErr(t, "SendContext", aio.SendContext(co, back, 6), nil)
			return 0
		})
		aio.Yield(co)
		cancel(errBoom)
		time.Sleep(time.Millisecond) // both see the cancellation, but have no turn yet
		ch <- 5
		<-back
		want(t, "value", recv.Value(co), 5)
		send.Value(co)
		want(t, "sent value", <-back, 6)
	})
}

func TestInterruptedChannelOperations(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ch := make(chan int)
		recv := aio.Go(co, func(co aio.Context) (int, error) { _, _, err := aio.RecvContext(co, ch); return 0, err })
		send := aio.Go(co, func(co aio.Context) (int, error) { return 0, aio.SendContext(co, make(chan int), 1) })
		aio.Yield(co)
		recv.Cancel(errBoom)
		send.Cancel(errBoom)
		_, err := recv.Await(co)
		wantErr(t, "RecvContext", err, errBoom)
		_, err = send.Await(co)
		wantErr(t, "SendContext", err, errBoom)
	})
}

func TestRange(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ch := make(chan int)
		aio.Spawn(co, func(co aio.Context) {
			for i := range 5 {
				aio.Send(co, ch, i)
			}
			close(ch)
		})
		if got := slices.Collect(aio.Range(co, ch)); !slices.Equal(got, []int{0, 1, 2, 3, 4}) {
			t.Errorf("values are %v, want [0 1 2 3 4]", got)
		}
		full := make(chan int, 3)
		full <- 1
		full <- 2
		for range aio.Range(co, full) {
			break
		}
		want(t, "values left after break", len(full), 1)
	})
}

func TestSelectReceivesAndSends(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		in, out, stop := make(chan string), make(chan int), make(chan struct{})
		aio.Spawn(co, func(co aio.Context) {
			aio.Send(co, in, "hello")
			want(t, "value sent by Select", aio.Recv(co, out), 7)
			close(stop)
		})
		recv, send, end := aio.OnRecv(in), aio.OnSend(out, 7), aio.OnRecv(stop)
		var got []string
		for done := false; !done; {
			switch aio.Select(co, recv, send, end) {
			case recv:
				got = append(got, "recv "+recv.Value())
				want(t, "OK", recv.OK(), true)
				in = nil
				recv = aio.OnRecv[string](nil)
			case send:
				got = append(got, "send")
				send = aio.OnSend[int](nil, 0)
			case end:
				want(t, "OK of a closed channel", end.OK(), false)
				done = true
			}
		}
		if w := []string{"recv hello", "send"}; !slices.Equal(got, w) {
			t.Errorf("cases were %v, want %v", got, w)
		}
	})
}

// Every shape of a select finds its case while it waits: with and without reflection, each case in its turn.
func TestSelectBlockedOnEachCase(t *testing.T) {
	type fixture struct {
		ints, more chan int
		a, b, c    chan struct{}
		timer      chan time.Time
		sink       chan int
		promise    *aio.Future[int]
		resolver   *aio.Resolver[int]
	}
	both(t, func(t *testing.T, co aio.Context) {
		for mask := 1; mask < 1<<8; mask++ {
			for chosen := range 8 {
				if mask&(1<<chosen) == 0 {
					continue
				}
				f := fixture{make(chan int), make(chan int), make(chan struct{}), make(chan struct{}),
					make(chan struct{}), make(chan time.Time), make(chan int), nil, nil}
				f.promise, f.resolver = aio.NewFuture[int]()
				all := []aio.Case{aio.OnRecv(f.ints), aio.OnRecv(f.more), aio.OnRecv(f.a), aio.OnRecv(f.b),
					aio.OnRecv(f.c), aio.OnRecv(f.timer), aio.OnSend(f.sink, 5), aio.OnFuture(f.promise)}
				acts := []func(co aio.Context){
					func(co aio.Context) { aio.Send(co, f.ints, 1) },
					func(aio.Context) { close(f.more) },
					func(co aio.Context) { aio.Send(co, f.a, struct{}{}) },
					func(aio.Context) { close(f.b) },
					func(co aio.Context) { aio.Send(co, f.c, struct{}{}) },
					func(co aio.Context) { aio.Send(co, f.timer, time.Time{}) },
					func(co aio.Context) { aio.Recv(co, f.sink) },
					func(aio.Context) { _ = f.resolver.Resolve(1) },
				}
				var cases []aio.Case
				for i, c := range all {
					if mask&(1<<i) != 0 {
						cases = append(cases, c)
					}
				}
				aio.Spawn(co, acts[chosen])
				if got := aio.Select(co, cases...); got != all[chosen] {
					t.Fatalf("mask %b: chose another case than %d", mask, chosen)
				}
			}
		}
	})
}

func TestSelectIsUniform(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for n := 2; n <= 5; n++ {
			const rounds = 4000
			ch := make(chan int)
			close(ch)
			cases := make([]aio.Case, n)
			count := map[aio.Case]int{}
			for i := range cases {
				cases[i] = aio.OnRecv(ch)
			}
			check := func(ready []aio.Case) {
				clear(count)
				for range rounds {
					count[aio.Select(co, cases...)]++
				}
				mean := rounds / len(ready)
				for _, c := range ready {
					if d := count[c] - mean; d < -mean/4 || d > mean/4 {
						t.Errorf("%d cases: one was chosen %d times, want about %d", n, count[c], mean)
					}
				}
			}
			check(cases)
			// With one case of n not ready, the others must still share evenly.
			cases[0] = aio.OnRecv[int](nil)
			check(cases[1:])
		}
	})
}

func TestSelectSendOnClosedChannelPanics(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ch := make(chan int)
		close(ch)
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		aio.Select(co, aio.OnSend(ch, 1))
	})
}
