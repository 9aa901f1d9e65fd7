package aiodebug

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/asyncport/asyncport/aio"
)

// Handler returns a handler that answers with the tasks of all loops of the process.
//
// The answer is the text of aio.Dump, or the JSON of aio.DumpJSON when the query has format=json, or when there is no
// format and the Accept header prefers application/json to text. With stacks=1 it has the stacks of tasks, with
// durations=1 how long they have been waiting, as far as that is known; see aio.WithStacks and aio.WithDurations.
//
// It answers GET and HEAD only. A query that it does not understand is an error 400. It tells where the sources of the
// program were, and stops the program for a moment for stacks; so it belongs where net/http/pprof would: not into the open.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "use GET", http.StatusMethodNotAllowed)
		return
	}
	q, err := parse(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var b bytes.Buffer
	if q.json {
		err = aio.DumpJSON(&b, q.opts...)
	} else {
		aio.Dump(&b, q.opts...)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", q.contentType())
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept")
	_, _ = b.WriteTo(w) // the client has gone; there is nobody to tell
}

// query is what a client asks for.
type query struct {
	json bool
	opts []aio.DumpOption
}

func (q query) contentType() string {
	if q.json {
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}

func parse(r *http.Request) (query, error) {
	var q query
	values := r.URL.Query()
	switch format := values.Get("format"); format {
	case "":
		q.json = prefersJSON(r.Header.Values("Accept"))
	case "json":
		q.json = true
	case "text":
	default:
		return q, fmt.Errorf("format=%q is not known; use text or json", format)
	}
	for name, opt := range map[string]aio.DumpOption{"stacks": aio.WithStacks(), "durations": aio.WithDurations()} {
		on, err := flag(values.Get(name))
		if err != nil {
			return q, fmt.Errorf("%s=%q is not known; use 1 or 0", name, values.Get(name))
		}
		if on {
			q.opts = append(q.opts, opt)
		}
	}
	return q, nil
}

func flag(value string) (bool, error) {
	if value == "" {
		return false, nil
	}
	return strconv.ParseBool(value)
}

// prefersJSON reports whether the Accept headers of a request want JSON more than text. Without a preference it is text.
func prefersJSON(accept []string) bool {
	var json, text float64
	for _, entry := range strings.Split(strings.Join(accept, ","), ",") {
		kind, params, err := mime.ParseMediaType(strings.TrimSpace(entry))
		if err != nil {
			continue
		}
		quality := 1.0
		if v, err := strconv.ParseFloat(params["q"], 64); err == nil {
			quality = v
		}
		switch kind {
		case "application/json":
			json = max(json, quality)
		case "text/plain", "text/*", "*/*":
			text = max(text, quality)
		}
	}
	return json > 0 && json >= text && !(json == text && first(accept) == "text/plain")
}

// first returns the first kind of the Accept headers.
func first(accept []string) string {
	if len(accept) == 0 {
		return ""
	}
	entry, _, _ := strings.Cut(accept[0], ",")
	kind, _, _ := mime.ParseMediaType(strings.TrimSpace(entry))
	return kind
}
