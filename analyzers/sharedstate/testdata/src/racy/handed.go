package racy

import "net/http"

// Another package calls the function, with no lock of ours.
type counter struct{ hits int }

func (c *counter) register(mux *http.ServeMux) {
	mux.HandleFunc("/a", c.serve)
	mux.Handle("/b", http.HandlerFunc(c.serve))
}

func (c *counter) serve(w http.ResponseWriter, r *http.Request) {
	go func() {
		c.hits++ // want `c.hits is written .*`
	}()
	c.hits++
}
