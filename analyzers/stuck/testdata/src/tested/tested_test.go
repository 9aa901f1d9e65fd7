package tested

import (
	"sync"
	"testing"
	"time"
)

func TestPipe(t *testing.T) {
	p := NewPipe()
	p.In() <- 1
	if v := <-p.out; v != 1 {
		t.Fatal(v)
	}
}

func TestWaitFor(t *testing.T) {
	var wg sync.WaitGroup
	wg.Add(1)
	if waitFor(&wg, time.Millisecond) {
		t.Error("it is not done")
	}
}

// The goroutine is the test's own.
func TestOwn(t *testing.T) {
	ch := make(chan int)
	go func() {
		ch <- 1 // want `goroutine may wait for ever in this send on ch: nobody is left who could receive`
	}()
}

// Whose Go started a goroutine can end its Wait.
func TestGo(t *testing.T) {
	var wg sync.WaitGroup
	wg.Go(func() { <-foreign })
	wg.Wait()
}

var foreign = make(chan int)
