package p

type client struct {
	mu    sync.Mutex
	pages map[string]*http.Response
}

func example(c *client, url string) (*http.Response, error) {
	// EXAMPLE
	return resp, err
}
