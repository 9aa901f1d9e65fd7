package explore

import (
	"go/types"
)

// model does what a function of the standard library does.
type model func(m *machine, g *goroutine, c *call) (value, status)

// models are the functions whose effect on goroutines is known.
var models map[string]model

func init() {
	models = map[string]model{
		"(*sync.Mutex).Lock":       lock(true),
		"(*sync.Mutex).Unlock":     unlock(true),
		"(*sync.Mutex).TryLock":    tryLock(true),
		"(*sync.RWMutex).Lock":     lock(true),
		"(*sync.RWMutex).Unlock":   unlock(true),
		"(*sync.RWMutex).TryLock":  tryLock(true),
		"(*sync.RWMutex).RLock":    lock(false),
		"(*sync.RWMutex).RUnlock":  unlock(false),
		"(*sync.RWMutex).TryRLock": tryLock(false),
		"(*sync.WaitGroup).Add":    waitGroupAdd,
		"(*sync.WaitGroup).Done":   waitGroupDone,
		"(*sync.WaitGroup).Wait":   waitGroupWait,
		"(*sync.WaitGroup).Go":     waitGroupGo,
		"(*sync.Once).Do":          onceDo,
		"sync.NewCond":             newCond,
		"(*sync.Cond).Wait":        condWaits,
		"(*sync.Cond).Signal":      condSignal(false),
		"(*sync.Cond).Broadcast":   condSignal(true),
		"runtime.Gosched":          pause,
		"time.Sleep":               sleep,
	}
	addAtomics()
	addContexts()
}

// quiet are the models that others do not notice.
var quiet = map[string]bool{"sync.NewCond": true}

// pause lets others run.
func pause(m *machine, g *goroutine, c *call) (value, status) {
	g.streak = maxStreak
	return tuple{}, done
}

// sleep lets others run until none can: sleeping for a millisecond or more is taken
// to last longer than computing.
func sleep(m *machine, g *goroutine, c *call) (value, status) {
	if n, ok := asInt(c.args[0]); ok && n < 1e6 {
		return pause(m, g, c)
	}
	if g.force {
		g.force = false
		return tuple{}, done
	}
	return nil, m.block(g, &wait{instr: c.site, kind: "sleep", asleep: true, ready: func() bool { return false }})
}

// mutex is the state of a Mutex or RWMutex.
type mutex struct {
	writer  *goroutine
	locked  bool
	readers map[*goroutine]int
	count   int // readers
	// writers wait for the lock: new readers wait behind them.
	writers map[*goroutine]bool
}

func mutexAt(c *cell) *mutex {
	mu, ok := c.sync.(*mutex)
	if !ok {
		mu = &mutex{readers: make(map[*goroutine]int), writers: make(map[*goroutine]bool)}
		c.sync = mu
	}
	return mu
}

// syncCell returns the primitive on which a method is called.
func (m *machine) syncCell(c *call) (*cell, status) {
	at, st := m.deref(c.args[0])
	if st == done && at == nil {
		return nil, lost
	}
	return at, st
}

func (mu *mutex) free(write bool, g *goroutine) bool {
	if write {
		return !mu.locked && mu.count == 0
	}
	if mu.locked {
		return false
	}
	for w := range mu.writers {
		if w != g {
			return false
		}
	}
	return true
}

func lock(write bool) model {
	return func(m *machine, g *goroutine, c *call) (value, status) {
		at, st := m.syncCell(c)
		if st != done {
			return nil, st
		}
		if st := m.acquire(g, c, at, write); st != done {
			return nil, st
		}
		return tuple{}, done
	}
}

func (m *machine) acquire(g *goroutine, c *call, at *cell, write bool) status {
	mu := mutexAt(at)
	if mu.free(write, g) {
		mu.take(g, write)
		return done
	}
	kind := "lock"
	if write {
		mu.writers[g] = true
	} else {
		kind = "read lock"
	}
	return m.block(g, &wait{instr: c.site, kind: kind, on: []any{at}, ready: func() bool { return mu.free(write, g) }})
}

func (mu *mutex) take(g *goroutine, write bool) {
	if write {
		delete(mu.writers, g)
		mu.locked, mu.writer = true, g
		return
	}
	mu.count++
	mu.readers[g]++
}

func unlock(write bool) model {
	return func(m *machine, g *goroutine, c *call) (value, status) {
		at, st := m.syncCell(c)
		if st != done {
			return nil, st
		}
		mu := mutexAt(at)
		switch {
		case write && mu.locked:
			mu.locked, mu.writer = false, nil
		case !write && mu.count > 0:
			mu.count--
			if mu.readers[g]--; mu.readers[g] <= 0 {
				delete(mu.readers, g)
			}
		case !at.foreign:
			return nil, crash
		}
		return tuple{}, done
	}
}

func tryLock(write bool) model {
	return func(m *machine, g *goroutine, c *call) (value, status) {
		at, st := m.syncCell(c)
		if st != done {
			return nil, st
		}
		mu := mutexAt(at)
		if !mu.free(write, g) {
			return no, done
		}
		if at.foreign {
			return m.opaque(types.Typ[types.Bool]), done
		}
		mu.take(g, write)
		return yes, done
	}
}

// group is the state of a WaitGroup.
type group struct {
	count   int64
	unknown bool // the count is not known
}

func groupAt(c *cell) *group {
	wg, ok := c.sync.(*group)
	if !ok {
		wg = &group{unknown: c.foreign}
		c.sync = wg
	}
	return wg
}

func waitGroupAdd(m *machine, g *goroutine, c *call) (value, status) {
	at, st := m.syncCell(c)
	if st != done {
		return nil, st
	}
	wg := groupAt(at)
	n, ok := m.asCount(c.args[1])
	if !ok {
		wg.unknown = true
		return tuple{}, done
	}
	return tuple{}, wg.add(n)
}

func (wg *group) add(n int64) status {
	wg.count += n
	if wg.count < 0 && !wg.unknown {
		return crash
	}
	return done
}

// asCount returns the number that v is; where it is unknown, it decides for a
// small one, as a loop does that is taken to run: none only if nothing else is left.
func (m *machine) asCount(v value) (int64, bool) {
	if n, ok := asInt(v); ok {
		return n, true
	}
	s, ok := v.(*symbol)
	if !ok || s.opaque {
		return 0, false
	}
	root, off := s, int64(0)
	if s.base != nil {
		root, off = s.base, s.off
	}
	var sizes []int64
	for _, n := range []int64{2, 1, 0} {
		if n >= root.lo && n <= root.hi && !contains(root.not, n) {
			sizes = append(sizes, n)
		}
	}
	if len(sizes) > 1 && sizes[len(sizes)-1] == 0 {
		sizes = sizes[:len(sizes)-1]
	}
	if len(sizes) == 0 {
		return 0, false
	}
	n := sizes[m.choose(len(sizes))]
	root.lo, root.hi = n, n
	return n + off, true
}

func waitGroupDone(m *machine, g *goroutine, c *call) (value, status) {
	at, st := m.syncCell(c)
	if st != done {
		return nil, st
	}
	return tuple{}, groupAt(at).add(-1)
}

func waitGroupWait(m *machine, g *goroutine, c *call) (value, status) {
	at, st := m.syncCell(c)
	if st != done {
		return nil, st
	}
	wg := groupAt(at)
	if wg.count <= 0 || wg.unknown {
		return tuple{}, done
	}
	return nil, m.block(g, &wait{instr: c.site, kind: "Wait", on: []any{at},
		ready: func() bool { return wg.count <= 0 || wg.unknown }})
}

func waitGroupGo(m *machine, g *goroutine, c *call) (value, status) {
	at, st := m.syncCell(c)
	if st != done {
		return nil, st
	}
	fn, ok := c.args[1].(*closure)
	if !ok || !m.isFollowed(fn.fn) || len(m.goroutines) >= maxLive {
		m.escape(c.args[1])
		groupAt(at).unknown = true
		return tuple{}, done
	}
	wg := groupAt(at)
	wg.count++
	o := m.spawn(nil)
	o.counted = at
	o.enter(m.layouts.entered(fn.fn), fn.fn, fn.free, nil, nil)
	o.top().after = func(value) { wg.count-- }
	return tuple{}, done
}

// once is the state of a Once.
type once struct {
	over bool
	by   *goroutine
}

func onceDo(m *machine, g *goroutine, c *call) (value, status) {
	at, st := m.syncCell(c)
	if st != done {
		return nil, st
	}
	o, ok := at.sync.(*once)
	if !ok {
		o = &once{}
		at.sync = o
		if at.foreign {
			o.over = m.choose(2) == 1 // it may have been done before
		}
	}
	if o.over {
		return tuple{}, done
	}
	if o.by != nil {
		return nil, m.block(g, &wait{instr: c.site, kind: "Do", on: []any{at}, ready: func() bool { return o.over }})
	}
	fn, ok := c.args[1].(*closure)
	if !ok || fn.native == nil && !m.isFollowed(fn.fn) {
		m.escape(c.args[1])
		o.over = true
		return tuple{}, done
	}
	if fn.native != nil {
		o.over = true
		return fn.native(m, g, nil)
	}
	if len(g.frames) >= maxDepth {
		return nil, lost
	}
	o.by = g
	g.enter(m.layouts.entered(fn.fn), fn.fn, fn.free, nil, c.site)
	g.top().after = func(value) { o.over = true }
	return nil, pushed
}
