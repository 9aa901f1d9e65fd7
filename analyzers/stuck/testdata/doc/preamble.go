package p

type Reading struct{}

type Meter struct{}

func (m *Meter) Read() Reading { return Reading{} }

var errTimeout = errors.New("timeout")

func example(m *Meter, timeout time.Duration) (Reading, error) {
	// EXAMPLE
	return Reading{}, nil
}
