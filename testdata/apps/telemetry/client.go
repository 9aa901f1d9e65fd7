package telemetry

import (
	"context"
	"fmt"
	"time"

	"example.com/telemetry/internal/retry"
	"example.com/telemetry/internal/rpc"
)

// dialPolicy is for agents that are just starting.
var dialPolicy = retry.Policy{Attempts: 5, Base: 20 * time.Millisecond, Max: time.Second}

// Client asks an agent over the network. It is safe for concurrent use.
type Client struct {
	rpc *rpc.Client
}

// Dial connects to the agent at addr. It tries several times, because the
// agent may be just starting.
func Dial(addr string) (*Client, error) {
	c, err := retry.Do(dialPolicy, func() (*rpc.Client, error) {
		return rpc.Dial(addr, clientTimeout)
	})
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", addr, err)
	}
	return &Client{rpc: c}, nil
}

// Latest returns the newest sample of a meter.
func (c *Client) Latest(ctx context.Context, meter string) (Sample, error) {
	var s Sample
	err := c.rpc.Call(ctx, "latest", latestParams{Meter: meter}, &s)
	return s, err
}

// Range returns the samples of a meter from one time up to, but without,
// another one, oldest first.
func (c *Client) Range(ctx context.Context, meter string, from, to time.Time) ([]Sample, error) {
	var out []Sample
	err := c.rpc.Call(ctx, "range", rangeParams{Meter: meter, From: from, To: to}, &out)
	return out, err
}

// Push stores samples that the agent does not poll itself.
func (c *Client) Push(ctx context.Context, samples ...Sample) error {
	var n int
	if err := c.rpc.Call(ctx, "push", pushParams{Samples: samples}, &n); err != nil {
		return err
	}
	if n != len(samples) {
		return fmt.Errorf("push: %d of %d samples were stored", n, len(samples))
	}
	return nil
}

// Collect makes the agent poll all its meters now, and waits for the result.
// It has no deadline: the agent knows best how long its meters may take.
func (c *Client) Collect() error {
	return c.rpc.Call(context.Background(), "collect", noParams{}, nil)
}

// Close ends the connection.
func (c *Client) Close() error {
	return c.rpc.Close()
}
