package tested

import (
	"sync"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2"
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

// Who waits longer than a test waits has made it fail.
var _ = ginkgo.It("answers", func() {
	done := make(chan bool)
	go func() {
		tested()
		done <- true
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		ginkgo.Fail("no answer")
	}
})

// Here the test goes on.
var _ = ginkgo.It("may not answer", func() {
	done := make(chan bool)
	go func() {
		tested()
		done <- true // want `goroutine may wait for ever in this send on done: nobody is left who could receive`
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
})

func tested() {}

func TestWithHelper(t *testing.T) {
	done := make(chan bool)
	go func() {
		tested()
		done <- true
	}()
	inTime(t, done)
}

func inTime(t testing.TB, done chan bool) {
	select {
	case <-done:
	case <-time.After(time.Second):
		t.Fatal("no answer")
	}
}

// In the place of who never answers: nothing else is done with the channel.
func silent() int {
	never := make(chan struct{})
	<-never
	return 0
}

func TestSilent(t *testing.T) { go silent() }
