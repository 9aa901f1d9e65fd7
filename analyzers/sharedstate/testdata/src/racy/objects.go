package racy

import "net/http"

type mock struct{ calls map[string]int }

// Two objects get here, one that was made in sight and one that was not: one finding.
func (m *mock) Handle(mux *http.ServeMux) {
	mux.HandleFunc("/a", func(w http.ResponseWriter, r *http.Request) {
		m.calls[r.RequestURI]++ // want `m.calls \(a map\) is written by several instances of one goroutine at once without a lock`
		println(m.calls[r.RequestURI])
	})
}

func setUp(mux *http.ServeMux) *mock {
	m := &mock{calls: make(map[string]int)}
	m.Handle(mux)
	return m
}
