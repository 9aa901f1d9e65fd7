package held

import "sync"

// The channel says that the work is done: nobody puts back what is received.
type worker struct {
	mu   sync.Mutex
	done chan struct{}
}

func newWorker() *worker { return &worker{done: make(chan struct{}, 1)} }

func (w *worker) run() { w.done <- struct{}{} }

func (w *worker) wait() { <-w.done }

func (w *worker) do() {
	go w.run()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wait() // want `w.mu is held across a yield \(chan\): held.\(\*worker\).wait -> channel receive`
}

func (w *worker) again() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wait() // want `w.mu is held across a yield \(chan\): held.\(\*worker\).wait -> channel receive`
	go w.run()
}
