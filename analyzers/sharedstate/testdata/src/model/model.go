// Package model has one function for every way in which the memory model, or the
// documentation of the standard library, orders goroutines, and where it
// means something one that looks alike and is not ordered.
package model

import (
	"context"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func goStatement() {
	n := 1
	go func() { println(n) }()
}

func goStatementBefore() {
	n := 1
	go func() { println(n) }()
	n = 2 // want `n is written while another goroutine reads it, .*`
}

func sendToReceive() {
	n := 0
	c := make(chan int, 3)
	go func() {
		n = 1
		c <- 1
	}()
	<-c
	println(n)
}

func closeToReceive() {
	n := 0
	c := make(chan int)
	go func() {
		n = 1
		close(c)
	}()
	_, ok := <-c
	println(n, ok)
}

func closeToRange() {
	n := 0
	c := make(chan int)
	go func() {
		c <- 1
		n = 1
		close(c)
	}()
	for range c {
	}
	println(n)
}

func receiveToSend() {
	n := 0
	c := make(chan int)
	go func() {
		n = 1
		<-c
	}()
	c <- 1
	println(n)
}

func semaphore() {
	n := 0
	sem := make(chan int, 1)
	for range 2 {
		go func() {
			sem <- 1
			n++
			<-sem
		}()
	}
}

func semaphoreOfTwo() {
	n := 0
	sem := make(chan int, 2)
	for range 3 {
		go func() {
			sem <- 1
			n++ // want `n is written by several instances .*`
			<-sem
		}()
	}
}

// A token in the buffer is a lock.
func token() {
	n := 0
	tok := make(chan int, 1)
	tok <- 1
	for range 2 {
		go func() {
			<-tok
			n++
			tok <- 1
		}()
	}
}

func mutex() {
	n := 0
	var mu sync.Mutex
	for range 2 {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			n++
		}()
	}
}

func tryLock() {
	n := 0
	var mu sync.Mutex
	for range 2 {
		go func() {
			if mu.TryLock() {
				n++
				mu.Unlock()
			}
		}()
	}
}

func tryLockEarly() {
	n := 0
	var mu sync.RWMutex
	for range 2 {
		go func() {
			if !mu.TryLock() {
				return
			}
			n++
			mu.Unlock()
		}()
	}
}

func rwMutex() {
	n := 0
	var mu sync.RWMutex
	go func() {
		mu.Lock()
		n = 1
		mu.Unlock()
	}()
	mu.RLock()
	println(n)
	mu.RUnlock()
}

func rLocker() {
	n := 0
	var mu sync.RWMutex
	go func() {
		mu.Lock()
		n = 1
		mu.Unlock()
	}()
	l := mu.RLocker()
	l.Lock()
	println(n)
	l.Unlock()
}

func locker() {
	n := 0
	var mu sync.Mutex
	var l sync.Locker = &mu
	go func() {
		mu.Lock()
		n = 1
		mu.Unlock()
	}()
	l.Lock()
	println(n)
	l.Unlock()
}

func once() {
	n := 0
	var o sync.Once
	for range 2 {
		go func() {
			o.Do(func() { n = 1 })
			println(n)
		}()
	}
}

func onceFunc() {
	n := 0
	f := sync.OnceFunc(func() { n = 1 })
	for range 2 {
		go func() {
			f()
			println(n)
		}()
	}
}

func onceValue() {
	n := 0
	f := sync.OnceValue(func() int { n++; return n })
	go func() { f() }()
	f()
	println(n)
}

func cond() {
	n, ready := 0, false
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	go func() {
		n = 1
		c.L.Lock()
		ready = true
		c.L.Unlock()
		c.Signal()
	}()
	c.L.Lock()
	for !ready {
		c.Wait()
	}
	c.L.Unlock()
	println(n)
}

func condByItsLock() {
	n := 0
	c := sync.NewCond(new(sync.Mutex))
	go func() {
		c.L.Lock()
		n = 1
		c.L.Unlock()
	}()
	c.L.Lock()
	println(n)
	c.L.Unlock()
}

func waitGroup() {
	n := 0
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		n = 1
	}()
	wg.Wait()
	println(n)
}

func waitGroupGo() {
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() { n = 1 })
	wg.Wait()
	println(n)
}

func waitGroupEarly() {
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() { n = 1 }) // want `n is written while another goroutine reads it, .*`
	println(n)
	wg.Wait()
}

func waitGroupAddMinusOne() {
	n := 0
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		n = 1
		wg.Add(-1)
	}()
	wg.Wait()
	println(n)
}

func atomicFlag() {
	n := 0
	var done int32
	go func() {
		n = 1
		atomic.StoreInt32(&done, 1)
	}()
	for atomic.LoadInt32(&done) == 0 {
	}
	println(n)
}

func atomicSwap() {
	n := 0
	var done atomic.Int32
	go func() {
		n = 1
		done.Swap(1)
	}()
	for !done.CompareAndSwap(1, 2) {
	}
	println(n)
}

func atomicOr() {
	n := 0
	var done atomic.Uint32
	go func() {
		n = 1
		done.Or(1)
	}()
	for done.Load()&1 == 0 {
	}
	println(n)
}

func atomicAndFunc() {
	n := 0
	done := uint32(1)
	go func() {
		n = 1
		atomic.AndUint32(&done, 0)
	}()
	for atomic.LoadUint32(&done) != 0 {
	}
	println(n)
}

func spinLock() {
	n := 0
	var mu atomic.Bool
	for range 2 {
		go func() {
			for !mu.CompareAndSwap(false, true) {
			}
			n++
			mu.Store(false)
		}()
	}
}

func lastOfAll() {
	n := 0
	var left atomic.Int32
	left.Store(2)
	for range 2 {
		go func() {
			if left.Add(-1) == 0 {
				n++
			}
		}()
	}
}

func atomicValue() {
	n := 0
	var v atomic.Value
	go func() {
		n = 1
		v.Store(true)
	}()
	for v.Load() == nil {
	}
	println(n)
}

type config struct{ n int }

func atomicPointer() {
	var p atomic.Pointer[config]
	go func() {
		c := &config{}
		c.n = 1
		p.Store(c)
	}()
	for p.Load() == nil {
	}
	println(p.Load().n)
}

func contextDone() {
	n := 0
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		n = 1
		cancel()
	}()
	<-ctx.Done()
	println(n)
}

func contextErr() {
	n := 0
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		n = 1
		cancel()
	}()
	for ctx.Err() == nil {
	}
	println(n)
}

func contextCause(err error) {
	n := 0
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() {
		n = 1
		cancel(err)
	}()
	for context.Cause(ctx) == nil {
	}
	println(n)
}

func contextAfterFunc() {
	n := 0
	ctx, cancel := context.WithCancel(context.Background())
	context.AfterFunc(ctx, func() { println(n) })
	n = 1
	cancel()
}

func timeAfterFunc() {
	n := 1
	done := make(chan int)
	time.AfterFunc(1, func() {
		n = 2
		close(done)
	})
	<-done
	println(n)
}

func timeAfterFuncEarly() {
	n := 1
	time.AfterFunc(1, func() { n = 2 }) // want `n is written while another goroutine reads it, .*`
	println(n)
}

func finalizer() {
	n := 0
	done := make(chan int)
	p := &config{}
	runtime.SetFinalizer(p, func(p *config) {
		println(n, p.n)
		close(done)
	})
	p.n = 1
	n = 1
	runtime.KeepAlive(p)
	<-done
}

func addCleanup() {
	n := 0
	p := &config{}
	runtime.AddCleanup(p, func(int) { println(n) }, 1)
	n = 1
	runtime.KeepAlive(p)
}

func testRun(t *testing.T) {
	n := 0
	t.Run("a", func(t *testing.T) { n++ })
	t.Run("b", func(t *testing.T) { n++ })
	println(n)
}

func testCleanup(t *testing.T) {
	n := 0
	done := make(chan int)
	go func() {
		n = 1
		close(done)
	}()
	t.Cleanup(func() {
		<-done
		println(n)
	})
}

func testGroup(t *testing.T) {
	n := 0
	t.Run("group", func(t *testing.T) {
		t.Run("a", func(t *testing.T) {
			t.Parallel()
			n = 1
		})
	})
	println(n)
}

func syncMap() {
	n := 0
	var m sync.Map
	go func() {
		n = 1
		m.Store("k", 1)
	}()
	for {
		if _, ok := m.Load("k"); ok {
			break
		}
	}
	println(n)
}

func syncMapOnce() {
	n := 0
	var m sync.Map
	for range 2 {
		go func() {
			if _, loaded := m.LoadOrStore("k", 1); !loaded {
				n++
			}
		}()
	}
}

func syncMapRange() {
	n := 0
	var m sync.Map
	go func() {
		n = 1
		m.Store("k", 1)
	}()
	seen := false
	for !seen {
		m.Range(func(k, v any) bool {
			seen = true
			return true
		})
	}
	println(n)
}

func pool() {
	var p sync.Pool
	for range 2 {
		go func() {
			c, _ := p.Get().(*config)
			if c == nil {
				c = &config{}
			}
			c.n++
			p.Put(c)
		}()
	}
}

func selectReceive() {
	n := 0
	c, d := make(chan int), make(chan int)
	go func() {
		n = 1
		c <- 1
	}()
	select {
	case <-c:
		println(n)
	case <-d:
	}
}

func selectOther(d chan int) {
	n := 0
	c := make(chan int)
	go func() {
		n = 1 // want `n is written while another goroutine reads it, .*`
		c <- 1
	}()
	select {
	case <-c:
	case <-d:
		println(n)
	}
}

func selectDefault() {
	n := 0
	c := make(chan int)
	go func() {
		n = 1 // want `n is written while another goroutine reads it, .*`
		close(c)
	}()
	select {
	case <-c:
	default:
		println(n)
	}
}

func selectPoll() {
	n := 0
	c := make(chan int)
	go func() {
		n = 1
		close(c)
	}()
	for {
		select {
		case <-c:
			println(n)
			return
		default:
		}
	}
}

func selectSend() {
	n := 0
	c := make(chan int)
	go func() {
		n = 1
		select {
		case c <- 1:
		}
	}()
	<-c
	println(n)
}

func nilChannel() {
	n := 0
	var never chan int
	go func() {
		<-never
		n = 1
	}()
	println(n)
}

func nilChannelInSelect() {
	n := 0
	var never chan int
	go func() {
		select {
		case <-never:
			n = 1
		}
	}()
	println(n)
}

func emptySelect() {
	n := 0
	go func() {
		select {}
		n = 1
	}()
	println(n)
}

func channelOfChannels() {
	n := 0
	calls := make(chan chan int)
	go func() {
		reply := <-calls
		n = 1
		reply <- 1
	}()
	reply := make(chan int)
	calls <- reply
	<-reply
	println(n)
}

func channelInStruct() {
	type call struct{ done chan int }
	n := 0
	calls := make(chan *call)
	go func() {
		for c := range calls {
			n++
			close(c.done)
		}
	}()
	for range 2 {
		c := &call{done: make(chan int)}
		calls <- c
		<-c.done
		println(n)
	}
}

func channelOfFuncs() {
	n := 0
	calls := make(chan func())
	go func() {
		for f := range calls {
			f()
		}
	}()
	done := make(chan int)
	calls <- func() {
		n = 1
		close(done)
	}
	<-done
	println(n)
}

func pipe() {
	n := 0
	r, w, _ := os.Pipe()
	go func() {
		n = 1
		w.Write([]byte{1})
	}()
	r.Read(make([]byte, 1))
	println(n)
}

func ioPipe() {
	n := 0
	r, w := io.Pipe()
	go func() {
		n = 1
		w.Close()
	}()
	io.ReadAll(r)
	println(n)
}

func netPipe() {
	n := 0
	a, b := net.Pipe()
	go func() {
		n = 1
		a.Close()
	}()
	b.Read(make([]byte, 1))
	println(n)
}

func deferredUnlock() {
	n := 0
	var mu sync.Mutex
	mu.Lock()
	go func() {
		n = 1
		mu.Unlock()
	}()
	mu.Lock()
	println(n)
}

func timer() {
	n := 0
	tm := time.NewTimer(time.Hour)
	go func() {
		n = 1
		tm.Reset(1)
	}()
	<-tm.C
	println(n)
}

func timerStop() {
	n := 0
	tm := time.AfterFunc(time.Hour, func() { n = 1 })
	if tm.Stop() {
		n = 2
		println(n)
	}
}

func panics() {
	n := 0
	done := make(chan int)
	go func() {
		defer close(done)
		n = 1
		panic("x")
	}()
	<-done
	println(n)
}

func goexit() {
	n := 0
	done := make(chan int)
	go func() {
		defer close(done)
		n = 1
		runtime.Goexit()
	}()
	<-done
	println(n)
}

var global = func() int { return 1 }()

func init() { global = 2 }

// What is initialized is before main and all that it starts.
func afterInit() {
	go func() { println(global) }()
}
