package aioio

import (
	"io"

	"github.com/asyncport/asyncport/aio"
)

// ReadAll is io.ReadAll.
func ReadAll(co aio.Context, r io.Reader) ([]byte, error) {
	return aio.Call2(co, func() ([]byte, error) { return io.ReadAll(r) })
}

// ReadFull is io.ReadFull.
func ReadFull(co aio.Context, r io.Reader, buf []byte) (n int, err error) {
	return aio.Call2(co, func() (int, error) { return io.ReadFull(r, buf) })
}

// ReadAtLeast is io.ReadAtLeast.
func ReadAtLeast(co aio.Context, r io.Reader, buf []byte, min int) (n int, err error) {
	return aio.Call2(co, func() (int, error) { return io.ReadAtLeast(r, buf, min) })
}

// WriteString is io.WriteString.
func WriteString(co aio.Context, w io.Writer, s string) (n int, err error) {
	return aio.Call2(co, func() (int, error) { return io.WriteString(w, s) })
}

// Copy is io.Copy.
func Copy(co aio.Context, dst io.Writer, src io.Reader) (written int64, err error) {
	return aio.Call2(co, func() (int64, error) { return io.Copy(dst, src) })
}

// CopyN is io.CopyN.
func CopyN(co aio.Context, dst io.Writer, src io.Reader, n int64) (written int64, err error) {
	return aio.Call2(co, func() (int64, error) { return io.CopyN(dst, src, n) })
}

// CopyBuffer is io.CopyBuffer.
func CopyBuffer(co aio.Context, dst io.Writer, src io.Reader, buf []byte) (written int64, err error) {
	return aio.Call2(co, func() (int64, error) { return io.CopyBuffer(dst, src, buf) })
}

// Read is r.Read(p).
func Read(co aio.Context, r io.Reader, p []byte) (n int, err error) {
	return aio.Call2(co, func() (int, error) { return r.Read(p) })
}

// Write is w.Write(p).
func Write(co aio.Context, w io.Writer, p []byte) (n int, err error) {
	return aio.Call2(co, func() (int, error) { return w.Write(p) })
}

// Close is c.Close(), for what waits when it is closed.
func Close(co aio.Context, c io.Closer) error {
	return aio.Call1(co, c.Close)
}
