package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// History is what earlier runs counted, the oldest first. Its file has one
// line for each revision, so that lines of two branches merge by keeping both.
type History []HistoryEntry

// ParseHistory reads a history. name is for errors. A revision that is there
// twice, as after a merge that kept both sides, counts by its last line, in the
// place of the first.
func ParseHistory(name string, data []byte) (History, error) {
	var h History
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		for _, marker := range []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
			if strings.HasPrefix(line, marker) {
				return nil, fmt.Errorf("%s:%d: a merge conflict: remove its markers and keep the lines of both sides", name, i+1)
			}
		}
		var e HistoryEntry
		dec := json.NewDecoder(strings.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&e); err != nil {
			return nil, fmt.Errorf("%s:%d: not a line of a history: %w", name, i+1, err)
		}
		if err := CheckRevision(e.Revision); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		h = h.With(e)
	}
	return h, nil
}

// CheckRevision says what is wrong with the name of a revision, if anything.
func CheckRevision(revision string) error {
	if revision == "" || strings.ContainsFunc(revision, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return fmt.Errorf("revision %q: want one word, such as a tag or what git rev-parse --short HEAD prints", revision)
	}
	return nil
}

// With returns h with e in the place of the entry of the same revision, or
// else at the end.
func (h History) With(e HistoryEntry) History {
	h = slices.Clone(h)
	if i := h.find(e.Revision); i >= 0 {
		h[i] = e
		return h
	}
	return append(h, e)
}

// Before returns the entries older than that of a revision; all when it has
// none.
func (h History) Before(revision string) History {
	if i := h.find(revision); i >= 0 {
		return h[:i]
	}
	return h
}

func (h History) find(revision string) int {
	return slices.IndexFunc(h, func(e HistoryEntry) bool { return e.Revision == revision })
}

// Format returns the file's contents.
func (h History) Format() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, e := range h {
		if err := enc.Encode(e); err != nil {
			return nil, fmt.Errorf("write the history: %w", err)
		}
	}
	return b.Bytes(), nil
}
