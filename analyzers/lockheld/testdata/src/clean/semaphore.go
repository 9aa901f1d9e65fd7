package clean

import "sync"

// Who takes a token puts it back.
type disk struct{ tokens chan struct{} }

func newDisk(n int) *disk {
	d := &disk{tokens: make(chan struct{}, n)}
	for range n {
		d.tokens <- struct{}{}
	}
	return d
}

func (d *disk) acquire() { <-d.tokens }

func (d *disk) release() { d.tokens <- struct{}{} }

type file struct {
	mu   sync.Mutex
	disk *disk
	turn chan struct{}
}

func newFile(d *disk) *file { return &file{disk: d, turn: make(chan struct{}, 1)} }

func (f *file) write() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.flush()
}

func (f *file) flush() {
	f.disk.acquire()
	defer f.disk.release()
}

func (f *file) inPlace() {
	f.mu.Lock()
	defer f.mu.Unlock()
	<-f.turn
	f.turn <- struct{}{}
}
