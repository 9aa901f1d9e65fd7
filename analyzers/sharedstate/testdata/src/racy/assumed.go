package racy

// The callee asks for what it sets: who is first cannot be told.
type tableOnDemand struct{ table map[string]int }

func (l *tableOnDemand) lookup(key string) int {
	if l.table == nil {
		l.table = make(map[string]int) // want `l.table is written by several instances of one goroutine at once without a lock`
	}
	return len(key)
}

func tableLookups(l *tableOnDemand) {
	for range 10 {
		go func() { l.lookup("a") }()
	}
}

// The goroutine's own conditions are about its own work.
func failuresOf(work func() error) error {
	var failed error
	_ = failed
	for range 10 {
		go func() {
			if err := work(); err != nil {
				failed = err // want `failed is written by several instances of one goroutine at once without a lock`
			}
		}()
	}
	return nil
}

// Behind a condition that leads out nothing is assumed.
type closable struct {
	closed bool
	n      int
}

func (c *closable) add() {
	if c.closed {
		return
	}
	c.n++ // want `c.n is written by several instances of one goroutine at once without a lock`
}

func addsUnlessClosed(c *closable) {
	for range 10 {
		go func() { c.add() }()
	}
}
