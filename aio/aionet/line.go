package aionet

import (
	"bytes"
	"errors"
	"io"
	"iter"

	"github.com/asyncport/asyncport/aio"
)

var newline = []byte{'\n'}

// ReadLine returns the next line without its end, which is \n or \r\n. The line is valid until the next read of the
// Stream. A last line that has no end is a line too; after it comes io.EOF. Use ReadUntil where a line that was cut off
// must not be taken for a whole one.
//
// A line with more bytes than the limit is a *LimitError, as soon as that is known. It is dropped, with what is still to
// come of it; the next read begins with the line after it.
//
// When ReadLine is cancelled, or a deadline expires, it takes nothing.
func (s *Stream) ReadLine(co aio.Context) ([]byte, error) {
	if err := lock(co, &s.r.lock); err != nil {
		return nil, err
	}
	defer s.r.lock.Unlock()
	b, err := s.readUntil(co, newline, true)
	switch {
	case err == nil:
		return dropCR(b[:len(b)-1]), nil
	case len(b) > 0: // the end of the input
		return dropCR(b), nil
	}
	return nil, err
}

// ReadUntil returns what comes up to and including sep. It is valid until the next read of the Stream. At the end of the
// input it returns what there was, with io.EOF when that was nothing and io.ErrUnexpectedEOF otherwise.
//
// When there are more bytes than the limit before sep, that is a *LimitError. They are dropped up to and including sep, with
// what is still to come of them.
//
// When ReadUntil is cancelled, or a deadline expires, it takes nothing. It panics when sep is empty.
func (s *Stream) ReadUntil(co aio.Context, sep []byte) ([]byte, error) {
	if len(sep) == 0 {
		panic("aionet: ReadUntil with an empty separator")
	}
	if err := lock(co, &s.r.lock); err != nil {
		return nil, err
	}
	defer s.r.lock.Unlock()
	return s.readUntil(co, sep, false)
}

// readUntil is ReadUntil with the lock held. With cr, a \r before sep belongs to it and does not count.
func (s *Stream) readUntil(co aio.Context, sep []byte, cr bool) ([]byte, error) {
	if err := s.skipLine(co); err != nil {
		return nil, err
	}
	r := &s.r
	seen := 0
	for {
		b := r.buffered()
		if i := bytes.Index(b[seen:], sep); i >= 0 {
			line := r.take(seen + i + len(sep))
			if r.over(line[:seen+i], cr) {
				return nil, &LimitError{Limit: r.limit}
			}
			return line, nil
		}
		// The last bytes may be the begin of sep.
		seen = max(0, len(b)-len(sep)+1)
		if r.over(b[:seen], cr) {
			r.skip = append([]byte(nil), sep...)
			return nil, &LimitError{Limit: r.limit}
		}
		if err := s.fill(co); err != nil {
			return s.partial(err)
		}
	}
}

// over reports whether a line that begins with b is over the limit.
func (r *readSide) over(b []byte, cr bool) bool {
	if cr {
		b = dropCR(b)
	}
	return len(b) > r.limit
}

// skipLine drops the rest of a line over the limit.
func (s *Stream) skipLine(co aio.Context) error {
	r := &s.r
	for r.skip != nil {
		b := r.buffered()
		if i := bytes.Index(b, r.skip); i >= 0 {
			r.start += i + len(r.skip)
			r.skip = nil
			return nil
		}
		r.start = max(r.start, r.end-len(r.skip)+1)
		if err := s.fill(co); err != nil {
			return s.skipped(err)
		}
	}
	return nil
}

// skipped ends the skipping when the input has ended.
func (s *Stream) skipped(err error) error {
	if s.r.ended(err) {
		s.r.start, s.r.skip = s.r.end, nil
	}
	return err
}

func dropCR(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] == '\r' {
		return b[:len(b)-1]
	}
	return b
}

// Lines returns the lines that ReadLine returns, up to the end of the input. Each is valid until the next one is asked
// for. An error ends the lines, but not a *LimitError: with it comes no line, and who goes on gets the line after it.
func (s *Stream) Lines(co aio.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for {
			line, err := s.ReadLine(co)
			if err == io.EOF {
				return
			}
			var long *LimitError
			if !yield(line, err) || err != nil && !errors.As(err, &long) {
				return
			}
		}
	}
}
