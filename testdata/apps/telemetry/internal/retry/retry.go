package retry

import (
	"context"
	"fmt"
	"time"
)

// Do calls fn until it succeeds, fails for good or has used up the policy.
// It cannot be interrupted; see [DoContext].
func Do[T any](p Policy, fn func() (T, error)) (T, error) {
	for n := 0; ; n++ {
		v, err := fn()
		if err == nil {
			return v, nil
		}
		if n+1 >= p.Attempts || isPermanent(err) {
			return v, fmt.Errorf("after %d attempts: %w", n+1, err)
		}
		time.Sleep(p.pause(n)) // back off
	}
}

// DoContext is [Do] for operations that take a context. It returns early,
// with the cause of the cancellation, when ctx ends during a pause.
func DoContext[T any](ctx context.Context, p Policy, fn func(context.Context) (T, error)) (T, error) {
	for n := 0; ; n++ {
		v, err := fn(ctx)
		if err == nil {
			return v, nil
		}
		if n+1 >= p.Attempts || isPermanent(err) {
			return v, fmt.Errorf("after %d attempts: %w", n+1, err)
		}

		// A timer, and not time.After: a long pause that is
		// interrupted should not keep the timer alive.
		timer := time.NewTimer(p.pause(n))
		select {
		case <-timer.C:
			// next attempt
		case <-ctx.Done():
			timer.Stop()
			return v, fmt.Errorf("after %d attempts: %w (last error: %v)", n+1, context.Cause(ctx), err)
		}
	}
}
