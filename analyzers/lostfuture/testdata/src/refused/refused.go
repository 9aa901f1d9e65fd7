// Package refused counts too late, and nobody can say how to mend it.
package refused

import "sync"

func work(int) {}

func next() int { return 1 }

// A goroutine that has nothing to do is not counted.
func conditional(n int) {
	var wg sync.WaitGroup
	go func() {
		if n == 0 {
			return
		}
		wg.Add(1) // want `wg.Add is called by .*`
		defer wg.Done()
	}()
	wg.Wait()
}

// The number is not known when it starts.
func number(n *int) {
	var wg sync.WaitGroup
	go func() {
		wg.Add(*n) // want `wg.Add is called by .*`
		wg.Done()
	}()
	wg.Wait()
}

type pool struct {
	wg  sync.WaitGroup
	ptr *sync.WaitGroup
}

// Another function starts it, perhaps elsewhere too.
func (p *pool) run() {
	go p.worker()
	p.wg.Wait()
}

func (p *pool) worker() {
	p.wg.Add(1) // want `p.wg.Add is called by .*`
	defer p.wg.Done()
}

// The group may be another one by then.
func (p *pool) pointer() {
	go func() {
		p.ptr.Add(1) // want `p.ptr.Add is called by .*`
		defer p.ptr.Done()
	}()
	p.ptr.Wait()
}

func reassigned(p, q *pool) {
	go func() {
		p.wg.Add(1) // want `p.wg.Add is called by .*`
		defer p.wg.Done()
	}()
	p = q
	p.wg.Wait()
}

func loop(pools []*pool) {
	for _, p := range pools {
		go func() {
			p.wg.Add(1) // want `p.wg.Add is called by .*`
			defer p.wg.Done()
		}()
		p.wg.Wait()
	}
}

// The parameter has no name outside.
func parameter() {
	var wg sync.WaitGroup
	go func(g *sync.WaitGroup) {
		g.Add(1) // want `g.Add is called by .*`
		defer g.Done()
	}(&wg)
	wg.Wait()
}

// Add would come before a call that may fail.
func argument() {
	var wg sync.WaitGroup
	go func(n int) {
		wg.Add(1) // want `wg.Add is called by .*`
		defer wg.Done()
		work(n)
	}(next())
	wg.Wait()
}

// The comment would be torn from the call.
func commented() {
	var wg sync.WaitGroup
	go func() {
		// One more.
		wg.Add(1) // want `wg.Add is called by .*`
		defer wg.Done()
	}()
	wg.Wait()
}

func labelled() {
	var wg sync.WaitGroup
	goto start
start:
	go func() {
		wg.Add(1) // want `wg.Add is called by .*`
		defer wg.Done()
	}()
	wg.Wait()
}
