package driver

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// A pacer sets how much garbage may gather. While little is alive there may be
// more of it than usual, for collecting costs as much as all analyzers of a
// small module; beyond roomy it goes by the default, so that the peak is that
// of the packages at hand.
type pacer struct {
	before, now int
	off         bool
}

const (
	roomy       = 128 << 20 // bytes of heap that nobody minds
	defaultGOGC = 100
	maxGOGC     = 400
)

// startPacer leaves a user's own GOGC or GOMEMLIMIT alone.
func startPacer() *pacer {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return &pacer{off: true}
	}
	p := &pacer{now: maxGOGC}
	p.before = debug.SetGCPercent(p.now)
	return p
}

// adapt goes by what is alive now.
func (p *pacer) adapt() {
	if p.off {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() != metrics.KindUint64 {
		return
	}
	percent := gcPercent(live[0].Value.Uint64())
	if diff := percent - p.now; diff > 20 || diff < -20 {
		debug.SetGCPercent(percent)
		p.now = percent
	}
}

func gcPercent(live uint64) int {
	if live < 1<<20 {
		return maxGOGC
	}
	return max(defaultGOGC, min(maxGOGC, int(roomy*100/live)-100))
}

// stop sets what was before.
func (p *pacer) stop() {
	if !p.off {
		debug.SetGCPercent(p.before)
	}
}
