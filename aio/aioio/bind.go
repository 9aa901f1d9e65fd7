package aioio

import (
	"io"

	"github.com/asyncport/asyncport/aio"
)

// BindReader returns a reader whose Read is r.Read with the loop of co released. It is for functions that want an io.Reader
// and know nothing of tasks. It belongs to the task of co: another task, or a goroutine that the function starts, must not
// read from it, and it must not be kept longer than co.
//
// It has no other method than Read, so that the code which gets the bytes runs in turn; Copy has the short cuts of io.Copy.
func BindReader(co aio.Context, r io.Reader) io.Reader { return boundReader{co, r} }

type boundReader struct {
	co aio.Context
	r  io.Reader
}

func (b boundReader) Read(p []byte) (int, error) { return Read(b.co, b.r, p) }

// BindWriter returns a writer whose Write is w.Write with the loop of co released. What is said of BindReader holds for it.
//
//	fmt.Fprintf(aioio.BindWriter(co, w), "%d items\n", n)
func BindWriter(co aio.Context, w io.Writer) io.Writer { return boundWriter{co, w} }

type boundWriter struct {
	co aio.Context
	w  io.Writer
}

func (b boundWriter) Write(p []byte) (int, error) { return Write(b.co, b.w, p) }

// WriteString spares the conversion where w does.
func (b boundWriter) WriteString(s string) (int, error) { return WriteString(b.co, b.w, s) }
