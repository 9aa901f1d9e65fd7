package cache_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/telemetry/internal/cache"
)

// inventory is a label service that can fail.
type inventory struct {
	*httptest.Server
	requests atomic.Int32
	down     atomic.Bool
}

func newInventory(t *testing.T) *inventory {
	all := map[string]map[string]string{
		"boiler": {"room": "cellar"},
		"roof":   {"room": "attic"},
	}
	inv := &inventory{}
	mux := http.NewServeMux()
	mux.HandleFunc("/labels", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(all)
	})
	mux.HandleFunc("/labels/{meter}", func(w http.ResponseWriter, r *http.Request) {
		labels, ok := all[r.PathValue("meter")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		json.NewEncoder(w).Encode(labels)
	})
	inv.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inv.requests.Add(1)
		if inv.down.Load() {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(inv.Close)
	return inv
}

func TestLookupCaches(t *testing.T) {
	inv := newInventory(t)
	l := cache.New(inv.URL, inv.Client(), time.Hour)
	for range 3 {
		labels, err := l.Lookup("boiler")
		if err != nil || labels["room"] != "cellar" {
			t.Fatalf("Lookup = %v, %v", labels, err)
		}
	}
	if n := inv.requests.Load(); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
	if !l.Forget("boiler") || l.Forget("boiler") {
		t.Error("Forget does not tell what it forgot")
	}
	l.Lookup("boiler")
	if n := inv.requests.Load(); n != 2 {
		t.Errorf("%d requests after Forget, want 2", n)
	}
}

func TestLookupUnknown(t *testing.T) {
	inv := newInventory(t)
	l := cache.New(inv.URL, inv.Client(), time.Hour)
	if _, err := l.Lookup("garage"); !errors.Is(err, cache.ErrUnknown) {
		t.Errorf("Lookup of an unknown meter: %v", err)
	}
}

func TestLookupStale(t *testing.T) {
	inv := newInventory(t)
	l := cache.New(inv.URL, inv.Client(), 0) // never fresh
	if _, err := l.Lookup("roof"); err != nil {
		t.Fatal(err)
	}
	inv.down.Store(true)
	labels, err := l.Lookup("roof")
	if err != nil || labels["room"] != "attic" {
		t.Errorf("stale Lookup = %v, %v", labels, err)
	}
	if _, err := l.Lookup("boiler"); err == nil {
		t.Error("labels came out of nowhere")
	}
}

func TestWarm(t *testing.T) {
	inv := newInventory(t)
	l := cache.New(inv.URL, inv.Client(), time.Hour)
	var wg sync.WaitGroup
	for range 5 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := l.Warm(); err != nil {
				t.Error(err)
			}
			for _, meter := range []string{"boiler", "roof"} {
				if _, err := l.Lookup(meter); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wg.Wait()
	if n := inv.requests.Load(); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

func TestWarmFails(t *testing.T) {
	inv := newInventory(t)
	inv.down.Store(true)
	l := cache.New(inv.URL, inv.Client(), time.Hour)
	first, second := l.Warm(), l.Warm()
	if first == nil || first != second {
		t.Errorf("Warm = %v, then %v, want the same error", first, second)
	}
}

func TestFixed(t *testing.T) {
	f := cache.Fixed{"m": {"room": "hall"}}
	if labels, err := f.Lookup("m"); err != nil || labels["room"] != "hall" {
		t.Errorf("Lookup = %v, %v", labels, err)
	}
	if _, err := f.Lookup("x"); !errors.Is(err, cache.ErrUnknown) {
		t.Errorf("Lookup of an unknown meter: %v", err)
	}
}
