package aio_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// HTTP handlers enter the loop of the context of their server, wait there, and share a counter that needs no lock under
// Serial.
func TestHandlersEnterTheLoop(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex // needed under Goroutines
		served := 0
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			co, leave := aio.Enter(r.Context())
			defer leave()
			g, gc := aio.NewGroup(co)
			for range 3 {
				g.Go(gc, func(co aio.Context) error {
					if err := aio.SleepContext(co, time.Millisecond); err != nil {
						return err
					}
					m.Lock(co)
					defer m.Unlock()
					served++
					return nil
				})
			}
			if err := g.Wait(co); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			aio.Call(co, func() { fmt.Fprint(w, "ok") })
		})
		server := httptest.NewUnstartedServer(handler)
		server.Config.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(co) }
		server.Start()
		defer server.Close()
		var g aio.Group
		for range 20 {
			g.Go(co, func(co aio.Context) error {
				body, err := aio.Call2(co, func() ([]byte, error) {
					resp, err := server.Client().Get(server.URL)
					if err != nil {
						return nil, err
					}
					defer resp.Body.Close()
					return io.ReadAll(resp.Body)
				})
				want(t, "body", string(body), "ok")
				return err
			})
		}
		wantErr(t, "Wait", g.Wait(co), nil)
		want(t, "tasks that served", served, 60)
	})
}
