package store

import (
	"errors"
	"io"
	"sync"

	"example.com/telemetry/internal/queue"
	"example.com/telemetry/sample"
)

// Writer stores samples in the background. Whatever has piled up while a
// transaction ran goes into the next one, because a transaction costs the
// same for one sample and for a hundred.
type Writer struct {
	store *Store
	queue *queue.Bounded[sample.Sample]
	wg    sync.WaitGroup

	mu   sync.Mutex
	errs []error // failed transactions, guarded by mu
}

var _ io.Closer = (*Writer)(nil)

// NewWriter starts a writer that holds back at most limit samples.
// It must be closed.
func NewWriter(s *Store, limit int) *Writer {
	w := &Writer{store: s, queue: queue.New[sample.Sample](limit)}
	w.wg.Add(1)
	go w.run()
	return w
}

// Write hands samples over. It waits when too many are held back.
func (w *Writer) Write(samples ...sample.Sample) error {
	for _, s := range samples {
		if err := w.queue.Put(s); err != nil {
			return err
		}
	}
	return nil
}

// run stores samples until the queue is closed and empty.
func (w *Writer) run() {
	defer w.wg.Done()
	for {
		samples, ok := w.queue.Take()
		if !ok {
			return
		}
		if err := w.store.Append(samples...); err != nil {
			w.mu.Lock()
			w.errs = append(w.errs, err)
			w.mu.Unlock()
		}
	}
}

// Close stores what is left, waits for it, and returns every error since the
// writer was started. It does not close the store.
func (w *Writer) Close() error {
	w.queue.Close()
	w.wg.Wait()

	w.mu.Lock()
	defer w.mu.Unlock()
	return errors.Join(w.errs...)
}
