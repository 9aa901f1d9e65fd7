package aio_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// expiring is a context that tells those below it of its end in an order that the test chooses.
type expiring struct {
	context.Context
	done chan struct{}

	mu    sync.Mutex
	below []func()
}

func (e *expiring) Done() <-chan struct{} { return e.done }

func (e *expiring) Err() error {
	select {
	case <-e.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

func (e *expiring) AfterFunc(f func()) (stop func() bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.below = append(e.below, f)
	return func() bool { return false }
}

// expire ends the context and tells those below it, the first one first.
func (e *expiring) expire() {
	close(e.done)
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range e.below {
		f()
	}
}

// Given no context, then Run says what to use instead.
func TestRunWithoutContext(t *testing.T) {
	defer func() {
		if text := fmt.Sprint(recover()); !strings.Contains(text, "context.Background") {
			t.Errorf("Run panicked with %q", text)
		}
	}()
	var none context.Context
	_ = aio.Run(none, func(aio.Context) error { return nil })
}

// Given a Run below a context whose deadline passes, then the error of the main Context is DeadlineExceeded, whoever hears
// of it first, and waits end with it.
func TestDeadlineOfRunIsNoCancellation(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		limit := &expiring{Context: context.Background(), done: make(chan struct{})}
		err := aio.Run(limit, func(co aio.Context) error {
			done := co.Done()
			go limit.expire()
			_, err := aio.NewQueue[int](0).Get(co)
			wantErr(t, "Get", err, context.DeadlineExceeded)
			<-done
			want(t, "error", co.Err(), context.DeadlineExceeded)
			want(t, "cause", context.Cause(co), context.DeadlineExceeded)
			return nil
		}, p)
		wantErr(t, "Run", err, nil)
	})
}
