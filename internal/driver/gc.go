package driver

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// A pacer sets how much garbage may gather before it is collected. While little is
// alive that is more than usual, for collecting costs as much as all analyzers of a
// small module; beyond that it is less, so that the peak is that of the packages at
// hand. With much alive, each collection is dear, and there is more again: a large
// program needs a large machine anyway, up to a bound. What is alive changes with
// every package, so it is looked at after every collection.
type pacer struct {
	before int
	off    bool

	mu      sync.Mutex
	now     int
	stopped bool
}

const (
	roomy   = 160 << 20 // bytes of heap that nobody minds; with more alive, time counts more and more, up to twice as many
	spare   = 64 << 20  // bytes of garbage that always may gather
	most    = 1 << 30   // bytes of garbage of a large program
	minGOGC = 60        // with much alive, less would cost more than it saves
	lotGOGC = 150       // of a large program
	maxGOGC = 400
)

// startPacer leaves a user's own GOGC or GOMEMLIMIT alone.
func startPacer() *pacer {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return &pacer{off: true}
	}
	p := &pacer{now: maxGOGC}
	p.before = debug.SetGCPercent(p.now)
	p.watch()
	return p
}

// sentinel is garbage that says when garbage was collected.
type sentinel struct{ p *pacer }

// watch adapts after the next collection.
func (p *pacer) watch() {
	runtime.SetFinalizer(&sentinel{p}, func(s *sentinel) { s.p.adapt() })
}

// adapt goes by what is alive now.
func (p *pacer) adapt() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped || live[0].Value.Kind() != metrics.KindUint64 {
		return
	}
	if percent := gcPercent(live[0].Value.Uint64()); percent != p.now {
		debug.SetGCPercent(percent)
		p.now = percent
	}
	p.watch()
}

func gcPercent(live uint64) int {
	if live < 1<<20 {
		return maxGOGC
	}
	alive := int64(live)
	garbage := max(roomy-alive, spare)
	if over := alive - roomy; over > 0 {
		share := minGOGC + (lotGOGC-minGOGC)*min(over, roomy)/roomy
		garbage = min(most, alive*share/100)
	}
	return max(minGOGC, min(maxGOGC, int(garbage*100/alive)))
}

// stop sets what was before.
func (p *pacer) stop() {
	if p.off {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	debug.SetGCPercent(p.before)
}
