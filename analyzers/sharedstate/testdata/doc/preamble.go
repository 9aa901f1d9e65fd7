package p

type Meter struct{}

type station struct {
	mu    sync.Mutex
	polls int
}

func (s *station) poll(m Meter) {}

func (s *station) example(meters []Meter) {
	// EXAMPLE
}
