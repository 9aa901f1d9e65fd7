package agent

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"example.com/telemetry/internal/alert"
	"example.com/telemetry/internal/meter"
	"example.com/telemetry/internal/retry"
	"example.com/telemetry/sample"
)

// ErrTimeout is returned when a meter did not answer in time.
var ErrTimeout = errors.New("meter did not answer in time")

// PollAll polls every meter once, all at the same time, and sends the samples
// to the output. The error joins the errors of the meters that failed.
func (a *Agent) PollAll(ctx context.Context) error {
	meters := a.meters.All()
	errs := make(chan error, len(meters)) // room for everyone

	var wg sync.WaitGroup
	for _, m := range meters {
		wg.Add(1)
		go func(m meter.Meter) {
			defer wg.Done()
			samples, err := a.poll(ctx, m)
			if err != nil {
				errs <- err
				return
			}
			a.emit(ctx, samples)
		}(m)
	}
	wg.Wait()
	close(errs)

	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

// poll reads m, with all the attempts that the options allow, and keeps the
// books.
func (a *Agent) poll(ctx context.Context, m meter.Meter) ([]sample.Sample, error) {
	a.polls.Add(1)
	samples, err := retry.DoContext(ctx, a.opts.Retry, func(ctx context.Context) ([]sample.Sample, error) {
		return a.attempt(ctx, m)
	})
	a.remember(m.Name(), err)
	if err == nil {
		return samples, nil
	}

	a.failures++
	err = fmt.Errorf("poll %s: %w", m.Name(), err)
	note := alert.Alert{Meter: m.Name(), Reason: err.Error(), At: time.Now().UTC()}
	if nerr := a.opts.Notifier.Notify(note); nerr != nil {
		a.opts.Logger.Printf("alert about %s is lost: %v", m.Name(), nerr)
	}
	return nil, err
}

// attempt reads m once. Most meters stop when their context ends, but a file
// on a dead network drive does not, so the wait for the meter has a limit of
// its own.
func (a *Agent) attempt(ctx context.Context, m meter.Meter) ([]sample.Sample, error) {
	ctx, cancel := context.WithTimeout(ctx, a.opts.Timeout)
	defer cancel()

	type reading struct {
		samples []sample.Sample
		err     error
	}
	done := make(chan reading)
	go func() {
		samples, err := m.Read(ctx)
		done <- reading{samples, err}
	}()

	select {
	case r := <-done:
		return r.samples, r.err
	case <-time.After(a.opts.Timeout):
		return nil, ErrTimeout
	}
}

// remember notes how the latest poll of a meter ended.
func (a *Agent) remember(name string, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err == nil {
		delete(a.lastErr, name)
		return
	}
	a.lastErr[name] = err
}
