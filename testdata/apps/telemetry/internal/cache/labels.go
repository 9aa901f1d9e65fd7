// Package cache remembers what the inventory service knows about meters.
package cache

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// ErrUnknown is returned for a meter that the inventory does not list.
var ErrUnknown = errors.New("unknown meter")

// entry is what the cache knows about one meter.
type entry struct {
	labels  map[string]string
	fetched time.Time
}

// Labels caches the labels of meters. It is safe for concurrent use.
type Labels struct {
	base   string // base URL of the inventory
	client *http.Client
	ttl    time.Duration

	mu      sync.Mutex
	entries map[string]entry // by meter, guarded by mu

	warm    sync.Once
	warmErr error // set by warm
}

// New returns an empty cache in front of the inventory at base. Labels are
// fetched again when they are older than ttl.
func New(base string, client *http.Client, ttl time.Duration) *Labels {
	return &Labels{
		base:    base,
		client:  client,
		ttl:     ttl,
		entries: make(map[string]entry),
	}
}

// Lookup returns the labels of a meter, from the cache if they are fresh.
// Stale labels are better than none: they are used while the inventory is
// out of reach.
func (l *Labels) Lookup(meter string) (map[string]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()

	e, ok := l.entries[meter]
	if ok && time.Since(e.fetched) < l.ttl {
		return e.labels, nil
	}
	var labels map[string]string
	err := l.get("/labels/"+url.PathEscape(meter), &labels)
	if err != nil {
		if ok {
			return e.labels, nil // stale
		}
		return nil, fmt.Errorf("labels of %s: %w", meter, err)
	}
	l.entries[meter] = entry{labels: labels, fetched: time.Now()}
	return labels, nil
}

// Warm fetches the labels of all meters in one request. Only the first call
// does so; the others wait for it and return its result.
func (l *Labels) Warm() error {
	l.warm.Do(func() {
		var all map[string]map[string]string
		if err := l.get("/labels", &all); err != nil {
			l.warmErr = fmt.Errorf("warm labels: %w", err)
			return
		}
		now := time.Now()
		l.mu.Lock()
		defer l.mu.Unlock()
		for meter, labels := range all {
			l.entries[meter] = entry{labels: labels, fetched: now}
		}
	})
	return l.warmErr
}

// Forget drops the labels of a meter and reports whether there were any.
func (l *Labels) Forget(meter string) bool {
	l.mu.Lock()
	if _, ok := l.entries[meter]; !ok {
		l.mu.Unlock()
		return false // nothing to forget
	}
	delete(l.entries, meter)
	l.mu.Unlock()
	return true
}

// get decodes the answer of the inventory to a request for path.
func (l *Labels) get(path string, into any) error {
	resp, err := l.client.Get(l.base + path)
	if err != nil {
		return err
	}
	defer resp.Body.Close()

	switch resp.StatusCode {
	case http.StatusOK:
		return json.NewDecoder(resp.Body).Decode(into)
	case http.StatusNotFound:
		return ErrUnknown
	default:
		return fmt.Errorf("inventory: %s", resp.Status)
	}
}
