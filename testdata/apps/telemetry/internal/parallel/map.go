// Package parallel applies a function to many values at once.
package parallel

import (
	"context"
	"errors"
	"sync"
)

// Map calls fn for every item, at most limit at a time, and returns the
// results in the order of the items. The error joins all errors. Items that
// were not started when ctx ended have the error of ctx.
func Map[T, R any](ctx context.Context, items []T, limit int, fn func(context.Context, T) (R, error)) ([]R, error) {
	results := make([]R, len(items))
	errs := make([]error, len(items))
	slots := make(chan struct{}, max(limit, 1)) // one token per running call

	var wg sync.WaitGroup
start:
	for i, item := range items {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			errs[i] = ctx.Err()
			break start
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-slots }()
			// Every call owns its own element, so no lock is needed.
			results[i], errs[i] = fn(ctx, item)
		}()
	}
	wg.Wait()

	return results, errors.Join(errs...)
}
