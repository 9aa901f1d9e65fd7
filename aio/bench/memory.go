package bench

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// perTask is the metric of the rows that measure memory.
const perTask = "B/task"

// parked is how many tasks are parked to learn what one of them takes.
const parked = 100_000

// memoryRows park many tasks and look at the heap and the stacks. The plain side parks goroutines in the operation that
// the mark replaces; for Await that is a receive from a channel that is closed when the result is there.
func memoryRows(shrink int) []Row {
	n := parked / shrink
	row := func(name, base string, plainPark func() (park func()), park func(aio.Context) func(aio.Context)) Row {
		return Row{
			Name: name, Base: plain(base, plainMemory(n, plainPark)), Ours: both(Times(1.1), memory(n, park)),
			Metric: perTask, Fresh: true, Headline: true,
		}
	}
	return []Row{
		row("memory/Recv", "<-ch", func() func() {
			ch := make(chan struct{})
			return func() { <-ch }
		}, func(aio.Context) func(aio.Context) {
			ch := make(chan struct{})
			return func(co aio.Context) { aio.Recv(co, ch) }
		}),
		row("memory/Mutex", "sync.Mutex", func() func() {
			var m sync.Mutex
			m.Lock()
			return m.Lock
		}, func(co aio.Context) func(aio.Context) {
			var m aio.Mutex
			m.Lock(co)
			return m.Lock
		}),
		row("memory/Await", "<-ch", func() func() {
			ch := make(chan struct{})
			return func() { <-ch }
		}, func(aio.Context) func(aio.Context) {
			f, _ := aio.NewFuture[int]()
			return func(co aio.Context) { _, _ = f.Await(co) }
		}),
		row("memory/Sleep", "time.Sleep", func() func() {
			return func() { time.Sleep(time.Hour) }
		}, func(aio.Context) func(aio.Context) {
			return func(co aio.Context) { aio.Sleep(co, time.Hour) }
		}),
	}
}

// plainMemory leaves its goroutines behind.
func plainMemory(n int, prepare func() (park func())) func(*testing.B) error {
	return func(b *testing.B) error {
		park := prepare()
		before := inUse()
		var begun sync.WaitGroup
		begun.Add(n)
		for range n {
			go func() {
				begun.Done()
				park()
			}()
		}
		begun.Wait()
		reportMemory(b, before, n)
		return nil
	}
}

// memory leaves its tasks behind; Run does not wait for those of Spawn.
func memory(n int, prepare func(co aio.Context) (park func(aio.Context))) body {
	return func(b *testing.B, co aio.Context) error {
		park := prepare(co)
		before := inUse()
		var begun sync.WaitGroup
		begun.Add(n)
		for range n {
			aio.Spawn(co, func(co aio.Context) {
				begun.Done()
				park(co)
			})
		}
		aio.Call(co, begun.Wait)
		reportMemory(b, before, n)
		return nil
	}
}

func reportMemory(b *testing.B, before uint64, n int) {
	for range 1000 {
		runtime.Gosched() // the last ones park
	}
	b.ReportMetric((float64(inUse())-float64(before))/float64(n), perTask)
}

// inUse returns the bytes of the heap and of the stacks after a collection.
func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
