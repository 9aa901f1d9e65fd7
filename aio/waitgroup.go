package aio

// WaitGroup is a sync.WaitGroup whose Go starts tasks and whose Wait lets others run. The zero value is ready to use. It
// must not be copied after first use. All methods may be called by any number of tasks and goroutines.
type WaitGroup struct {
	crew crew
}

// Go starts fn as a task and counts it until it returns. fn always runs, and uses the context of co as it is; a panic of
// fn ends the process.
func (wg *WaitGroup) Go(co Context, fn func(co Context)) {
	j := &counted{procedure{fn: fn}, &wg.crew}
	j.t.newborn(co.self(), &wg.crew.audience, j, entryOf(fn))
	wg.crew.add(1)
	j.t.launch()
}

// Add adds n, which may be negative, to the count, like sync.WaitGroup.Add.
func (wg *WaitGroup) Add(n int) {
	if !wg.crew.manual.Load() {
		wg.crew.manual.Store(true)
	}
	wg.crew.add(n)
}

// Done takes one off the count.
func (wg *WaitGroup) Done() { wg.Add(-1) }

// Wait waits until the count is zero. It is not interrupted.
func (wg *WaitGroup) Wait(co Context) { wg.crew.await(co.self().t) }

// counted is a task of a WaitGroup.
type counted struct {
	procedure
	crew *crew
}

func (c *counted) seat() { c.t.loop.sit(c) }
func (c *counted) run()  { c.do(c.crew) }
