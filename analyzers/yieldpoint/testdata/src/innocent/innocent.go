package innocent // want package:`yieldpoint.[0-9]+.`

// Package innocent holds methods that nobody expects to wait.

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"aio"
)

type meter struct {
	name string
	mu   sync.Mutex
	ch   chan string
	src  source
}

func (m *meter) refresh() {
	resp, err := http.Get("http://example.com")
	if err == nil {
		json.NewDecoder(resp.Body).Decode(&m.name)
	}
}

func (m *meter) String() string { // want `^method String may block on net: innocent.\(\*meter\).refresh -> net/http.Get$`
	m.refresh()
	return m.name
}

func (m *meter) Error() string { return <-m.ch } // want `^method Error may block on chan: channel receive$`

type byAge []*meter

func (b byAge) Len() int      { return len(b) }
func (b byAge) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func (b byAge) Less(i, j int) bool { // want `^method Less may block on sleep: time.Sleep$`
	time.Sleep(1)
	return i < j
}

// A lock, a file and a print are not worth a finding.
func (m *meter) MarshalJSON() ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	os.Stderr.WriteString("marshal")
	return os.ReadFile(m.name)
}

type source interface{ Load() string }

type webSource struct{}

func (webSource) Load() string { http.Get("x"); return "" }

// What only an interface value could bring is not certain.
func (m *meter) GoString() string { return m.src.Load() }

type task struct{}

// The signature says that it may yield.
func (task) Equal(co aio.Context, other task) bool { http.Get("x"); return true }

// A function is not a method.
func String(m *meter) string { m.refresh(); return "" }

type future struct{ done chan error }

// This is not the method of an error.
func (f *future) Error() error { return <-f.done }

type tree struct{ ch chan int }

func (t *tree) Len(depth int) int { return <-t.ch }

func (t *tree) Format(f fmt.State, verb rune) { <-t.ch } // want `^method Format may block on chan: channel receive$`

func (t *tree) As(target any) bool { return <-t.ch > 0 } // want `^method As may block on chan: channel receive$`

func (t *tree) LogValue() slog.Value { <-t.ch; return slog.Value{} } // want `^method LogValue may block on chan: channel receive$`
