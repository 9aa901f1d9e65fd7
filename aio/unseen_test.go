package aio

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

var errLost = errors.New("lost")

// handled collects what is given to the error handler during a test.
type handled struct {
	mu   sync.Mutex
	errs []error
}

func handle(t *testing.T) *handled {
	t.Helper()
	h := &handled{}
	SetErrorHandler(func(err error) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.errs = append(h.errs, err)
	})
	t.Cleanup(func() { SetErrorHandler(nil) })
	return h
}

// naming returns the errors that were handled for tasks of a name.
func (h *handled) naming(name string) (found []*UnseenError) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, err := range h.errs {
		var u *UnseenError
		if errors.As(err, &u) && u.Task.Name == name {
			found = append(found, u)
		}
	}
	return found
}

// collect runs the garbage collector until ready.
func collect(t *testing.T, ready func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ready(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("nothing was collected in 20 s")
		}
		runtime.GC()
	}
}

// lose starts a task that fails below Enter, lets use have its future once it has ended, and forgets both.
func lose(t *testing.T, name string, err error, use func(co Context, f *Future[int])) {
	t.Helper()
	co, leave := Enter(context.Background())
	defer leave()
	f := Go(co, func(co Context) (int, error) {
		SetName(co, name)
		return 0, err
	})
	Recv(co, f.Done())
	use(co, f)
}

// underEnter runs body with either policy for the loop of the process.
func underEnter(t *testing.T, body func(t *testing.T)) {
	for _, p := range []Policy{Goroutines, Serial} {
		t.Run(p.String(), func(t *testing.T) {
			fresh(t, p.String())
			body(t)
		})
	}
}

// Given a failed future below Enter that nobody read, when it is dropped, then there is exactly one report, with the task;
// there is none after the error was read, and none for a future that was cancelled.
func TestUnseenErrorIsReportedOnceRule004(t *testing.T) {
	underEnter(t, func(t *testing.T) {
		h := handle(t)
		nothing := func(Context, *Future[int]) {}
		for range 3 {
			lose(t, "lost", errLost, nothing)
			lose(t, "read", errLost, func(co Context, f *Future[int]) {
				if _, err := f.Await(co); err != errLost {
					t.Errorf("Await returned %v", err)
				}
			})
			lose(t, "waited", errLost, func(co Context, f *Future[int]) {
				if _, err := All(co, f); err != errLost {
					t.Errorf("All returned %v", err)
				}
			})
			lose(t, "ended by its cancellation", context.Canceled, nothing)
		}
		collect(t, func() bool { return len(h.naming("lost")) >= 3 })
		lose(t, "last", errLost, nothing)
		collect(t, func() bool { return len(h.naming("last")) >= 1 })
		for name, want := range map[string]int{"lost": 3, "last": 1, "read": 0, "waited": 0, "ended by its cancellation": 0} {
			if got := len(h.naming(name)); got != want {
				t.Errorf("%d reports of %s, want %d", got, name, want)
			}
		}
		u := h.naming("last")[0]
		if !errors.Is(u, errLost) || u.Task.State != TaskEnded || !strings.Contains(u.Task.Created, "unseen_test.go:") {
			t.Errorf("report is %v of %+v", u, u.Task)
		}
		if text := fmt.Sprintf("nobody looked at the error of task %d last created at %s: lost", u.Task.ID, u.Task.Created); u.Error() != text {
			t.Errorf("message is %q, want %q", u, text)
		}
	})
}

// Given a future below Enter that was cancelled while its task ran, when the task fails all the same, then nothing is
// reported: who cancels does not want the result.
func TestCancelledFutureIsNotReportedRule004(t *testing.T) {
	underEnter(t, func(t *testing.T) {
		h := handle(t)
		func() {
			co, leave := Enter(context.Background())
			defer leave()
			begun := make(chan struct{})
			f := Go(co, func(co Context) (int, error) {
				SetName(co, "cancelled")
				close(begun)
				Recv(co, co.Done())
				return 0, errLost
			})
			Recv(co, begun)
			f.Cancel(nil)
			Recv(co, f.Done())
		}()
		lose(t, "other", errLost, func(Context, *Future[int]) {})
		collect(t, func() bool { return len(h.naming("other")) == 1 })
		if n := len(h.naming("cancelled")); n != 0 {
			t.Errorf("%d reports", n)
		}
	})
}

// Given a failed future that is still there, when memory is collected, then it is not reported: somebody may read it yet.
func TestKeptFutureIsNotReportedRule343(t *testing.T) {
	underEnter(t, func(t *testing.T) {
		h := handle(t)
		var kept *Future[int]
		lose(t, "kept", errLost, func(_ Context, f *Future[int]) { kept = f })
		lose(t, "dropped", errLost, func(Context, *Future[int]) {})
		collect(t, func() bool { return len(h.naming("dropped")) == 1 })
		if n := len(h.naming("kept")); n != 0 {
			t.Errorf("%d reports", n)
		}
		if _, err := kept.Wait(context.Background()); err != errLost {
			t.Errorf("Wait returned %v", err)
		}
	})
}

// Below Run it is Run that returns the error; the handler gets nothing.
func TestRunReturnsUnseenErrorsRule004(t *testing.T) {
	h := handle(t)
	for _, p := range []Policy{Goroutines, Serial} {
		err := Run(context.Background(), func(co Context) error {
			Go(co, func(co Context) (int, error) { SetName(co, "below Run"); return 0, errLost })
			for otherTasks(co) > 0 {
				Yield(co)
			}
			return nil
		}, WithPolicy(p))
		if err != errLost {
			t.Errorf("%v: Run returned %v", p, err)
		}
	}
	lose(t, "marker", errLost, func(Context, *Future[int]) {})
	collect(t, func() bool { return len(h.naming("marker")) == 1 })
	if n := len(h.naming("below Run")); n != 0 {
		t.Errorf("%d reports", n)
	}
}

// lines is an io.Writer for log lines of several goroutines.
type lines struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Given an error that nobody has seen and no handler, then it is logged by the default logger.
func TestUnseenErrorIsLoggedRule344(t *testing.T) {
	var out lines
	before := slog.Default()
	defer slog.SetDefault(before)
	slog.SetDefault(slog.New(slog.NewTextHandler(&out, nil)))
	lose(t, "logged", errLost, func(Context, *Future[int]) {})
	collect(t, func() bool { return out.String() != "" })
	text := out.String()
	for _, part := range []string{"level=ERROR", "nobody looked at the error of a task", "name=logged", "unseen_test.go:", "error=lost"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %q", part, text)
		}
	}
}

// Given a handler that panics, when it gets an error, then that is logged, and the next error is handled.
func TestPanickingErrorHandlerRule074(t *testing.T) {
	var out lines
	before := slog.Default()
	defer slog.SetDefault(before)
	slog.SetDefault(slog.New(slog.NewTextHandler(&out, nil)))
	defer SetErrorHandler(nil)
	SetErrorHandler(func(error) { panic("clumsy") })
	lose(t, "first", errLost, func(Context, *Future[int]) {})
	collect(t, func() bool { return strings.Contains(out.String(), "panic in the error handler") })
	if text := out.String(); !strings.Contains(text, "panic=clumsy") || !strings.Contains(text, "unseen_test.go:") {
		t.Errorf("log is %q", text)
	}
	h := handle(t)
	lose(t, "second", errLost, func(Context, *Future[int]) {})
	collect(t, func() bool { return len(h.naming("second")) == 1 })
}
