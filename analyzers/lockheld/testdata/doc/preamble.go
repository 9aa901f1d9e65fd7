package p

type client struct {
	mu  sync.Mutex
	url string
}

var url string

func example(c *client) error {
	// EXAMPLE
	return err
}
