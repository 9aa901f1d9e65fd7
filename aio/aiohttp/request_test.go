package aiohttp_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiohttp"
	"github.com/asyncport/asyncport/aio/aioio"
)

// Given a form whose body comes from another task of the loop, when a handler asks for a value, then the loop is released
// until the body is there.
func TestFormFromATask(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		serving(t, co, func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			req := aiohttp.WrapRequest(r)
			fmt.Fprintf(w, "%s %s", req.FormValue(co, "a"), req.PostFormValue(co, "b"))
		}, func(at string) {
			body, feed := io.Pipe()
			c := client(t)
			answer := aio.Go(co, func(co aio.Context) (string, error) {
				resp, err := c.Post(co, at, "application/x-www-form-urlencoded", body)
				return text(t, co, resp, err), nil
			})
			for _, part := range []string{"a=1", "&b=", "2"} {
				_, err := aioio.WriteString(co, feed, part)
				wantErr(t, "WriteString", err, nil)
			}
			wantErr(t, "Close", feed.Close(), nil)
			v, _ := answer.Await(co)
			want(t, "answer", v, "200 1 2")
		})
	})
}

// Given a form with a file, when it is parsed, then its parts are those of net/http.
func TestMultipartForm(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("file", "name.txt")
		wantErr(t, "CreateFormFile", err, nil)
		_, _ = io.WriteString(part, "content")
		wantErr(t, "Close", form.Close(), nil)
		r := aiohttp.WrapRequest(httptest.NewRequest("POST", "/?q=1", &body))
		r.Header.Set("Content-Type", form.FormDataContentType())
		wantErr(t, "ParseMultipartForm", r.ParseMultipartForm(co, 1<<20), nil)
		f, header, err := r.FormFile(co, "file")
		wantErr(t, "FormFile", err, nil)
		b, err := aioio.ReadAll(co, f)
		want(t, "content", string(b), "content")
		want(t, "name", header.Filename, "name.txt")
		wantErr(t, "ReadAll", err, nil)
		_, _, err = r.FormFile(co, "none")
		wantErr(t, "FormFile", err, http.ErrMissingFile)
		want(t, "query", r.FormValue(co, "q"), "1")
		want(t, "nil wrapped", aiohttp.WrapRequest(nil), nil)
	})
}

// Given a task that is ready, when a method that reads the body is called, then that task has its turn.
func TestRequestMethodsYield(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		r := aiohttp.WrapRequest(httptest.NewRequest("POST", "/", strings.NewReader("a=1")))
		for name, op := range map[string]func(){
			"ParseForm":          func() { _ = r.ParseForm(co) },
			"ParseMultipartForm": func() { _ = r.ParseMultipartForm(co, 1) },
			"FormValue":          func() { _ = r.FormValue(co, "a") },
			"PostFormValue":      func() { _ = r.PostFormValue(co, "a") },
			"FormFile":           func() { _, _, _ = r.FormFile(co, "a") },
		} {
			want(t, name+" lets others run", letsOthersRun(co, op), true)
		}
	})
}
