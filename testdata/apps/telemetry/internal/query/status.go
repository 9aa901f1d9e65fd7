package query

import (
	"encoding/json"
	"net/http"

	"example.com/telemetry/internal/agent"
	"example.com/telemetry/internal/store"
)

// statusHandler answers /status: is the agent well?
type statusHandler struct {
	stats func() agent.Stats
	store *store.Store
}

// ServeHTTP implements [http.Handler].
func (h statusHandler) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	if _, err := h.store.Meters(); err != nil {
		http.Error(w, "database: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	writeJSON(w, h.stats())
}

// reply answers with v.
func (s *Server) reply(w http.ResponseWriter, v any) {
	if err := writeJSON(w, v); err != nil {
		s.logger.Printf("query: reply is lost: %v", err)
	}
}

// writeJSON writes v as the body of a response.
func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}
