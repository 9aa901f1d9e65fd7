// Package retry repeats operations that fail for a passing reason.
package retry

import (
	"errors"
	"time"
)

// Policy says how often and how fast to repeat. The zero value tries once.
type Policy struct {
	Attempts int           // number of calls at most
	Base     time.Duration // pause after the first failure, doubled after each further one
	Max      time.Duration // longest pause, 0 for no limit
}

// pause returns how long to wait after the n-th failure, counted from 0.
func (p Policy) pause(n int) time.Duration {
	d := p.Base << min(n, 16) // a larger shift could overflow
	if p.Max > 0 && d > p.Max {
		return p.Max
	}
	return d
}

// permanent marks an error that a further attempt cannot cure.
type permanent struct{ err error }

func (p permanent) Error() string { return p.err.Error() }
func (p permanent) Unwrap() error { return p.err }

// Permanent wraps err so that the operation is not repeated.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

// isPermanent reports whether err was wrapped by [Permanent].
func isPermanent(err error) bool {
	var p permanent
	return errors.As(err, &p)
}
