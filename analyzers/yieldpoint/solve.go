package yieldpoint

// solve computes the outcome of every node. Outcomes only improve, so the
// fixpoint is the same in whatever order the nodes are taken.
func (s *state) solve() {
	// Callees tend to stand below their callers: going backwards saves rounds.
	for i := len(s.nodes) - 1; i >= 0; i-- {
		s.enqueue(s.nodes[i])
	}
	s.drain()
}

// drain computes what is in the queue and what depends on it.
func (s *state) drain() {
	if s.draining {
		return
	}
	s.draining = true
	defer func(n *node) { s.draining, s.computing = false, n }(s.computing)
	for len(s.queue) > 0 {
		n := s.queue[0]
		s.queue = s.queue[1:]
		n.queued = false
		out := s.compute(n)
		if out.equal(&n.out) {
			continue
		}
		n.out = out
		for r := range n.readers {
			s.enqueue(r)
		}
	}
}

func (s *state) enqueue(n *node) {
	if !n.queued {
		n.queued = true
		s.queue = append(s.queue, n)
	}
}

// read returns the outcome of a node, and makes who is computed follow its
// changes.
func (s *state) read(n *node) *outcome {
	if n.readers == nil {
		n.readers = make(map[*node]bool)
	}
	n.readers[s.computing] = true
	return &n.out
}

// compute derives a node's outcome from its operations and its calls.
func (s *state) compute(n *node) outcome {
	s.computing = n
	if n.given != nil {
		return s.computeGiven(*n.given)
	}
	if n.assumed != nil {
		return n.assumed.outcome()
	}
	out := outcome{spawns: n.spawnsHere}
	for _, op := range n.ops {
		if !op.Free {
			out.add(primitiveFound(op.Kind, op.Hard, op.What, op.at))
		}
	}
	for _, c := range n.calls {
		if !c.apart {
			what, at := s.callSite(c)
			s.run(&out, what, at)
		}
	}
	return out
}

// assume adds what a use of a parameter may lead to in code that does not get
// the parameter from a call in sight: in a goroutine, or through a field.
func (s *state) assume(o *outcome, u use, at place) {
	s.runGiven(o, u, at)
	if !s.isClosed(u.param) {
		s.assumeAny(o, u, at)
	}
}

// assumeAny adds what a use of a parameter may lead to when nobody says what
// the parameter is.
func (s *state) assumeAny(o *outcome, u use, at place) {
	if u.method == "" {
		s.run(o, unresolvedParam(u), site{at: at})
		return
	}
	s.run(o, s.unknownMethod(u), site{at: at})
}
