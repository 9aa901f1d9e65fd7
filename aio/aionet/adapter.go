package aionet

import (
	"io"

	"github.com/asyncport/asyncport/aio"
)

// Reader returns the Stream as an io.Reader that reads with co, for decoders and copies. Like co it belongs to the task,
// and its reads may let others run.
func (s *Stream) Reader(co aio.Context) io.Reader { return reader{s, co} }

// Writer returns the Stream as an io.Writer that writes with co, for encoders and fmt.Fprintf. Like co it belongs to the
// task, and its writes may let others run. It also has WriteString. What it takes is sent as with Write: by Flush.
func (s *Stream) Writer(co aio.Context) io.Writer { return writer{s, co} }

type reader struct {
	s  *Stream
	co aio.Context
}

func (r reader) Read(p []byte) (int, error) { return r.s.Read(r.co, p) }

type writer struct {
	s  *Stream
	co aio.Context
}

func (w writer) Write(p []byte) (int, error) { return w.s.Write(w.co, p) }

func (w writer) WriteString(str string) (int, error) { return w.s.WriteString(w.co, str) }
