//go:build unix

package aiosignal_test

import (
	"os"
	"os/signal"
	"slices"
	"syscall"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiosignal"
)

// In a Go program these two do nothing while nobody asks for them.
const (
	usr1 = syscall.SIGUSR1
	usr2 = syscall.SIGUSR2
)

// deliver raises signals and returns when all that listen have them: signal.Stop waits until everybody was told.
func deliver(t *testing.T, sigs ...syscall.Signal) {
	t.Helper()
	for _, s := range sigs {
		seen := make(chan os.Signal, 1)
		signal.Notify(seen, s)
		raise(t, s)
		<-seen
		signal.Stop(seen)
	}
}

// Given two pending signals, then they alternate, however often each was raised.
func TestPendingSignalsAlternateRule100(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r := aiosignal.Listen(usr1, usr2)
		var got []os.Signal
		deliver(t, usr1, usr2)
		for range 6 {
			s, err := r.Recv(co)
			wantErr(t, "Recv", err, nil)
			got = append(got, s)
			deliver(t, usr1, usr2) // both are pending again
		}
		want(t, "signals alternate", slices.Equal(got, []os.Signal{usr1, usr2, usr1, usr2, usr1, usr2}), true)
		for range 2 {
			_, err := r.Recv(co)
			wantErr(t, "Recv", err, nil)
		}
		r.Close()
	})
}

// Given undelivered signals, when the receiver closes, then they are raised again: here for another one.
func TestUndeliveredIsRaisedAgainRule100(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r := aiosignal.Listen(usr1, usr2)
		deliver(t, usr1)
		other := aiosignal.Listen(usr1)
		defer other.Close()
		r.Close()
		s, err := other.Recv(co)
		want(t, "signal", s, os.Signal(usr1))
		wantErr(t, "Recv", err, nil)
		_, err = r.Recv(co)
		wantErr(t, "Recv of the closed one", err, aiosignal.ErrClosed)
		r.Close()
	})
}

// Given undelivered signals and nobody else, when the receiver closes, then their default action ends the process.
func TestUndeliveredEndsTheProcessRule100(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Policy) {
		prog := start(t, "undelivered", p)
		prog.signal(syscall.SIGTERM)
		prog.wantKilled(syscall.SIGTERM)
	})
}

// Given a signal that came many times before it was taken, then it is received once.
func TestSignalsCoalesceRule319(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r := aiosignal.Listen(usr1, usr1, usr2)
		defer r.Close()
		deliver(t, usr1, usr1, usr1, usr2)
		for _, sig := range []os.Signal{usr1, usr2} {
			s, err := r.Recv(co)
			want(t, "signal", s, sig)
			wantErr(t, "Recv", err, nil)
		}
		dead, cancel := aio.WithCancelCause(co)
		cancel(errBoom)
		_, err := r.Recv(dead)
		wantErr(t, "Recv with nothing pending", err, errBoom)
	})
}

// Given a task that waits for a signal, when it is cancelled, then it gets the cause; a pending signal wins; when the
// receiver is closed, it gets ErrClosed.
func TestRecvEnds(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r := aiosignal.Listen(usr1)
		recv := func(co aio.Context) (os.Signal, error) { return r.Recv(co) }
		f := aio.Go(co, recv)
		aio.Yield(co)
		f.Cancel(errBoom)
		_, err := f.Await(co)
		wantErr(t, "Recv", err, errBoom)
		deliver(t, usr1)
		dead, cancel := aio.WithCancelCause(co)
		cancel(errBoom)
		s, err := r.Recv(dead)
		want(t, "pending signal", s, os.Signal(usr1))
		wantErr(t, "Recv", err, nil)
		f = aio.Go(co, recv)
		aio.Yield(co)
		r.Close()
		_, err = f.Await(co)
		wantErr(t, "Recv", err, aiosignal.ErrClosed)
	})
}

// Given several tasks that wait, when signals come, then each goes to one of them, and the loop runs on meanwhile.
func TestEachSignalGoesToOneTask(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r := aiosignal.Listen(usr1, usr2)
		defer r.Close()
		var tasks []*aio.Future[os.Signal]
		for range 2 {
			tasks = append(tasks, aio.Go(co, r.Recv))
		}
		aio.Yield(co)
		aio.Call(co, func() { deliver(t, usr1, usr2) })
		var got []os.Signal
		for _, f := range tasks {
			s, err := f.Await(co)
			wantErr(t, "Recv", err, nil)
			got = append(got, s)
		}
		want(t, "both signals came", got[0] != got[1], true)
	})
}

// Given a loop over Signals, when it is left or co is cancelled, then the receiving ends.
func TestSignalsIterator(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f := aio.Go(co, func(co aio.Context) (int, error) {
			n := 0
			co, cancel := aio.WithCancel(co)
			for s := range aiosignal.Signals(co, usr2) {
				want(t, "signal", s, os.Signal(usr2))
				if n++; n == 2 {
					cancel()
				}
			}
			return n, nil
		})
		for range 1 << 20 { // nobody says when the loop has begun to listen
			aio.Call(co, func() { deliver(t, usr2) })
			select {
			case <-f.Done():
				n, err := f.Await(co)
				want(t, "at least two signals", n >= 2, true)
				wantErr(t, "Await", err, nil)
				for range aiosignal.Signals(cancelled(co), usr1) {
					t.Error("a signal that nobody sent")
				}
				return
			default:
			}
		}
		t.Error("the loop got no signals")
	})
}

func cancelled(co aio.Context) aio.Context {
	co, cancel := aio.WithCancel(co)
	cancel()
	return co
}

// Given no signals, then Listen panics: nobody wants to take over all of them by accident.
func TestListenWithoutSignalsPanics(t *testing.T) {
	defer func() { want(t, "panicked", recover() != nil, true) }()
	aiosignal.Listen()
}
