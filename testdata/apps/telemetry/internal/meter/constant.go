package meter

import (
	"context"
	"time"

	"example.com/telemetry/sample"
)

// Constant is a meter that always measures the same value. It stands in for
// a device that is not installed yet.
type Constant struct {
	name  string
	value float64
}

// Name implements [Meter].
func (c Constant) Name() string { return c.name }

// Read implements [Meter].
func (c Constant) Read(context.Context) ([]sample.Sample, error) {
	return []sample.Sample{{Meter: c.name, Value: c.value, At: time.Now().UTC()}}, nil
}
