// Package sample defines the measurements that travel through telemetry.
package sample

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrInvalid is wrapped by every error of [Sample.Validate].
var ErrInvalid = errors.New("invalid sample")

// Sample is one measurement of one meter.
type Sample struct {
	Meter  string            `json:"meter"`            // name of the meter, as configured
	Value  float64           `json:"value"`            // measured value, in Unit
	Unit   Unit              `json:"unit,omitempty"`   // empty for plain counts
	At     time.Time         `json:"at"`               // time of the measurement, UTC
	Labels map[string]string `json:"labels,omitempty"` // what the inventory knows about the meter
}

// Validate reports whether s can be stored.
func (s Sample) Validate() error {
	switch {
	case s.Meter == "":
		return fmt.Errorf("%w: no meter", ErrInvalid)
	case s.At.IsZero():
		return fmt.Errorf("%w: %s has no time", ErrInvalid, s.Meter)
	case math.IsNaN(s.Value), math.IsInf(s.Value, 0):
		return fmt.Errorf("%w: %s is not finite", ErrInvalid, s.Meter)
	}
	return nil
}

// Same reports whether s and o carry the same measurement of the same meter.
// The time and the labels are not compared.
func (s Sample) Same(o Sample) bool {
	return s.Meter == o.Meter && s.Value == o.Value && s.Unit == o.Unit
}
