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

// Write takes p: into the buffer as long as there is room, and waits for the peer when there is not. What fits into an empty
// buffer is taken whole or not at all, so that the writes of several tasks do not mix; what does not is sent at once.
//
// Write returns how many bytes of p it took; they are fewer than len(p) only together with an error. What it took before it
// was cancelled, or a deadline expired, is sent once, and what it did not take is not sent.
//
// Nothing but Flush, a buffer without room, CloseWrite and Close sends what is in the buffer: a peer that is to answer needs
// a Flush.
func (s *Stream) Write(co aio.Context, p []byte) (int, error) {
	if err := lock(co, &s.w.lock); err != nil {
		return 0, err
	}
	defer s.w.lock.Unlock()
	if err := s.makeWritable(co, len(p)); err != nil {
		return 0, err
	}
	if len(p) > s.w.size {
		return s.send(co, p)
	}
	s.w.end += copy(s.w.buf[s.w.end:], p)
	return len(p), nil
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
	if err := s.makeWritable(co, len(str)); err != nil {
		return 0, err
	}
	s.w.end += copy(s.w.buf[s.w.end:], str)
	return len(str), nil
}

// makeWritable makes room for n bytes, or empties the buffer when there can be no such room.
func (s *Stream) makeWritable(co aio.Context, n int) error {
	w := &s.w
	if err := s.broken(); err != nil {
		return err
	}
	if w.buf == nil {
		w.buf = make([]byte, w.size)
	}
	switch {
	case n <= len(w.buf)-w.end:
		return nil
	case n <= w.size-(w.end-w.start): // a cancelled Flush has sent a part
		w.end = copy(w.buf, w.buf[w.start:w.end])
		w.start = 0
		return nil
	}
	return s.flush(co)
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
	n, again, err := transfer(co, &s.w.watch, s.conn.Write, p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	if again, err = s.closing(co, again, err); err != nil && !again {
		s.w.err = err
	}
	return n, err
}
