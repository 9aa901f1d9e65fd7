package aiohttp

import (
	"io"
	"net/http"
	"net/url"

	"github.com/asyncport/asyncport/aio"
)

// Client is an http.Client whose methods that wait take a Context. The embedded http.Client has the fields, and is there for
// code that wants one; nil stands for http.DefaultClient. All methods may be called by any number of tasks.
type Client struct{ *http.Client }

// DefaultClient is http.DefaultClient.
var DefaultClient = &Client{}

// WrapClient returns c with methods that take a Context. A nil c stands for http.DefaultClient.
func WrapClient(c *http.Client) *Client { return &Client{c} }

func (c *Client) client() *http.Client {
	if c == nil || c.Client == nil {
		return http.DefaultClient
	}
	return c.Client
}

// Do is (*http.Client).Do. The context of the request ends it, not co.
func (c *Client) Do(co aio.Context, req *http.Request) (*http.Response, error) {
	client := c.client()
	return aio.Call2(co, func() (*http.Response, error) { return client.Do(req) })
}

// Get is (*http.Client).Get.
func (c *Client) Get(co aio.Context, url string) (*http.Response, error) {
	client := c.client()
	return aio.Call2(co, func() (*http.Response, error) { return client.Get(url) })
}

// Head is (*http.Client).Head.
func (c *Client) Head(co aio.Context, url string) (*http.Response, error) {
	client := c.client()
	return aio.Call2(co, func() (*http.Response, error) { return client.Head(url) })
}

// Post is (*http.Client).Post. The body is read by another goroutine, beside the loop.
func (c *Client) Post(co aio.Context, url, contentType string, body io.Reader) (*http.Response, error) {
	client := c.client()
	return aio.Call2(co, func() (*http.Response, error) { return client.Post(url, contentType, body) })
}

// PostForm is (*http.Client).PostForm.
func (c *Client) PostForm(co aio.Context, url string, data url.Values) (*http.Response, error) {
	client := c.client()
	return aio.Call2(co, func() (*http.Response, error) { return client.PostForm(url, data) })
}

// Get is http.Get.
func Get(co aio.Context, url string) (*http.Response, error) { return DefaultClient.Get(co, url) }

// Head is http.Head.
func Head(co aio.Context, url string) (*http.Response, error) { return DefaultClient.Head(co, url) }

// Post is http.Post.
func Post(co aio.Context, url, contentType string, body io.Reader) (*http.Response, error) {
	return DefaultClient.Post(co, url, contentType, body)
}

// PostForm is http.PostForm.
func PostForm(co aio.Context, url string, data url.Values) (*http.Response, error) {
	return DefaultClient.PostForm(co, url, data)
}
