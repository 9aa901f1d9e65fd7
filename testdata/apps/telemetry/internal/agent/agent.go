// Package agent polls meters, at regular intervals or on demand.
package agent

import (
	"context"
	"log"
	"sync"
	"sync/atomic"
	"time"

	"example.com/telemetry/internal/alert"
	"example.com/telemetry/internal/meter"
	"example.com/telemetry/internal/retry"
	"example.com/telemetry/sample"
)

// Options are the settings of an [Agent].
type Options struct {
	Interval time.Duration  // time between two polls of a meter
	Timeout  time.Duration  // time that one attempt may take
	Retry    retry.Policy   // what to do when an attempt fails
	Workers  int            // concurrent polls
	Notifier alert.Notifier // told about meters that cannot be read
	Logger   *log.Logger
}

// Agent polls the meters of a registry and sends what they measure to a
// channel. Use either Start and Stop, or PollAll.
type Agent struct {
	meters *meter.Registry
	opts   Options
	out    chan<- sample.Sample

	cancel context.CancelFunc // set by Start
	wg     sync.WaitGroup     // the goroutines of Start

	polls    atomic.Int64 // polls that were started
	skipped  atomic.Int64 // polls that were left out because all workers were busy
	failures int          // polls that failed, after all attempts

	mu      sync.Mutex
	lastErr map[string]error // by meter, the error of its latest poll
}

// New returns an agent that sends to out. It does not close out.
func New(meters *meter.Registry, out chan<- sample.Sample, opts Options) *Agent {
	return &Agent{
		meters:  meters,
		opts:    opts,
		out:     out,
		lastErr: make(map[string]error),
	}
}

// Start polls all meters at every interval, until ctx ends or Stop is called.
// The first round starts at once.
func (a *Agent) Start(ctx context.Context) {
	ctx, a.cancel = context.WithCancel(ctx)
	jobs := make(chan meter.Meter, a.opts.Workers)

	for i := range a.opts.Workers {
		a.wg.Add(1)
		go a.worker(ctx, i, jobs)
	}
	a.wg.Add(1)
	go a.schedule(ctx, jobs)
}

// Stop ends what Start has started and waits for it.
func (a *Agent) Stop() {
	a.cancel()
	a.wg.Wait()
}

// schedule hands out the meters at every tick, and closes jobs at the end.
func (a *Agent) schedule(ctx context.Context, jobs chan<- meter.Meter) {
	defer a.wg.Done()
	defer close(jobs) // lets the workers go home

	ticker := time.NewTicker(a.opts.Interval)
	defer ticker.Stop()
	for {
		a.round(jobs)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// round hands out every meter once. A slow meter must not delay the others,
// so a meter that finds no free worker is left out until the next round.
func (a *Agent) round(jobs chan<- meter.Meter) {
	for _, m := range a.meters.All() {
		select {
		case jobs <- m:
		default:
			a.skipped.Add(1)
		}
	}
}

// worker polls the meters that it gets from jobs.
func (a *Agent) worker(ctx context.Context, id int, jobs <-chan meter.Meter) {
	defer a.wg.Done()
	for m := range jobs {
		if ctx.Err() != nil {
			continue // drain
		}
		samples, err := a.poll(ctx, m)
		if err != nil {
			a.opts.Logger.Printf("worker %d: %v", id, err)
			continue
		}
		a.emit(ctx, samples)
	}
}

// emit sends samples to the output. It gives up when ctx ends.
func (a *Agent) emit(ctx context.Context, samples []sample.Sample) {
	for _, s := range samples {
		select {
		case a.out <- s:
		case <-ctx.Done():
			return
		}
	}
}
