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
				Name: fmt.Sprintf("live/parked/%d/%v", n, p), Base: labelled("1 live", under(p, Limit{}, live(1, goEach))),
				Ours: []Side{under(p, Times(1.25), live(n/shrink, goEach))}, Metric: perSpawn, Fresh: true, Headline: n == 1_000_000,
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
	// WaitGroup.Wait and Group.Wait look for a deadlock among the tasks that they wait for.
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		rows = append(rows, Row{
			Name: fmt.Sprintf("live/parked/%d/%v/WaitGroup", many, p), Base: labelled("1 live", under(p, Limit{}, live(1, waitGroupEach))),
			Ours: []Side{under(p, Times(1.25), live(many/shrink, waitGroupEach))}, Metric: perSpawn, Fresh: true,
		})
	}
	return rows
}

// many is how many tasks live while groups of one are waited for.
const many = 100_000

func labelled(label string, s Side) Side {
	s.Label = label
	return s
}

// live spawns and awaits one task while n others are parked in a receive.
func live(n int, spawn func(co aio.Context, n int) error) body {
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
		err := timed(b, func(n int) error { return spawn(co, n) })
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
		err := timed(b, plainEach)
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
		clock := startClock()
		for range spawns {
			spawn()
		}
		clock.report(b, spawns)
		all.Wait(co)
		return check(ran, spawns+n+spawns)
	}
}

// timed reports how long spawn takes for each spawn that it does. It stops when that takes too long for so many.
func timed(b *testing.B, spawn func(n int) error) error {
	if err := spawn(spawns / 100); err != nil { // the heap grows to what spawns need
		return err
	}
	runtime.GC()
	n := 0
	clock := startClock()
	for n < spawns && time.Since(clock.at) < time.Second {
		if err := spawn(spawns / 100); err != nil {
			return err
		}
		n += spawns / 100
	}
	clock.report(b, n)
	return nil
}

// clock measures the time and the processor time since it was started.
type clock struct {
	at  time.Time
	cpu time.Duration
}

func startClock() clock { return clock{time.Now(), processorTime()} }

func (c clock) report(b *testing.B, n int) {
	b.ReportMetric(float64(time.Since(c.at).Nanoseconds())/float64(n), perSpawn)
	b.ReportMetric(float64((processorTime()-c.cpu).Nanoseconds())/float64(n), processorMetric)
}
