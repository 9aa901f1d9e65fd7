package aio

import (
	"iter"
	"time"
)

// Tick delivers the time in steps of d, as the channel of a time.Ticker does: the first time after d, and steps for which
// the body of the loop was too slow are dropped. It ends when co is cancelled, even if a step is due. It lets others run
// after each step, also when the next one is due already. It panics when d is not positive.
//
//	for now := range aio.Tick(co, time.Second) {
//		poll(co, now)
//	}
//
// The ticker starts with the loop and stops with it. For a Select take time.NewTicker and OnRecv.
func Tick(co Context, d time.Duration) iter.Seq[time.Time] {
	if d <= 0 {
		panic("aio: Tick with an interval that is not positive")
	}
	return func(yield func(time.Time) bool) {
		ticker := time.NewTicker(d)
		defer ticker.Stop()
		for co.Err() == nil {
			now, _, err := RecvContext(co, ticker.C)
			if err != nil || co.Err() != nil || !yield(now) {
				return
			}
			Yield(co) // a receive that need not wait lets nobody run: a slow body would hold up the loop for ever
		}
	}
}
