package meter

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/telemetry/internal/config"
	"example.com/telemetry/sample"
)

func TestNew(t *testing.T) {
	tests := []struct {
		kind, target string
		ok           bool
	}{
		{"http", "http://localhost", true},
		{"file", "x", true},
		{"process", "x", true},
		{"constant", "1.5", true},
		{"constant", "much", false},
		{"abacus", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.kind+" "+tt.target, func(t *testing.T) {
			m, err := New(config.Meter{Name: "m", Kind: tt.kind, Target: tt.target}, http.DefaultClient)
			if (err == nil) != tt.ok {
				t.Fatalf("New: %v, want success: %v", err, tt.ok)
			}
			if tt.ok && m.Name() != "m" {
				t.Errorf("Name = %q", m.Name())
			}
		})
	}
}

// one checks that a meter measured exactly one sample.
func one(t *testing.T, got []sample.Sample, err error, value float64, unit sample.Unit) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Value != value || got[0].Unit != unit || got[0].At.IsZero() {
		t.Errorf("Read = %+v, want %v %s", got, value, unit)
	}
}

func TestConstant(t *testing.T) {
	got, err := Constant{name: "m", value: 7}.Read(context.Background())
	one(t, got, err, 7, sample.Count)
}

func TestHTTP(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/power":
			io.WriteString(w, "1.5 kW\n")
		case "/nonsense":
			io.WriteString(w, "<html>")
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	read := func(path string) ([]sample.Sample, error) {
		h := &HTTP{name: "m", url: srv.URL + path, client: srv.Client()}
		return h.Read(context.Background())
	}

	got, err := read("/power")
	one(t, got, err, 1.5, sample.Kilowatt)
	if _, err := read("/nonsense"); err == nil {
		t.Error("nonsense was accepted")
	}
	if _, err := read("/other"); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("missing endpoint: %v", err)
	}
}

func TestHTTPTimeout(t *testing.T) {
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		<-release
	}))
	defer srv.Close()
	defer close(release) // before the server waits for its handlers

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	h := &HTTP{name: "m", url: srv.URL, client: srv.Client()}
	if _, err := h.Read(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Read of a silent server: %v", err)
	}
}

func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "power")
	if err := os.WriteFile(path, []byte("21.5 C\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := &File{name: "m", path: path}
	got, err := f.Read(context.Background())
	one(t, got, err, 21.5, sample.Celsius)

	f.path += ".missing"
	if _, err := f.Read(context.Background()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Read of a missing file: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.Read(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Read after the end of the context: %v", err)
	}
}

func TestProcess(t *testing.T) {
	got, err := child(t, "print", "2.5").Read(context.Background())
	one(t, got, err, 2.5, sample.Kilowatt)

	if _, err := child(t, "fail").Read(context.Background()); err == nil || !strings.Contains(err.Error(), "sensor is gone") {
		t.Errorf("Read of a failing program: %v", err)
	}
	missing := &Process{name: "m", program: filepath.Join(t.TempDir(), "missing")}
	if _, err := missing.Read(context.Background()); err == nil {
		t.Error("a missing program was not reported")
	}
}

func TestProcessIsKilled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := child(t, "hang").Read(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Read of a hanging program: %v", err)
	}
}

func TestRegistry(t *testing.T) {
	var r Registry
	var wg sync.WaitGroup
	for _, name := range []string{"c", "a", "b"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := r.Add(Constant{name: name}); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()

	var names string
	for _, m := range r.All() {
		names += m.Name()
	}
	if names != "abc" {
		t.Errorf("All has %q, want abc", names)
	}
	if _, ok := r.Get("b"); !ok {
		t.Error("b is missing")
	}
	if err := r.Add(Constant{name: "b"}); err == nil {
		t.Error("a second b was accepted")
	}
}
