package telemetry_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"example.com/telemetry"
	"example.com/telemetry/internal/config"
)

// open opens an agent with an empty database and patience.
func open(t *testing.T, c telemetry.Config) *telemetry.Agent {
	t.Helper()
	c.Database = filepath.Join(t.TempDir(), "test.db")
	if c.Timeout == 0 {
		c.Timeout = config.Duration(time.Minute)
	}
	a, err := telemetry.Open(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// constant describes a meter that always works.
func constant(name, value string) telemetry.MeterConfig {
	return telemetry.MeterConfig{Name: name, Kind: "constant", Target: value}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "test.db")
	tests := []struct {
		name string
		c    telemetry.Config
	}{
		{"no database", telemetry.Config{}},
		{"bad meter", telemetry.Config{Database: db, Meters: []telemetry.MeterConfig{{Name: "m", Kind: "abacus"}}}},
		{"bad path", telemetry.Config{Database: filepath.Join(dir, "missing", "test.db")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := telemetry.Open(tt.c, nil); err == nil {
				t.Error("Open did not fail")
			}
		})
	}
}

func TestCollect(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "1.5 kW\n")
	}))
	defer srv.Close()
	a := open(t, telemetry.Config{Meters: []telemetry.MeterConfig{
		{Name: "boiler", Kind: "http", Target: srv.URL, Labels: map[string]string{"room": "cellar"}},
		constant("zero", "0"),
	}})
	if err := a.Collect(context.Background()); err != nil {
		t.Fatal(err)
	}
	got, err := a.Latest("boiler")
	if err != nil || got.Value != 1500 || got.Unit != "W" || got.Labels["room"] != "cellar" {
		t.Errorf("Latest = %+v, %v", got, err)
	}
	if _, err := a.Latest("zero"); err != nil {
		t.Error(err)
	}
}

// One broken meter must not cost the samples of the others.
func TestCollectKeepsTheGood(t *testing.T) {
	a := open(t, telemetry.Config{Attempts: 1, Meters: []telemetry.MeterConfig{
		constant("good", "1"),
		{Name: "bad", Kind: "file", Target: filepath.Join(t.TempDir(), "missing")},
	}})
	if err := a.Collect(context.Background()); err == nil {
		t.Error("Collect did not report the broken meter")
	}
	if _, err := a.Latest("good"); err != nil {
		t.Error(err)
	}
	if _, err := a.Latest("bad"); err == nil {
		t.Error("the broken meter has a sample")
	}
}

func TestCollectCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a := open(t, telemetry.Config{Meters: []telemetry.MeterConfig{constant("m", "1")}})
	a.Collect(ctx) // must return; whether the sample made it is a matter of luck
	if err := a.Collect(context.Background()); err != nil {
		t.Errorf("Collect after a cancelled one: %v", err)
	}
}

// Run polls with one worker, so the second poll tells that the sample of the
// first is on its way to the database.
func TestRun(t *testing.T) {
	polls := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case polls <- struct{}{}:
		case <-ctx.Done():
		case <-r.Context().Done():
		}
		io.WriteString(w, "3\n")
	}))
	defer srv.Close()
	inventory := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]map[string]string{"m": {"room": "attic"}})
	}))
	defer inventory.Close()

	a := open(t, telemetry.Config{
		Interval:  config.Duration(time.Millisecond),
		Workers:   1,
		Inventory: inventory.URL,
		Meters:    []telemetry.MeterConfig{{Name: "m", Kind: "http", Target: srv.URL}},
	})
	ran := make(chan error, 1)
	go func() { ran <- a.Run(ctx) }()

	<-polls
	<-polls
	a.Flush()
	cancel()
	if err := <-ran; err != nil {
		t.Errorf("Run: %v", err)
	}
	got, err := a.Latest("m")
	if err != nil || got.Value != 3 || got.Labels["room"] != "attic" {
		t.Errorf("Latest = %+v, %v", got, err)
	}
}

func TestClient(t *testing.T) {
	for _, executor := range []string{"blocking", "goroutine", "pool"} {
		t.Run(executor, func(t *testing.T) {
			a := open(t, telemetry.Config{
				Executor: executor,
				Meters:   []telemetry.MeterConfig{constant("m", "5")},
			})
			addr, stop := serve(t, a)
			defer stop()
			c, err := telemetry.Dial(addr)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			use(t, c)
		})
	}
}

// serve runs the message server of a until stop is called.
func serve(t *testing.T, a *telemetry.Agent) (addr string, stop func()) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- a.ServeMessages(ctx, ln) }()
	return ln.Addr().String(), func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("ServeMessages: %v", err)
		}
	}
}

// use calls every method of c.
func use(t *testing.T, c *telemetry.Client) {
	ctx := context.Background()
	if err := c.Collect(); err != nil {
		t.Fatal(err)
	}
	got, err := c.Latest(ctx, "m")
	if err != nil || got.Value != 5 {
		t.Errorf("Latest = %+v, %v", got, err)
	}
	if _, err := c.Latest(ctx, "x"); err == nil {
		t.Error("Latest of an unknown meter did not fail")
	}

	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	err = c.Push(ctx,
		telemetry.Sample{Meter: "manual", Value: 1, At: noon},
		telemetry.Sample{Meter: "manual", Value: 2, At: noon.Add(time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Push(ctx, telemetry.Sample{}); err == nil {
		t.Error("an invalid sample was accepted")
	}
	samples, err := c.Range(ctx, "manual", noon, noon.Add(time.Minute))
	if err != nil || len(samples) != 1 || samples[0].Value != 1 {
		t.Errorf("Range = %+v, %v", samples, err)
	}
}

func TestUnknownExecutor(t *testing.T) {
	a := open(t, telemetry.Config{Executor: "psychic"})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.ServeMessages(context.Background(), ln); err == nil {
		t.Error("ServeMessages did not fail")
	}
}

func TestDialGivesUp(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	if _, err := telemetry.Dial(ln.Addr().String()); err == nil {
		t.Error("Dial of a closed port did not fail")
	}
}
