package aiohttp_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiohttp"
	"github.com/asyncport/asyncport/aio/aioio"
)

// echo answers with the method and the body of the request.
func echo(co aio.Context, w http.ResponseWriter, r *http.Request) {
	b, _ := aioio.ReadAll(co, r.Body)
	fmt.Fprintf(aioio.BindWriter(co, w), "%s %s %s", r.Method, r.Header.Get("Content-Type"), b)
}

// Given the forms of a request, when client and handler are tasks of one loop, then each is the form of net/http, and the
// loop is never held up.
func TestRequestForms(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		serving(t, co, echo, func(at string) {
			c := client(t)
			resp, err := c.Get(co, at)
			want(t, "Get", text(t, co, resp, err), "200 GET  ")
			resp, err = c.Post(co, at, "a/b", strings.NewReader("body"))
			want(t, "Post", text(t, co, resp, err), "200 POST a/b body")
			resp, err = c.PostForm(co, at, url.Values{"k": {"v"}})
			want(t, "PostForm", text(t, co, resp, err), "200 POST application/x-www-form-urlencoded k=v")
			resp, err = c.Head(co, at)
			want(t, "Head", text(t, co, resp, err), "200 ")
			req, _ := http.NewRequestWithContext(co, "PUT", at, nil)
			resp, err = c.Do(co, req)
			want(t, "Do", text(t, co, resp, err), "200 PUT  ")
		})
	})
}

// Given the functions of the package and a Client without an http.Client, when they are used, then http.DefaultClient is.
func TestDefaultClient(t *testing.T) {
	used := 0
	old := http.DefaultClient.Transport
	http.DefaultClient.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		used++
		return nil, errBoom
	})
	defer func() { http.DefaultClient.Transport = old }()
	both(t, func(t *testing.T, co aio.Context) {
		const at = "http://host.invalid/"
		used = 0
		var none *aiohttp.Client
		for name, err := range map[string]error{
			"Get":        second(aiohttp.Get(co, at)),
			"Head":       second(aiohttp.Head(co, at)),
			"Post":       second(aiohttp.Post(co, at, "", nil)),
			"PostForm":   second(aiohttp.PostForm(co, at, nil)),
			"nil client": second(none.Get(co, at)),
			"wrapped":    second(aiohttp.WrapClient(nil).Get(co, at)),
		} {
			wantErr(t, name, err, errBoom)
			var e *url.Error
			want(t, name+" gives a url.Error", errors.As(err, &e), true)
		}
		want(t, "requests", used, 6)
	})
}

type roundTrip func(r *http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func second[T any](_ T, err error) error { return err }

// Given a request with the context of a task, when the task is cancelled, then Do ends with the *url.Error of net/http, and
// the handler sees that the client has gone.
func TestRequestIsCancelledRule325(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		entered, gone := make(chan struct{}), make(chan error, 1)
		serving(t, co, func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			close(entered)
			_, _, err := aio.RecvContext(co, make(chan int))
			gone <- err
		}, func(at string) {
			c := client(t)
			task := aio.Go(co, func(co aio.Context) (*http.Response, error) {
				req, err := http.NewRequestWithContext(co, "GET", at, nil)
				if err != nil {
					return nil, err
				}
				return c.Do(co, req)
			})
			aio.Recv(co, entered)
			task.Cancel(errBoom)
			_, err := task.Await(co)
			var e *url.Error
			want(t, "Do gives a url.Error", errors.As(err, &e), true)
			wantErr(t, "Do", err, errBoom)
			wantErr(t, "handler", aio.Recv(co, gone), context.Canceled)
		})
	})
}

// Given Get, which has no context, when its task is cancelled, then it goes on to the answer.
func TestPlainGetIsNotCancelledRule326(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		entered, gate := make(chan struct{}), make(chan struct{})
		serving(t, co, func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			close(entered)
			aio.Recv(co, gate)
			hello(co, w, r)
		}, func(at string) {
			c := client(t)
			task := aio.Go(co, func(co aio.Context) (string, error) {
				resp, err := c.Get(co, at)
				return text(t, co, resp, err), nil
			})
			aio.Recv(co, entered)
			task.Cancel(errBoom)
			close(gate)
			v, err := task.Await(co)
			want(t, "answer", v, "200 hello")
			wantErr(t, "Await", err, nil)
		})
	})
}

// Given a response whose request had the context of a task, when that task has ended, then the rest of the body cannot be
// read: what outlives a task must not use its context.
func TestBodyEndsWithItsContextRule327(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		serving(t, co, func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			w.(http.Flusher).Flush()
			_, _, _ = aio.RecvContext(co, make(chan int)) // the body never ends
		}, func(at string) {
			c := client(t)
			resp, err := aio.Go(co, func(co aio.Context) (*http.Response, error) {
				req, err := http.NewRequestWithContext(co, "GET", at, nil)
				if err != nil {
					return nil, err
				}
				return c.Do(co, req)
			}).Await(co)
			wantErr(t, "Do", err, nil)
			defer resp.Body.Close()
			_, err = aioio.ReadAll(co, resp.Body)
			wantErr(t, "ReadAll", err, context.Canceled)
		})
	})
}

// Given a client with redirects, when it follows them, then CheckRedirect is called and each hop is a request of its own.
func TestRedirect(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		serving(t, co, func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				http.Redirect(w, r, "/end", http.StatusFound)
				return
			}
			hello(co, w, r)
		}, func(at string) {
			c := client(t)
			hops := 0
			c.CheckRedirect = func(*http.Request, []*http.Request) error { hops++; return nil }
			resp, err := c.Get(co, at)
			want(t, "answer", text(t, co, resp, err), "200 hello")
			want(t, "hops", hops, 1)
		})
	})
}
