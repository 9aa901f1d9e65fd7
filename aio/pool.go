package aio

import (
	"container/list"
	"context"
	"fmt"
	"sync"
)

// Pool is an executor with a bounded number of goroutines and a bounded queue. It has goroutines only while there are jobs,
// so that a pool that nobody uses any more needs not be closed. All methods may be called by any number of tasks and
// goroutines.
type Pool struct {
	workers int
	room    int // negative: no bound

	mu      sync.Mutex
	running int
	queue   list.List // of func()
	line    line      // of tasks that wait for room
	closed  bool
	idle    chan struct{} // closed when the pool is closed and has nothing left to do
}

// NewPool returns a pool that runs at most workers jobs at a time, and lets at most queue more wait. A task that submits
// one more waits with the loop released, first come, first served. With a negative queue the number is not bounded. NewPool
// panics when workers is not positive.
func NewPool(workers, queue int) *Pool {
	if workers <= 0 {
		panic(fmt.Sprintf("aio: NewPool with %d workers", workers))
	}
	return &Pool{workers: workers, room: queue, idle: make(chan struct{})}
}

// poolSlot is a job whose task waits for room.
type poolSlot struct {
	job  func()
	at   *list.Element // where it stands in the queue, once it does
	done bool          // it is in the queue, or begins; otherwise the pool was closed
}

// Submit hands job to the pool. It returns ErrExecutorClosed when the pool is closed.
func (p *Pool) Submit(co Context, job func()) (stop func() bool, err error) {
	if co.Err() != nil {
		return nil, context.Cause(co)
	}
	p.mu.Lock()
	switch {
	case p.closed:
		p.mu.Unlock()
		return nil, ErrExecutorClosed
	case p.running < p.workers:
		p.running++
		p.mu.Unlock()
		go p.work(job)
		return nil, nil
	case p.line.empty() && (p.room < 0 || p.queue.Len() < p.room):
		at := p.queue.PushBack(job)
		p.mu.Unlock()
		return p.stopper(at), nil
	}
	t := co.self().t
	s := &poolSlot{job: job}
	t.line.slot = s
	t.join(&p.line)
	p.mu.Unlock()
	end := t.park(poolRoom{}, &p.mu, &p.line, co)
	t.line.slot = nil
	switch end {
	case interrupted:
		return nil, context.Cause(co)
	case deadlocked:
		return nil, t.takeDead()
	}
	switch {
	case !s.done:
		return nil, ErrExecutorClosed
	case s.at == nil:
		return nil, nil
	}
	return p.stopper(s.at), nil
}

// stopper returns the function that takes a job out of the queue.
func (p *Pool) stopper(at *list.Element) func() bool {
	return func() bool {
		p.mu.Lock()
		before := p.queue.Len()
		p.queue.Remove(at) // nothing, when it is no longer there
		removed := p.queue.Len() < before
		first := p.admit()
		p.mu.Unlock()
		wakeAll(first)
		return removed
	}
}

// admit moves jobs of waiting tasks into the queue, as far as there is room; p.mu is held. The caller wakes the tasks.
func (p *Pool) admit() *waiter {
	var served line
	for !p.line.empty() && p.queue.Len() < p.room {
		w := p.line.pop()
		s := w.slot.(*poolSlot)
		w.slot = nil
		s.at, s.done = p.queue.PushBack(s.job), true
		served.push(w)
	}
	return served.popAll()
}

// work runs job, and then the jobs of the queue until there are no more. A job that calls runtime.Goexit ends the
// goroutine; another one goes on then.
func (p *Pool) work(job func()) {
	returned := false
	defer func() {
		if returned || !goexiting() {
			return // done, or a panic, which ends the process
		}
		if next := p.next(); next != nil {
			go p.work(next)
		}
	}()
	for ; job != nil; job = p.next() {
		job()
	}
	returned = true
}

// next takes a job out of the queue, or ends a worker.
func (p *Pool) next() func() {
	p.mu.Lock()
	var job func()
	if e := p.queue.Front(); e != nil {
		job = p.queue.Remove(e).(func())
	} else if w := p.line.pop(); w != nil { // a pool without a queue
		s := w.slot.(*poolSlot)
		w.slot = nil
		job, s.done = s.job, true
		p.mu.Unlock()
		wake(w)
		return job
	}
	if job == nil {
		p.running--
		p.settle()
	}
	first := p.admit()
	p.mu.Unlock()
	wakeAll(first)
	return job
}

// settle tells those who wait for the end of the pool; p.mu is held.
func (p *Pool) settle() {
	if p.closed && p.running == 0 {
		select {
		case <-p.idle:
		default:
			close(p.idle)
		}
	}
}

// Close lets the pool take no more jobs: those that run or are queued are done, tasks that wait for room get
// ErrExecutorClosed. It does not wait, and may be called again.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	first := p.line.popAll()
	p.settle()
	p.mu.Unlock()
	wakeAll(first)
}

// Done returns a channel that is closed when the pool was closed and its last job is done.
func (p *Pool) Done() <-chan struct{} { return p.idle }

// Shutdown closes the pool and waits until its last job is done. When co is cancelled first it returns the cause; the pool
// stays closed.
func (p *Pool) Shutdown(co Context) error {
	p.Close()
	_, _, err := RecvContext(co, p.idle)
	return err
}

// poolRoom is what a task waits for that submits to a full pool. A goroutine that is no task makes the room.
type poolRoom struct{}

func (poolRoom) hindrance() hindrance { return hindrance{outside: true} }
func (poolRoom) waiting() string      { return "room in a Pool" }
