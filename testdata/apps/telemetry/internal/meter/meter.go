// Package meter reads measurements from the outside world.
package meter

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"example.com/telemetry/internal/config"
	"example.com/telemetry/sample"
)

// Meter is something that can be polled.
type Meter interface {
	// Name returns the name of the meter, which is unique in an agent.
	Name() string
	// Read takes a measurement. It should stop when ctx ends.
	Read(ctx context.Context) ([]sample.Sample, error)
}

// New returns the meter that c describes. HTTP meters use client.
func New(c config.Meter, client *http.Client) (Meter, error) {
	switch c.Kind {
	case "http":
		return &HTTP{name: c.Name, url: c.Target, client: client}, nil
	case "file":
		return &File{name: c.Name, path: c.Target}, nil
	case "process":
		return &Process{name: c.Name, program: c.Target, args: c.Args}, nil
	case "constant":
		v, err := strconv.ParseFloat(c.Target, 64)
		if err != nil {
			return nil, fmt.Errorf("meter %s: %w", c.Name, err)
		}
		return Constant{name: c.Name, value: v}, nil
	default:
		return nil, fmt.Errorf("meter %s: unknown kind %q", c.Name, c.Kind)
	}
}
