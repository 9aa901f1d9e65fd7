package query_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/telemetry/internal/agent"
	"example.com/telemetry/internal/cache"
	"example.com/telemetry/internal/query"
	"example.com/telemetry/internal/store"
	"example.com/telemetry/sample"
)

// newServer returns a server with the samples of two meters.
func newServer(t *testing.T) (*query.Server, *store.Store) {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	now := time.Now()
	err = st.Append(
		sample.Sample{Meter: "a", Value: 1, At: now.Add(-48 * time.Hour)},
		sample.Sample{Meter: "a", Value: 2, At: now.Add(-time.Minute)},
		sample.Sample{Meter: "a", Value: 4, At: now},
		sample.Sample{Meter: "b", Value: 7, At: now},
	)
	if err != nil {
		t.Fatal(err)
	}
	labels := cache.Fixed{"a": {"room": "attic"}}
	stats := func() agent.Stats { return agent.Stats{Polls: 42} }
	return query.NewServer(st, labels, stats, log.New(io.Discard, "", 0)), st
}

func TestQueries(t *testing.T) {
	handler, _ := newServer(t)
	srv := httptest.NewServer(handler)
	defer srv.Close()

	tests := []struct {
		path   string
		status int
		want   string // part of the answer
	}{
		{"/meters", 200, `["a","b"]`},
		{"/meters/a", 200, `"labels":{"room":"attic"}`},
		{"/meters/a", 200, `"value":4`},
		{"/meters/b", 200, `"value":7`},
		{"/meters/x", 404, "no samples"},
		{"/samples/b", 200, `[{"meter":"b","value":7`},
		{"/samples/x", 200, "null"},
		{"/samples/a?since=yesterday", 400, "invalid duration"},
		{"/summary", 200, `[{"meter":"a","count":2,"min":2,"max":4,"mean":3},{"meter":"b","count":1`},
		{"/summary?since=72h", 200, `{"meter":"a","count":3`},
		{"/summary?since=x", 400, "invalid duration"},
		{"/status", 200, `"polls":42`},
		{"/nowhere", 404, ""},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			resp, err := srv.Client().Get(srv.URL + tt.path)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != tt.status || !strings.Contains(string(body), tt.want) {
				t.Errorf("got %d %s, want %d %s", resp.StatusCode, body, tt.status, tt.want)
			}
		})
	}
}

func TestBrokenDatabase(t *testing.T) {
	srv, st := newServer(t)
	st.Close()
	for path, want := range map[string]int{"/status": 503, "/meters": 500, "/summary": 500} {
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("%s: status %d, want %d", path, w.Code, want)
		}
	}
}

func TestServeStops(t *testing.T) {
	srv, _ := newServer(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ctx, ln) }()

	client := &http.Client{}
	resp, err := client.Get("http://" + ln.Addr().String() + "/meters")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	if err := json.NewDecoder(resp.Body).Decode(&names); err != nil || len(names) != 2 {
		t.Errorf("meters = %v, %v", names, err)
	}
	resp.Body.Close()
	client.CloseIdleConnections()

	cancel()
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestServeFails(t *testing.T) {
	srv, _ := newServer(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	if err := srv.Serve(context.Background(), ln); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve on a closed listener: %v", err)
	}
}
