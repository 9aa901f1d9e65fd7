package telemetry

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"time"

	"example.com/telemetry/internal/agent"
	"example.com/telemetry/internal/alert"
	"example.com/telemetry/internal/cache"
	"example.com/telemetry/internal/meter"
	"example.com/telemetry/internal/pipeline"
	"example.com/telemetry/internal/retry"
	"example.com/telemetry/internal/store"
)

// Agent polls meters and stores their samples. It is safe for concurrent use.
type Agent struct {
	config   Config
	store    *store.Store
	labels   pipeline.Labeler
	meters   meter.Registry
	notifier alert.Notifier
	logger   *log.Logger

	poller *agent.Agent
	out    chan Sample   // from the poller to the pipeline
	flush  chan struct{} // asks the pipeline to store what it holds back
}

var _ io.Closer = (*Agent)(nil)

// Open opens the database of an agent and sets up its meters. Logs go to
// logger, which may be nil. The agent must be closed.
func Open(c Config, logger *log.Logger) (*Agent, error) {
	c = c.WithDefaults()
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if logger == nil {
		logger = log.New(io.Discard, "", 0)
	}
	a := &Agent{
		config:   c,
		notifier: &alert.Memory{Limit: 100},
		logger:   logger,
		out:      make(chan Sample),
		flush:    make(chan struct{}),
	}
	client := newHTTPClient()
	if err := a.addMeters(client); err != nil {
		return nil, err
	}
	if c.Webhook != "" {
		a.notifier = alert.NewWebhook(c.Webhook, client)
	}
	a.labels = labeler(c, client)
	a.poller = agent.New(&a.meters, a.out, a.options())

	st, err := store.Open(c.Database)
	if err != nil {
		return nil, err
	}
	a.store = st
	return a, nil
}

// addMeters makes the meters of the configuration.
func (a *Agent) addMeters(client *http.Client) error {
	for _, mc := range a.config.Meters {
		m, err := meter.New(mc, client)
		if err != nil {
			return err
		}
		if err := a.meters.Add(m); err != nil {
			return err
		}
	}
	return nil
}

// labeler returns the inventory, or the labels of the configuration when
// there is none.
func labeler(c Config, client *http.Client) pipeline.Labeler {
	if c.Inventory != "" {
		return cache.New(c.Inventory, client, labelTTL)
	}
	fixed := make(cache.Fixed)
	for _, m := range c.Meters {
		if len(m.Labels) > 0 {
			fixed[m.Name] = m.Labels
		}
	}
	return fixed
}

// options translates the configuration for the poller.
func (a *Agent) options() agent.Options {
	timeout := time.Duration(a.config.Timeout)
	return agent.Options{
		Interval: time.Duration(a.config.Interval),
		Timeout:  timeout,
		Retry:    retry.Policy{Attempts: a.config.Attempts, Base: timeout / 20, Max: timeout},
		Workers:  a.config.Workers,
		Notifier: a.notifier,
		Logger:   a.logger,
	}
}

// Run polls the meters at every interval until ctx ends, and stores what is
// under way before it returns. Do not call it twice at the same time.
func (a *Agent) Run(ctx context.Context) error {
	if inventory, ok := a.labels.(*cache.Labels); ok {
		if err := inventory.Warm(); err != nil {
			a.logger.Print(err) // the labels are fetched one by one then
		}
	}
	stored := make(chan error, 1)
	samples := make(chan Sample)
	go func() {
		stored <- a.record(context.WithoutCancel(ctx), samples)
	}()

	a.poller.Start(ctx)
	a.forward(ctx, samples)
	a.poller.Stop()
	close(samples)
	return <-stored
}

// forward copies what the poller sends until ctx ends.
func (a *Agent) forward(ctx context.Context, samples chan<- Sample) {
	for {
		select {
		case s := <-a.out:
			samples <- s
		case <-ctx.Done():
			return
		}
	}
}

// Collect polls every meter once and stores the samples. The samples of
// healthy meters are stored even when others fail.
func (a *Agent) Collect(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	polled := make(chan error, 1)
	go func() {
		defer cancel() // all samples were handed over: ends forward
		polled <- a.poller.PollAll(ctx)
	}()

	stored := make(chan error, 1)
	samples := make(chan Sample)
	go func() {
		stored <- a.record(context.WithoutCancel(ctx), samples)
	}()
	a.forward(ctx, samples)
	close(samples)

	perr, serr := <-polled, <-stored
	if serr != nil {
		return fmt.Errorf("store samples: %w", serr)
	}
	return perr
}

// record sends samples through the pipeline into the database, until the
// channel is closed.
func (a *Agent) record(ctx context.Context, samples <-chan Sample) error {
	ready := pipeline.Chain(ctx, samples, a.config.Workers,
		pipeline.Valid, pipeline.Base, pipeline.Round(3), pipeline.Changed(), pipeline.Label(a.labels))

	w := store.NewWriter(a.store, queueLength)
	for batch := range pipeline.Batch(ready, batchSize, batchWait, a.flush) {
		if err := w.Write(batch...); err != nil {
			a.logger.Printf("%d samples are lost: %v", len(batch), err)
		}
	}
	return w.Close()
}

// Flush stores the samples that Run holds back, or soon after.
// It does nothing while Run does not run.
func (a *Agent) Flush() {
	select {
	case a.flush <- struct{}{}:
	case <-time.After(batchWait): // they are stored by now anyway
	}
}

// Latest returns the newest sample of a meter.
func (a *Agent) Latest(meter string) (Sample, error) {
	return a.store.Latest(meter)
}

// Close closes the database. Run and the servers must have returned.
func (a *Agent) Close() error {
	return a.store.Close()
}
