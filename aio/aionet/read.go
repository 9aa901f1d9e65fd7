package aionet

import (
	"io"

	"github.com/asyncport/asyncport/aio"
)

// readSide is what the readers of a Stream share.
type readSide struct {
	watch watch
	limit int

	lock       aio.Mutex // guards what follows
	buf        []byte
	start, end int    // what was read and not yet used is buf[start:end]
	err        error  // came together with bytes; for the next read
	again      bool   // the last error lets the operation be repeated
	skip       []byte // the rest of a line over the limit, up to this separator, is not wanted
}

func (r *readSide) buffered() []byte { return r.buf[r.start:r.end] }

// maxEmptyReads is how often a connection may return neither bytes nor an error.
const maxEmptyReads = 100

// Read reads up to len(p) bytes, as io.Reader does: what is buffered, or else what the connection gives first. At the end
// of the input it returns io.EOF.
func (s *Stream) Read(co aio.Context, p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := lock(co, &s.r.lock); err != nil {
		return 0, err
	}
	defer s.r.lock.Unlock()
	if err := s.skipLine(co); err != nil {
		return 0, err
	}
	return s.read(co, p)
}

// read is Read with the lock held and p not empty.
func (s *Stream) read(co aio.Context, p []byte) (int, error) {
	r := &s.r
	for range maxEmptyReads {
		if r.start < r.end {
			n := copy(p, r.buffered())
			r.start += n
			return n, nil
		}
		if err := r.takeErr(); err != nil {
			return 0, err
		}
		if len(p) < max(len(r.buf), bufferSize) {
			if err := s.fill(co); err != nil {
				return 0, err
			}
			continue
		}
		n, err := s.input(co, p)
		if n > 0 {
			r.keepErr(err)
			return n, nil
		}
		if err != nil {
			return 0, err
		}
	}
	return 0, io.ErrNoProgress
}

// ReadFull reads exactly len(p) bytes, as io.ReadFull does: at the end of the input it returns io.EOF when there was
// nothing, and io.ErrUnexpectedEOF when there was less, which is then in p. When it is cancelled, or a deadline expires, it
// takes nothing: it returns 0, and what it had read stays in the Stream.
func (s *Stream) ReadFull(co aio.Context, p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := lock(co, &s.r.lock); err != nil {
		return 0, err
	}
	defer s.r.lock.Unlock()
	if err := s.skipLine(co); err != nil {
		return 0, err
	}
	n := 0
	for n < len(p) {
		m, err := s.read(co, p[n:])
		n += m
		switch {
		case err == nil:
		case s.r.again:
			s.r.unread(p[:n])
			return 0, err
		case s.r.ended(err) && n > 0:
			return n, io.ErrUnexpectedEOF
		default:
			return n, err
		}
	}
	return n, nil
}

// ReadExactly returns the next n bytes. They are valid until the next read of the Stream. At the end of the input it
// returns what there was, with io.EOF when that was nothing and io.ErrUnexpectedEOF otherwise. When it is cancelled, or a
// deadline expires, it takes nothing. An n over the limit is a *LimitError; nothing is taken then either. The buffer grows
// with what comes, and not with what was asked for. It panics when n is negative.
func (s *Stream) ReadExactly(co aio.Context, n int) ([]byte, error) {
	if n < 0 {
		panic("aionet: ReadExactly with a negative count")
	}
	switch {
	case n == 0:
		return nil, nil
	case n > s.r.limit:
		return nil, &LimitError{Limit: s.r.limit, Asked: n}
	}
	if err := lock(co, &s.r.lock); err != nil {
		return nil, err
	}
	defer s.r.lock.Unlock()
	if err := s.skipLine(co); err != nil {
		return nil, err
	}
	for s.r.end-s.r.start < n {
		if err := s.fill(co); err != nil {
			return s.partial(err)
		}
	}
	return s.r.take(n), nil
}

// Buffered returns how many bytes can be read without waiting. It waits for nobody: while another task reads, the answer
// is that of a moment ago, or 0.
func (s *Stream) Buffered() int {
	if !s.r.lock.TryLock() {
		return 0
	}
	defer s.r.lock.Unlock()
	return s.r.end - s.r.start
}

// partial returns what is left when the input has ended, and leaves it where it is after other errors.
func (s *Stream) partial(err error) ([]byte, error) {
	if !s.r.ended(err) || s.r.start == s.r.end {
		return nil, err
	}
	return s.r.take(s.r.end - s.r.start), io.ErrUnexpectedEOF
}

// take removes n bytes from the buffer. They stay valid until the next fill.
func (r *readSide) take(n int) []byte {
	b := r.buf[r.start : r.start+n : r.start+n]
	r.start += n
	return b
}
