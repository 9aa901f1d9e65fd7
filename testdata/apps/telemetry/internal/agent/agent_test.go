package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"testing"
	"time"

	"example.com/telemetry/internal/alert"
	"example.com/telemetry/internal/meter"
	"example.com/telemetry/internal/retry"
	"example.com/telemetry/sample"
)

var errBroken = errors.New("broken")

// stub is a meter that does what its function does.
type stub struct {
	name string
	read func(context.Context) ([]sample.Sample, error)
}

func (s stub) Name() string { return s.name }

func (s stub) Read(ctx context.Context) ([]sample.Sample, error) { return s.read(ctx) }

// good returns a meter that works.
func good(name string) stub {
	return stub{name, func(context.Context) ([]sample.Sample, error) {
		return []sample.Sample{{Meter: name, Value: 1}}, nil
	}}
}

// bad returns a meter that fails the given number of times before it works.
func bad(name string, failures int) stub {
	ok := good(name)
	return stub{name, func(ctx context.Context) ([]sample.Sample, error) {
		if failures--; failures >= 0 {
			return nil, errBroken
		}
		return ok.read(ctx)
	}}
}

// newAgent returns an agent that polls meters patiently, and its output.
func newAgent(t *testing.T, meters ...meter.Meter) (*Agent, chan sample.Sample) {
	t.Helper()
	var r meter.Registry
	for _, m := range meters {
		if err := r.Add(m); err != nil {
			t.Fatal(err)
		}
	}
	out := make(chan sample.Sample, len(meters))
	return New(&r, out, Options{
		Interval: time.Millisecond,
		Timeout:  time.Minute,
		Retry:    retry.Policy{Attempts: 3, Base: time.Microsecond},
		Workers:  2,
		Notifier: &alert.Memory{Limit: 10},
		Logger:   log.New(io.Discard, "", 0),
	}), out
}

func TestPollAll(t *testing.T) {
	a, out := newAgent(t, good("a"), bad("b", 2), good("c"))
	if err := a.PollAll(context.Background()); err != nil {
		t.Fatal(err)
	}
	got := make(map[string]int)
	for range 3 {
		got[(<-out).Meter]++
	}
	if got["a"] != 1 || got["b"] != 1 || got["c"] != 1 {
		t.Errorf("samples by meter: %v", got)
	}
	if s := a.Stats(); s.Polls != 3 || s.Failures != 0 || len(s.Broken) != 0 {
		t.Errorf("Stats = %+v", s)
	}
}

func TestPollAllReportsFailure(t *testing.T) {
	a, out := newAgent(t, good("a"), bad("b", 99))
	err := a.PollAll(context.Background())
	if !errors.Is(err, errBroken) {
		t.Errorf("PollAll: %v, want %v", err, errBroken)
	}
	if got := <-out; got.Meter != "a" {
		t.Errorf("sample of %s, want the good meter", got.Meter)
	}
	alerts := a.opts.Notifier.(*alert.Memory).Alerts()
	if len(alerts) != 1 || alerts[0].Meter != "b" {
		t.Errorf("alerts = %v", alerts)
	}
	if s := a.Stats(); s.Failures != 1 || s.Broken["b"] == "" {
		t.Errorf("Stats = %+v", s)
	}
}

// The meter does not care about its context.
func TestPollTimeout(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	deaf := stub{"deaf", func(context.Context) ([]sample.Sample, error) {
		<-release
		return nil, nil
	}}
	a, _ := newAgent(t, deaf)
	a.opts.Timeout = 10 * time.Millisecond
	a.opts.Retry.Attempts = 2
	if err := a.PollAll(context.Background()); !errors.Is(err, ErrTimeout) {
		t.Errorf("PollAll: %v, want %v", err, ErrTimeout)
	}
}

func TestPollDeadline(t *testing.T) {
	expired := make(chan error, 1)
	a, _ := newAgent(t, stub{"slow", func(ctx context.Context) ([]sample.Sample, error) {
		<-ctx.Done()
		expired <- ctx.Err()
		return nil, ctx.Err()
	}})
	a.opts.Timeout = 10 * time.Millisecond
	a.opts.Retry.Attempts = 1
	if err := a.PollAll(context.Background()); err == nil {
		t.Error("PollAll of a slow meter did not fail")
	}
	if err := <-expired; err == nil {
		t.Error("the meter was not told to stop")
	}
}

func TestStartStop(t *testing.T) {
	a, out := newAgent(t, good("a"), good("b"))
	a.Start(context.Background())
	for range 10 {
		<-out
	}
	a.Stop()
	if s := a.Stats(); s.Polls < 10 || s.Failures != 0 {
		t.Errorf("Stats = %+v", s)
	}
}

func TestStartEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	a, out := newAgent(t, good("a"))
	a.Start(ctx)
	<-out
	cancel()
	a.wg.Wait() // without Stop
}

// A round does not wait for workers.
func TestBusyWorkers(t *testing.T) {
	a, _ := newAgent(t, good("a"), good("b"), good("c"))
	jobs := make(chan meter.Meter, 1) // nobody receives
	a.round(jobs)
	if m := <-jobs; m.Name() != "a" {
		t.Errorf("the first job is %s, want a", m.Name())
	}
	if s := a.Stats(); s.Skipped != 2 {
		t.Errorf("Stats = %+v, want two polls left out", s)
	}
}

func TestUnprotectedCounter(t *testing.T) {
	if raceEnabled {
		t.Skip("the failure counter has no lock")
	}
	const n = 16
	var meters []meter.Meter
	for i := range n {
		meters = append(meters, bad(fmt.Sprint("meter ", i), 99))
	}
	a, _ := newAgent(t, meters...)
	if err := a.PollAll(context.Background()); !errors.Is(err, errBroken) {
		t.Fatalf("PollAll: %v, want %v", err, errBroken)
	}
	s := a.Stats()
	if s.Polls != n || len(s.Broken) != n {
		t.Errorf("Stats = %+v, want %d polls and broken meters", s, n)
	}
	// An increment may be lost.
	if s.Failures < 1 || s.Failures > n {
		t.Errorf("%d failures, want 1 to %d", s.Failures, n)
	}
}
