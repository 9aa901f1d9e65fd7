package aio_test

import (
	"bytes"
	"context"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// holdTurn keeps the turn of its task until release is closed.
func holdTurn(release chan struct{}) { <-release }

// waitElsewhere is what another task does meanwhile.
func waitElsewhere(co aio.Context, ch chan struct{}) { aio.Recv(co, ch) }

// Given a task that keeps its turn for longer than the limit, then it is reported once, while it runs, with its name, its
// origin, and its stack only.
func TestSlowStepIsReportedRule087(t *testing.T) {
	reports := make(chan aio.SlowStep, 10)
	release, other := make(chan struct{}), make(chan struct{})
	err := aio.Run(context.Background(), func(co aio.Context) error {
		aio.Spawn(co, func(co aio.Context) { waitElsewhere(co, other) })
		aio.Yield(co)
		aio.GoValue(co, func(co aio.Context) int {
			aio.SetName(co, "sluggard")
			holdTurn(release)
			return 0
		}).Value(co)
		close(other)
		return nil
	}, aio.WithPolicy(aio.Serial), aio.WithWatchdog(time.Millisecond, func(s aio.SlowStep) {
		reports <- s
		if s.Task.Name == "sluggard" {
			close(release)
		}
	}))
	wantErr(t, "Run", err, nil)
	var found []aio.SlowStep
	for more := true; more; {
		select {
		case s := <-reports: // a busy machine may make other steps slow too, also the last one
			if s.Task.Name == "sluggard" {
				found = append(found, s)
			}
		default:
			more = false
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d reports, want 1", len(found))
	}
	s := found[0]
	if s.For < time.Millisecond {
		t.Errorf("For is %v", s.For)
	}
	want(t, "origin", strings.Contains(s.Task.Created, "watchdog_test.go:"), true)
	want(t, "stack has what the task does", strings.Contains(s.Stack, "aio_test.holdTurn"), true)
	want(t, "stacks", strings.Count(s.Stack, "goroutine ")-strings.Count(s.Stack, "in goroutine "), 1)
	want(t, "stack of another task", strings.Contains(s.Stack, "aio_test.waitElsewhere"), false)
	text := s.String()
	for _, part := range []string{"sluggard", "has not let others run for", "aio_test.holdTurn"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %q", part, text)
		}
	}
}

// Under Goroutines no task holds up another by not letting it run: nothing is reported.
func TestNoSlowStepsUnderGoroutines(t *testing.T) {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		time.Sleep(5 * time.Millisecond)
		return nil
	}, aio.WithPolicy(aio.Goroutines), aio.WithWatchdog(time.Millisecond, func(s aio.SlowStep) { t.Errorf("report: %v", s) }))
	wantErr(t, "Run", err, nil)
}

// Given a slow step and no report function, then the step is logged as a warning by the default logger.
func TestSlowStepIsLoggedRule335(t *testing.T) {
	var b buffer
	logTo(t, &b)
	release := make(chan struct{})
	b.onWrite = sync.OnceFunc(func() { close(release) })
	err := aio.Run(context.Background(), func(co aio.Context) error {
		holdTurn(release)
		return nil
	}, aio.WithPolicy(aio.Serial), aio.WithName("logged"), aio.WithWatchdog(time.Millisecond, nil))
	wantErr(t, "Run", err, nil)
	text := b.String()
	for _, part := range []string{"level=WARN", "a task does not let others run", "name=logged", "watchdog_test.go:", "aio_test.holdTurn"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %q", part, text)
		}
	}
}

// buffer is a bytes.Buffer for several goroutines.
type buffer struct {
	mu      sync.Mutex
	b       bytes.Buffer
	onWrite func()
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.onWrite != nil {
		b.onWrite()
	}
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// logTo makes b the output of the default logger during a test.
func logTo(t *testing.T, b *buffer) {
	t.Helper()
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(b, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
}

// spin keeps a processor busy until stop is set.
func spin(stop *atomic.Bool) {
	for !stop.Load() {
	}
}

// Given a task that computes and never stops, also on the only processor, then it is reported with what it does.
func TestBusyTaskIsReportedRule087(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var reported, found atomic.Bool
	err := aio.Run(context.Background(), func(co aio.Context) error {
		for !found.Load() { // on a busy machine the report may come before the task computes
			reported.Store(false)
			aio.GoValue(co, func(co aio.Context) int { spin(&reported); return 0 }).Value(co)
		}
		return nil
	}, aio.WithPolicy(aio.Serial), aio.WithWatchdog(time.Millisecond, func(s aio.SlowStep) {
		found.Store(found.Load() || strings.Contains(s.Stack, "aio_test.spin"))
		reported.Store(true)
	}))
	wantErr(t, "Run", err, nil)
	want(t, "found", found.Load(), true)
}

// Given a report that panics, then that is logged, and the loop goes on.
func TestPanickingReportRule074(t *testing.T) {
	var b buffer
	logTo(t, &b)
	release := make(chan struct{})
	b.onWrite = sync.OnceFunc(func() { close(release) })
	err := aio.Run(context.Background(), func(co aio.Context) error {
		holdTurn(release)
		return nil
	}, aio.WithPolicy(aio.Serial), aio.WithWatchdog(time.Millisecond, func(aio.SlowStep) { panic("clumsy") }))
	wantErr(t, "Run", err, nil)
	if text := b.String(); !strings.Contains(text, "panic in the report of a slow step") || !strings.Contains(text, "panic=clumsy") {
		t.Errorf("log is %q", text)
	}
}
