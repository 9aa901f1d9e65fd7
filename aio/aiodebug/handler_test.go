package aiodebug_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiodebug"
)

// withTasks runs body while a task called "watched" waits, in debug mode, under each policy.
func withTasks(t *testing.T, body func(t *testing.T)) {
	t.Helper()
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		t.Run(p.String(), func(t *testing.T) {
			err := aio.Run(context.Background(), func(co aio.Context) error {
				gate, open := aio.NewFuture[int]()
				named := make(chan struct{})
				f := aio.GoValue(co, func(co aio.Context) int {
					aio.SetName(co, "watched")
					close(named)
					return gate.Value(co)
				})
				aio.Recv(co, named)
				for aio.LoopTasks(co)[1].State != aio.TaskWaiting {
					aio.Yield(co)
				}
				aio.Call(co, func() { body(t) })
				err := open.Resolve(1)
				f.Value(co)
				return err
			}, aio.WithPolicy(p), aio.WithDebug())
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// get asks a real server.
func get(t *testing.T, method, query, accept string) (*http.Response, string) {
	t.Helper()
	s := httptest.NewServer(aiodebug.Handler())
	defer s.Close()
	r, err := http.NewRequest(method, s.URL+"/debug/tasks"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// Text is what people get.
func TestText(t *testing.T) {
	withTasks(t, func(t *testing.T) {
		resp, body := get(t, "GET", "", "")
		if kind := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || kind != "text/plain; charset=utf-8" {
			t.Errorf("status %d, Content-Type %q", resp.StatusCode, kind)
		}
		for _, part := range []string{"2 tasks\n", "task 2 watched created at ", "waits for a future of NewFuture"} {
			if !strings.Contains(body, part) {
				t.Errorf("%q is not in %q", part, body)
			}
		}
		for _, part := range []string{"goroutine ", ", for "} {
			if strings.Contains(body, part) {
				t.Errorf("%q, which nobody asked for, is in %q", part, body)
			}
		}
		_, body = get(t, "GET", "?stacks=1&durations=true", "")
		if !strings.Contains(body, "| goroutine ") || !strings.Contains(body, "aiodebug_test.withTasks") {
			t.Errorf("there are no stacks in %q", body)
		}
	})
}

// JSON is a TaskDump.
func TestJSON(t *testing.T) {
	withTasks(t, func(t *testing.T) {
		resp, body := get(t, "GET", "?format=json&durations=1", "")
		if kind := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || kind != "application/json" {
			t.Errorf("status %d, Content-Type %q", resp.StatusCode, kind)
		}
		var d aio.TaskDump
		if err := json.Unmarshal([]byte(body), &d); err != nil {
			t.Fatalf("%v in %s", err, body)
		}
		found := 0
		for _, l := range d.Loops {
			for _, task := range l.Tasks {
				if task.Name == "watched" && task.State == aio.TaskWaiting && task.Parent == 1 && task.For > 0 {
					found++
				}
			}
		}
		if d.Version != aio.DumpVersion || found != 1 {
			t.Errorf("version %d, found %d times, in %s", d.Version, found, body)
		}
	})
}

// The Accept header chooses the form when the query does not.
func TestAccept(t *testing.T) {
	for _, c := range []struct {
		query, accept string
		json          bool
	}{
		{"", "", false},
		{"", "*/*", false},
		{"", "application/json", true},
		{"", "application/json, */*", true},
		{"", "text/html, application/json;q=0.9, */*;q=0.8", true},
		{"", "text/plain, application/json", false},
		{"", "application/json, text/plain", true},
		{"", "application/json;q=0.5, text/plain", false},
		{"", "application/json;q=0", false},
		{"", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false},
		{"", "nonsense;;;", false},
		{"?format=text", "application/json", false},
		{"?format=json", "text/plain", true},
	} {
		resp, body := get(t, "GET", c.query, c.accept)
		if got := strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json"); got != c.json || json.Valid([]byte(body)) != c.json {
			t.Errorf("%q with Accept %q: JSON is %v, want %v", c.query, c.accept, got, c.json)
		}
	}
}

// What is not understood is refused, with what to do instead.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		method, query string
		status        int
		text          string
	}{
		{"POST", "", 405, "use GET"},
		{"GET", "?format=xml", 400, `format="xml" is not known; use text or json`},
		{"GET", "?stacks=many", 400, `stacks="many" is not known; use 1 or 0`},
		{"GET", "?durations=x", 400, `durations="x" is not known; use 1 or 0`},
	} {
		resp, body := get(t, c.method, c.query, "")
		if resp.StatusCode != c.status || strings.TrimSpace(body) != c.text {
			t.Errorf("%s %s: %d %q, want %d %q", c.method, c.query, resp.StatusCode, body, c.status, c.text)
		}
	}
	resp, body := get(t, "HEAD", "", "")
	if resp.StatusCode != 200 || body != "" || resp.ContentLength <= 0 {
		t.Errorf("HEAD: %d %q, length %d", resp.StatusCode, body, resp.ContentLength)
	}
}
