package bench

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// perSpawn is the metric of the rows that measure spawns by themselves.
const perSpawn = "ns/spawn"

// spawns is how often a sample of a live row spawns.
const spawns = 50_000

// liveRows spawn and await one task while many others live, and compare with the same while one other lives. The
// rows of plain Go say what goroutines lose. The limit leaves room for the caches that many tasks push the others out of.
func liveRows(shrink int) []Row {
	var rows []Row
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		parked := func(p aio.Policy) Row {
			return Row{
				Name: fmt.Sprintf("live/parked/%d/%v", n, p), Base: labelled("1 live", under(p, Limit{}, live(1))),
				Ours: []Side{under(p, Times(1.25), live(n/shrink))}, Metric: perSpawn, Fresh: true, Headline: n == 1_000_000,
			}
		}
		rows = append(rows,
			parked(aio.Goroutines), parked(aio.Serial),
			Row{
				Name: fmt.Sprintf("live/parked/%d/plain Go", n), Base: plain("1 live", plainLive(1)),
				Ours: []Side{plain("plain Go", plainLive(n/shrink))}, Metric: perSpawn, Fresh: true,
			},
			Row{
				Name: fmt.Sprintf("live/not begun/%d", n), Base: labelled("1 live", under(aio.Serial, Limit{}, notBegun(1))),
				Ours: []Side{under(aio.Serial, Times(1.25), notBegun(n/shrink))}, Metric: perSpawn, Fresh: true, Headline: n == 1_000_000,
			},
		)
	}
	return rows
}

func labelled(label string, s Side) Side {
	s.Label = label
	return s
}

// live spawns and awaits one task while n others are parked in a receive.
func live(n int) body {
	return func(b *testing.B, co aio.Context) error {
		gate := make(chan struct{})
		var begun sync.WaitGroup
		var all aio.WaitGroup
		begun.Add(n)
		for range n {
			all.Go(co, func(co aio.Context) {
				begun.Done()
				aio.Recv(co, gate)
			})
		}
		aio.Call(co, begun.Wait)
		err := timed(b, func() error { return goEach(co, spawns) })
		close(gate)
		all.Wait(co)
		return err
	}
}

func plainLive(n int) func(*testing.B) error {
	return func(b *testing.B) error {
		gate := make(chan struct{})
		var begun, all sync.WaitGroup
		begun.Add(n)
		for range n {
			all.Go(func() {
				begun.Done()
				<-gate
			})
		}
		begun.Wait()
		err := timed(b, func() error { return plainEach(spawns) })
		close(gate)
		all.Wait()
		return err
	}
}

// notBegun spawns while n other tasks have not had their first turn. Only the spawns are measured: a task that is
// awaited would have to let the others go first.
func notBegun(n int) body {
	return func(b *testing.B, co aio.Context) error {
		var all aio.WaitGroup
		ran := 0
		spawn := func() { all.Go(co, func(aio.Context) { ran++ }) }
		for range spawns { // the heap grows to what the spawns below need
			spawn()
		}
		all.Wait(co)
		for range n {
			spawn()
		}
		runtime.GC()
		start := time.Now()
		for range spawns {
			spawn()
		}
		reportSpawns(b, time.Since(start))
		all.Wait(co)
		return check(ran, spawns+n+spawns)
	}
}

// timed reports how long spawn takes, which does all the spawns of a sample. A first call warms up.
func timed(b *testing.B, spawn func() error) error {
	if err := spawn(); err != nil {
		return err
	}
	runtime.GC()
	start := time.Now()
	err := spawn()
	reportSpawns(b, time.Since(start))
	return err
}

func reportSpawns(b *testing.B, took time.Duration) {
	b.ReportMetric(float64(took.Nanoseconds())/spawns, perSpawn)
}
