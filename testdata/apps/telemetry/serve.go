package telemetry

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"time"

	"example.com/telemetry/internal/query"
	"example.com/telemetry/internal/rpc"
)

// ServeQueries answers HTTP queries on ln until ctx ends, and closes ln.
func (a *Agent) ServeQueries(ctx context.Context, ln net.Listener) error {
	return query.NewServer(a.store, a.labels, a.poller.Stats, a.logger).Serve(ctx, ln)
}

// ServeMessages answers the calls of clients on ln until ctx ends, and closes
// ln.
func (a *Agent) ServeMessages(ctx context.Context, ln net.Listener) error {
	executor, err := rpc.NewExecutor(a.config.Executor, a.config.Workers)
	if err != nil {
		ln.Close()
		return err
	}
	srv := rpc.NewServer(rpc.NewListener(ln), executor)
	srv.Handle("latest", handler(a.latest))
	srv.Handle("range", handler(a.rangeOf))
	srv.Handle("push", handler(a.push))
	srv.Handle("collect", handler(a.collect))
	return srv.Serve(ctx)
}

// The parameters of the methods.
type (
	latestParams struct {
		Meter string `json:"meter"`
	}
	rangeParams struct {
		Meter string    `json:"meter"`
		From  time.Time `json:"from"`
		To    time.Time `json:"to"`
	}
	pushParams struct {
		Samples []Sample `json:"samples"`
	}
	noParams struct{}
)

// handler makes a handler of a method with typed parameters.
func handler[P, R any](method func(context.Context, P) (R, error)) rpc.Handler {
	return func(ctx context.Context, raw json.RawMessage) (any, error) {
		var p P
		if err := json.Unmarshal(raw, &p); err != nil {
			return nil, fmt.Errorf("bad parameters: %w", err)
		}
		return method(ctx, p)
	}
}

func (a *Agent) latest(_ context.Context, p latestParams) (Sample, error) {
	return a.store.Latest(p.Meter)
}

func (a *Agent) rangeOf(_ context.Context, p rangeParams) ([]Sample, error) {
	return a.store.Range(p.Meter, p.From, p.To)
}

// push stores samples of a meter that the agent cannot reach. It returns how
// many there were.
func (a *Agent) push(_ context.Context, p pushParams) (int, error) {
	for _, s := range p.Samples {
		if err := s.Validate(); err != nil {
			return 0, err
		}
	}
	return len(p.Samples), a.store.Append(p.Samples...)
}

func (a *Agent) collect(ctx context.Context, _ noParams) (bool, error) {
	if err := a.Collect(ctx); err != nil {
		return false, err
	}
	return true, nil
}
