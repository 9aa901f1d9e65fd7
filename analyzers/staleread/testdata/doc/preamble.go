package p

var errFull = errors.New("full")

type conn struct{}

func dial(co aio.Context) (*conn, error) {
	return &conn{}, aio.SleepContext(co, time.Second)
}

// Pool is safe for concurrent use.
type Pool struct{ n, max int }

func (p *Pool) Open(co aio.Context) error { return p.open(co) }

func (p *Pool) Close() { p.n-- }
