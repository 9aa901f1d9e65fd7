package agent

// Stats are the figures of an agent since it was made.
type Stats struct {
	Polls    int64             `json:"polls"`
	Skipped  int64             `json:"skipped"`
	Failures int               `json:"failures"`
	Broken   map[string]string `json:"broken,omitempty"` // by meter, the latest error
}

// Stats returns the figures at this moment.
func (a *Agent) Stats() Stats {
	s := Stats{
		Polls:    a.polls.Load(),
		Skipped:  a.skipped.Load(),
		Failures: a.failures,
		Broken:   make(map[string]string),
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for name, err := range a.lastErr {
		s.Broken[name] = err.Error()
	}
	return s
}
