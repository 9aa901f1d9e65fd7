package alert_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"example.com/telemetry/internal/alert"
)

func TestMemory(t *testing.T) {
	m := &alert.Memory{Limit: 2}
	for _, meter := range []string{"a", "b", "c"} {
		if err := m.Notify(alert.Alert{Meter: meter, Reason: "cold"}); err != nil {
			t.Fatal(err)
		}
	}
	got := m.Alerts()
	if len(got) != 2 || got[0].String() != "b: cold" || got[1].String() != "c: cold" {
		t.Errorf("Alerts = %v", got)
	}
}

func TestWebhook(t *testing.T) {
	posted := make(chan alert.Alert, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var a alert.Alert
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			t.Error(err)
		}
		posted <- a
		if r.URL.Path == "/refuse" {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer srv.Close()

	var n alert.Notifier = alert.NewWebhook(srv.URL, srv.Client())
	sent := alert.Alert{Meter: "m", Reason: "hot", At: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)}
	if err := n.Notify(sent); err != nil {
		t.Fatal(err)
	}
	if got := <-posted; got != sent {
		t.Errorf("posted %+v, want %+v", got, sent)
	}

	n = alert.NewWebhook(srv.URL+"/refuse", srv.Client())
	if err := n.Notify(sent); err == nil {
		t.Error("a refused alert was not reported")
	}
}
