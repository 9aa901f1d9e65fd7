package bench

import (
	"sync"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

func waitRows() []Row {
	return []Row{
		{Name: "mark/Sleep/0", Base: plain("time.Sleep", plainSleep(0)), Ours: mark(Free(5), markSleep(0))},
		{Name: "mark/Sleep/1ns", Base: plain("time.Sleep", plainSleep(1)), Ours: mark(Free(5), markSleep(1)), Headline: true},
		{Name: "mark/WaitGroup", Base: plain("sync.WaitGroup", plainWait), Ours: mark(Free(5), markWait)},
		// Two tasks wait and signal in turn: there and back are two waits, two signals and four locks.
		{Name: "mark/Cond", Base: plain("sync.Cond", plainCond), Ours: mark(Free(4*5), markCond)},
	}
}

func plainSleep(d time.Duration) func(*testing.B) error {
	return func(b *testing.B) error {
		for range b.N {
			time.Sleep(d)
		}
		return nil
	}
}

func markSleep(d time.Duration) body {
	return func(b *testing.B, co aio.Context) error {
		for range b.N {
			aio.Sleep(co, d)
		}
		return nil
	}
}

// plainWait waits for nobody.
func plainWait(b *testing.B) error {
	var wg sync.WaitGroup
	for range b.N {
		wg.Add(1)
		wg.Done()
		wg.Wait()
	}
	return nil
}

func markWait(b *testing.B, co aio.Context) error {
	var wg aio.WaitGroup
	for range b.N {
		wg.Add(1)
		wg.Done()
		wg.Wait(co)
	}
	return nil
}

func plainCond(b *testing.B) error {
	var m sync.Mutex
	c := sync.NewCond(&m)
	turn := 0
	count := func(me int) {
		m.Lock()
		defer m.Unlock()
		for range b.N {
			for turn%2 != me {
				c.Wait()
			}
			turn++
			c.Signal()
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { count(1) })
	count(0)
	wg.Wait()
	return check(turn, 2*b.N)
}

func markCond(b *testing.B, co aio.Context) error {
	var m aio.Mutex
	c := aio.NewCond(&m)
	turn := 0
	count := func(co aio.Context, me int) {
		m.Lock(co)
		defer m.Unlock()
		for range b.N {
			for turn%2 != me {
				c.Wait(co)
			}
			turn++
			c.Signal()
		}
	}
	var wg aio.WaitGroup
	wg.Go(co, func(co aio.Context) { count(co, 1) })
	count(co, 0)
	wg.Wait(co)
	return check(turn, 2*b.N)
}
