package aiohttp_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiohttp"
)

// Given a server on a serial loop, when many requests come at once, then its handlers and the other tasks change shared state
// without a lock, because one runs at a time; the race detector watches.
func TestHandlersRunInTurnRule328(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		counter := 0
		serving(t, co, func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			before := counter
			counter = before + 1
			hello(co, w, r)
			counter++
		}, func(at string) {
			c := client(t)
			var wg aio.WaitGroup
			for range 8 {
				wg.Go(co, func(co aio.Context) {
					resp, err := c.Get(co, at)
					want(t, "answer", text(t, co, resp, err), "200 hello")
					counter++
				})
			}
			wg.Wait(co)
		})
		want(t, "counter", counter, 24) // a short answer is sent after the end of its handler
	})
}

// Given a handler that panics, when net/http recovers that, then the turn of the handler has been given on and the server
// answers the next request.
func TestPanicInHandlerRule329(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		serving(t, co, func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/panic" {
				panic(http.ErrAbortHandler)
			}
			hello(co, w, r)
		}, func(at string) {
			c := client(t)
			_, err := c.Get(co, at+"/panic")
			wantErr(t, "Get", err, io.EOF)
			resp, err := c.Get(co, at)
			want(t, "answer", text(t, co, resp, err), "200 hello")
		})
	})
}

// Given a handler behind plain ones, and one that calls another, when a request comes, then all of them are one task.
func TestMiddleware(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var mux http.ServeMux
		mux.Handle("/in", aiohttp.HandlerFunc(hello))
		outer := func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			aio.Yield(co)
			mux.ServeHTTP(w, r)
			aio.Yield(co)
		}
		serving(t, co, outer, func(at string) {
			resp, err := client(t).Get(co, at+"/in")
			want(t, "answer", text(t, co, resp, err), "200 hello")
		})
	})
}

// Given a server of httptest, when BaseContext is set, then its handlers run on the loop of co.
func TestBaseContext(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		shared := 0
		s := httptest.NewUnstartedServer(aiohttp.HandlerFunc(func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			shared++
			aio.Yield(co)
			hello(co, w, r)
		}))
		s.Config.BaseContext = aiohttp.BaseContext(co)
		s.Start()
		for range 3 {
			resp, err := aiohttp.WrapClient(s.Client()).Get(co, s.URL)
			want(t, "answer", text(t, co, resp, err), "200 hello")
			shared++
		}
		aio.Call(co, s.Close)
		want(t, "shared", shared, 6)
	})
}

// Given a handler whose server knows no loop, when a request comes, then it runs on the loop of the process; the same holds
// for those of HandleFunc.
func TestHandlerWithoutALoop(t *testing.T) {
	const path = "/aiohttp-test-handler-without-a-loop"
	if _, pattern := http.DefaultServeMux.Handler(httptest.NewRequest("GET", path, nil)); pattern == "" { // not with -count
		aiohttp.HandleFunc(path, hello)
	}
	w := httptest.NewRecorder()
	http.DefaultServeMux.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	want(t, "body", w.Body.String(), "hello")
}

// Given a BaseContext of the user's, when the server serves, then it is left alone.
func TestBaseContextOfTheUser(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		type key struct{}
		base := aiohttp.BaseContext(aio.WithValue(co, key{}, "mine"))
		seen := make(chan any, 1)
		l := listen(t)
		s := aiohttp.WrapServer(&http.Server{
			BaseContext: base,
			ErrorLog:    log.New(io.Discard, "", 0),
			Handler:     http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { seen <- r.Context().Value(key{}) }),
		})
		served := aio.Go(co, func(co aio.Context) (int, error) { return 0, s.Serve(co, l) })
		resp, err := client(t).Get(co, "http://"+l.Addr().String())
		want(t, "answer", text(t, co, resp, err), "200 ")
		want(t, "value", <-seen, any("mine"))
		wantErr(t, "Shutdown", s.Shutdown(co), nil)
		_, err = served.Await(co)
		wantErr(t, "Serve", err, http.ErrServerClosed)
	})
}
