package query

import (
	"context"
	"errors"
	"net/http"
	"time"

	"example.com/telemetry/internal/cache"
	"example.com/telemetry/internal/parallel"
	"example.com/telemetry/internal/store"
	"example.com/telemetry/sample"
)

// defaultRange is how far back /samples and /summary look when the request
// does not say.
const defaultRange = 24 * time.Hour

// queryLimit is how many meters are summarized at once.
const queryLimit = 4

// handleMeters lists the meters that have samples.
func (s *Server) handleMeters(w http.ResponseWriter, r *http.Request) {
	names, err := s.store.Meters()
	if err != nil {
		s.fail(w, err)
		return
	}
	s.reply(w, names)
}

// meterInfo is the answer of /meters/{meter}.
type meterInfo struct {
	Latest sample.Sample     `json:"latest"`
	Labels map[string]string `json:"labels,omitempty"`
}

// handleMeter describes one meter: its latest sample and its labels.
func (s *Server) handleMeter(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("meter")

	// Ask the inventory while the database works.
	labels := make(chan map[string]string, 1)
	go func() {
		labels <- s.lookup(name)
	}()

	latest, err := s.store.Latest(name)
	info := meterInfo{Latest: latest, Labels: <-labels}
	if err != nil {
		s.fail(w, err)
		return
	}
	s.reply(w, info)
}

// lookup returns the labels of a meter, or nil when nobody knows them.
func (s *Server) lookup(meter string) map[string]string {
	labels, err := s.labels.Lookup(meter)
	if err != nil && !errors.Is(err, cache.ErrUnknown) {
		s.logger.Printf("query: %v", err)
	}
	return labels
}

// handleSamples returns the samples of one meter.
func (s *Server) handleSamples(w http.ResponseWriter, r *http.Request) {
	since, err := sinceOf(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	series := s.store.Series(r.PathValue("meter"))
	s.logger.Printf("query: %s asks for %v of %s", r.RemoteAddr, since, series)
	samples, err := series.Since(since)
	if err != nil {
		s.fail(w, err)
		return
	}
	s.reply(w, samples)
}

// handleSummary returns a summary of every meter.
func (s *Server) handleSummary(w http.ResponseWriter, r *http.Request) {
	since, err := sinceOf(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	names, err := s.store.Meters()
	if err != nil {
		s.fail(w, err)
		return
	}
	summaries, err := parallel.Map(r.Context(), names, queryLimit,
		func(_ context.Context, name string) (sample.Summary, error) {
			samples, err := s.store.Series(name).Since(since)
			return sample.Summarize(name, samples), err
		})
	if err != nil {
		s.fail(w, err)
		return
	}
	s.reply(w, summaries)
}

// sinceOf returns how far back a request wants to look.
func sinceOf(r *http.Request) (time.Duration, error) {
	text := r.FormValue("since")
	if text == "" {
		return defaultRange, nil
	}
	return time.ParseDuration(text)
}

// fail answers with an error.
func (s *Server) fail(w http.ResponseWriter, err error) {
	if errors.Is(err, store.ErrNotFound) {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	s.logger.Printf("query: %v", err)
	http.Error(w, "internal error", http.StatusInternalServerError)
}
