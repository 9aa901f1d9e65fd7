package meter

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Registry holds the meters of an agent. Meters may be added while the agent
// runs. The zero value is empty and ready to use.
type Registry struct {
	mu     sync.RWMutex
	meters map[string]Meter // by name
}

// Add registers m. It fails when there is a meter of the same name.
func (r *Registry) Add(m Meter) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.meters[m.Name()]; ok {
		return fmt.Errorf("meter %s is already registered", m.Name())
	}
	if r.meters == nil {
		r.meters = make(map[string]Meter)
	}
	r.meters[m.Name()] = m
	return nil
}

// Get returns the meter of the given name.
func (r *Registry) Get(name string) (Meter, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	m, ok := r.meters[name]
	return m, ok
}

// All returns the meters, ordered by name.
func (r *Registry) All() []Meter {
	r.mu.RLock()
	all := make([]Meter, 0, len(r.meters))
	for _, m := range r.meters {
		all = append(all, m)
	}
	r.mu.RUnlock()

	slices.SortFunc(all, func(a, b Meter) int {
		return strings.Compare(a.Name(), b.Name())
	})
	return all
}
