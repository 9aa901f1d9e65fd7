package aionet

import (
	"io"

	"github.com/asyncport/asyncport/aio"
)

// writeSide is what the writers of a Stream share.
type writeSide struct {
	watch watch
	size  int // of the buffer

	lock       aio.Mutex // guards what follows
	buf        []byte    // made by the first write
	start, end int       // what was not sent is buf[start:end]
	err        error     // the connection is broken
}

// Write takes p: into the buffer as long as there is room, and waits for the peer when there is not. It returns how
// many bytes of p it took; they are fewer than len(p) only together with an error. What it took before it was cancelled,
// or a deadline expired, stays in the Stream and is sent by the next Flush, once.
//
// Nothing but Flush, a full buffer, CloseWrite and Close sends what was taken: a peer that is to answer needs a Flush.
func (s *Stream) Write(co aio.Context, p []byte) (int, error) {
	if err := lock(co, &s.w.lock); err != nil {
		return 0, err
	}
	defer s.w.lock.Unlock()
	w := &s.w
	if err := s.broken(); err != nil {
		return 0, err
	}
	taken := 0
	for len(p) > w.room() {
		if w.start == w.end { // no use for the buffer
			n, err := s.send(co, p)
			return taken + n, err
		}
		n := w.add(p)
		taken += n
		p = p[n:]
		if err := s.flush(co); err != nil {
			return taken, err
		}
	}
	return taken + w.add(p), nil
}

// WriteString is Write for a string.
func (s *Stream) WriteString(co aio.Context, str string) (int, error) {
	if len(str) > s.w.size {
		return s.Write(co, []byte(str))
	}
	if err := lock(co, &s.w.lock); err != nil {
		return 0, err
	}
	defer s.w.lock.Unlock()
	w := &s.w
	if err := s.broken(); err != nil {
		return 0, err
	}
	taken := 0
	for len(str) > w.room() {
		n := w.addString(str)
		taken += n
		str = str[n:]
		if err := s.flush(co); err != nil {
			return taken, err
		}
	}
	return taken + w.addString(str), nil
}

// Flush sends what Write has taken, and waits until the operating system has it. When it is cancelled, or a deadline
// expires, what was not sent stays for the next Flush.
func (s *Stream) Flush(co aio.Context) error {
	if err := lock(co, &s.w.lock); err != nil {
		return err
	}
	defer s.w.lock.Unlock()
	return s.flush(co)
}

// flush is Flush with the lock held.
func (s *Stream) flush(co aio.Context) error {
	w := &s.w
	if err := s.broken(); err != nil {
		return err
	}
	if w.start == w.end {
		return nil
	}
	n, err := s.send(co, w.buf[w.start:w.end])
	w.start += n
	if w.start == w.end {
		w.start, w.end = 0, 0
	}
	return err
}

// broken returns why nothing can be sent any more.
func (s *Stream) broken() error {
	if s.w.err == nil && s.closed.Load() {
		return errClosed
	}
	return s.w.err
}

// send writes p to the connection and remembers an error that lasts.
func (s *Stream) send(co aio.Context, p []byte) (int, error) {
	n, err := transfer(co, &s.w.watch, s.conn.Write, p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	if err != nil && !passing(co, err) {
		if s.closed.Load() {
			err = errClosed
		}
		s.w.err = err
	}
	return n, err
}

// room returns how many bytes can be added. The bytes that a cancelled Flush has sent are free again.
func (w *writeSide) room() int { return w.size - (w.end - w.start) }

// add puts what fits of p into the buffer.
func (w *writeSide) add(p []byte) int {
	w.prepare(len(p))
	n := copy(w.buf[w.end:], p)
	w.end += n
	return n
}

func (w *writeSide) addString(str string) int {
	w.prepare(len(str))
	n := copy(w.buf[w.end:], str)
	w.end += n
	return n
}

// prepare makes all the room there is usable when n bytes do not fit behind the end.
func (w *writeSide) prepare(n int) {
	if w.buf == nil {
		w.buf = make([]byte, w.size)
	}
	if n > len(w.buf)-w.end && w.start > 0 {
		w.end = copy(w.buf, w.buf[w.start:w.end])
		w.start = 0
	}
}
