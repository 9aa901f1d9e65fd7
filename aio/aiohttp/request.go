package aiohttp

import (
	"mime/multipart"
	"net/http"

	"github.com/asyncport/asyncport/aio"
)

// Request is an http.Request of a handler whose methods that read the body take a Context. It is made where it is needed:
//
//	name := aiohttp.WrapRequest(r).FormValue(co, "name")
//
// Once ParseForm or ParseMultipartForm has returned, the methods and fields of the http.Request itself do not wait.
type Request struct{ *http.Request }

// WrapRequest returns r with methods that take a Context, or nil for a nil r.
func WrapRequest(r *http.Request) *Request {
	if r == nil {
		return nil
	}
	return &Request{r}
}

// ParseForm is (*http.Request).ParseForm.
func (r *Request) ParseForm(co aio.Context) error { return aio.Call1(co, r.Request.ParseForm) }

// ParseMultipartForm is (*http.Request).ParseMultipartForm.
func (r *Request) ParseMultipartForm(co aio.Context, maxMemory int64) error {
	return aio.Call1(co, func() error { return r.Request.ParseMultipartForm(maxMemory) })
}

// FormValue is (*http.Request).FormValue.
func (r *Request) FormValue(co aio.Context, key string) string {
	return aio.Call1(co, func() string { return r.Request.FormValue(key) })
}

// PostFormValue is (*http.Request).PostFormValue.
func (r *Request) PostFormValue(co aio.Context, key string) string {
	return aio.Call1(co, func() string { return r.Request.PostFormValue(key) })
}

// FormFile is (*http.Request).FormFile. The file it returns may be one on disk; see package aioio for reading it.
func (r *Request) FormFile(co aio.Context, key string) (multipart.File, *multipart.FileHeader, error) {
	return aio.Call3(co, func() (multipart.File, *multipart.FileHeader, error) { return r.Request.FormFile(key) })
}
