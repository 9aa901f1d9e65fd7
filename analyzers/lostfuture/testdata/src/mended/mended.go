// Package mended counts too late, and can be mended.
package mended

import "sync"

func work(int) {}

func local() {
	var wg sync.WaitGroup
	for i := range 3 {
		go func() {
			wg.Add(1) // want `wg.Add is called by the goroutine that it counts: .*`
			defer wg.Done()
			work(i)
		}()
	}
	wg.Wait()
}

func done() {
	wg := new(sync.WaitGroup)
	go func(n int) {
		defer wg.Done()
		wg.Add(1) // want `wg.Add is called by .*`
		work(n)
	}(1)
	wg.Wait()
}

type pool struct{ wg sync.WaitGroup }

func (p *pool) field(size int) {
	switch size {
	case 1:
		// What it does is not important.
		go func() {
			p.wg.Add(1) // want `p.wg.Add is called by .*`
			defer p.wg.Done()

			work(size)
		}()
	}
	p.wg.Wait()
}

func line() {
	var wg sync.WaitGroup
	go func() { wg.Add(1); defer wg.Done() }() // want `wg.Add is called by .*`
	wg.Wait()
}
