package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress shows, on a terminal, how far a run is once it takes longer than
// patience.
type progress struct {
	mu          sync.Mutex
	w           io.Writer // nil if nobody watches
	started     time.Time
	done, total int
	shown       bool
	quit        chan struct{}
	stopped     sync.WaitGroup
}

const (
	patience = time.Second
	refresh  = 200 * time.Millisecond
)

func newProgress(w io.Writer) *progress {
	p := &progress{started: time.Now(), quit: make(chan struct{})}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb" {
		p.w = w
		p.stopped.Go(p.watch)
	}
	return p
}

// update is told by the driver.
func (p *progress) update(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.total = done, total
}

func (p *progress) watch() {
	tick := time.NewTicker(refresh)
	defer tick.Stop()
	for {
		select {
		case <-p.quit:
			return
		case now := <-tick.C:
			if now.Sub(p.started) > patience {
				p.show()
			}
		}
	}
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = true
	fmt.Fprintf(p.w, "\r\x1b[K%s", bar(p.done, p.total))
}

// bar is the line that is shown.
func bar(done, total int) string {
	if total == 0 {
		return "asyncport: asking the go command for packages"
	}
	return fmt.Sprintf("asyncport: %d of %s", done, count(total, "package"))
}

// clear takes the line away; the next refresh brings it back.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// stop ends the display.
func (p *progress) stop() {
	close(p.quit)
	p.stopped.Wait()
	p.clear()
}
