package yieldpoint

import "strings"

// byName finds a summary in this package or in the facts of the others.
func (s *state) byName(name string) *Summary {
	if sum, ok := s.summaries[name]; ok {
		return sum
	}
	if s.factsByPath == nil {
		s.factsByPath = make(map[string]*Fact)
		for _, pf := range s.pass.AllPackageFacts() {
			if f, ok := pf.Fact.(*Fact); ok {
				s.factsByPath[pf.Package.Path()] = f
			}
		}
	}
	// The last element of an import path may have dots of its own.
	start := strings.LastIndex(name, "/") + 1
	for i := start; i < len(name); i++ {
		if name[i] != '.' {
			continue
		}
		if sum := s.factsByPath[name[:i]].find(name); sum != nil {
			return sum
		}
	}
	return nil
}

// find is Find for a fact that may be missing.
func (f *Fact) find(name string) *Summary {
	if f == nil {
		return nil
	}
	return f.Find(name)
}
