// Package query answers questions about samples over HTTP.
package query

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"time"

	"example.com/telemetry/internal/agent"
	"example.com/telemetry/internal/pipeline"
	"example.com/telemetry/internal/store"
)

// shutdownTimeout is how long running requests may take to end.
const shutdownTimeout = 5 * time.Second

// Server answers HTTP requests from a store.
type Server struct {
	store  *store.Store
	labels pipeline.Labeler
	logger *log.Logger
	mux    *http.ServeMux
}

// NewServer returns a server for st. Labels come from labels, and the figures
// of /status from stats.
func NewServer(st *store.Store, labels pipeline.Labeler, stats func() agent.Stats, logger *log.Logger) *Server {
	s := &Server{store: st, labels: labels, logger: logger, mux: http.NewServeMux()}
	s.mux.HandleFunc("GET /meters", s.handleMeters)
	s.mux.HandleFunc("GET /meters/{meter}", s.handleMeter)
	s.mux.HandleFunc("GET /samples/{meter}", s.handleSamples)
	s.mux.HandleFunc("GET /summary", s.handleSummary)
	s.mux.Handle("GET /status", statusHandler{stats: stats, store: st})
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mux.ServeHTTP(w, r)
}

// Serve answers the requests of ln until ctx ends. Then it takes no further
// requests, and lets the running ones finish.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          s.logger,
	}

	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}

	// ctx is over, so the shutdown needs a context of its own.
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return err
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
