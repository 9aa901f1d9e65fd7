package aioos

import (
	"io"
	"os"

	"github.com/asyncport/asyncport/aio"
)

// File is an os.File whose methods that may wait take a Context. Those that do not wait, such as Name and SetDeadline, are
// the ones of the os.File.
//
// The embedded os.File is there for code that wants one: f.File is an *os.File, an io.Reader and an io.Writer, which hold up
// a serial loop while they wait. For a reader or writer that does not, see package aioio: aioio.BindReader(co, f.File).
//
// A nil File gives os.ErrInvalid, as a nil os.File does. Methods may be called by several tasks, as those of os.File.
type File struct{ *os.File }

func (f *File) file() *os.File {
	if f == nil {
		return nil
	}
	return f.File
}

// Close is (*os.File).Close. A Read or Write of another task on a pipe, a terminal or a socket then ends with os.ErrClosed.
func (f *File) Close(co aio.Context) error { return aio.Call1(co, f.file().Close) }

// Read is (*os.File).Read.
func (f *File) Read(co aio.Context, p []byte) (n int, err error) {
	file := f.file()
	return aio.Call2(co, func() (int, error) { return file.Read(p) })
}

// ReadAt is (*os.File).ReadAt.
func (f *File) ReadAt(co aio.Context, p []byte, off int64) (n int, err error) {
	file := f.file()
	return aio.Call2(co, func() (int, error) { return file.ReadAt(p, off) })
}

// Write is (*os.File).Write.
func (f *File) Write(co aio.Context, p []byte) (n int, err error) {
	file := f.file()
	return aio.Call2(co, func() (int, error) { return file.Write(p) })
}

// WriteAt is (*os.File).WriteAt.
func (f *File) WriteAt(co aio.Context, p []byte, off int64) (n int, err error) {
	file := f.file()
	return aio.Call2(co, func() (int, error) { return file.WriteAt(p, off) })
}

// WriteString is (*os.File).WriteString.
func (f *File) WriteString(co aio.Context, s string) (n int, err error) {
	file := f.file()
	return aio.Call2(co, func() (int, error) { return file.WriteString(s) })
}

// ReadFrom is (*os.File).ReadFrom. The methods of r run beside the loop.
func (f *File) ReadFrom(co aio.Context, r io.Reader) (n int64, err error) {
	file := f.file()
	return aio.Call2(co, func() (int64, error) { return file.ReadFrom(r) })
}

// WriteTo is (*os.File).WriteTo. The methods of w run beside the loop.
func (f *File) WriteTo(co aio.Context, w io.Writer) (n int64, err error) {
	file := f.file()
	return aio.Call2(co, func() (int64, error) { return file.WriteTo(w) })
}

// Seek is (*os.File).Seek.
func (f *File) Seek(co aio.Context, offset int64, whence int) (ret int64, err error) {
	file := f.file()
	return aio.Call2(co, func() (int64, error) { return file.Seek(offset, whence) })
}

// Sync is (*os.File).Sync.
func (f *File) Sync(co aio.Context) error { return aio.Call1(co, f.file().Sync) }

// Truncate is (*os.File).Truncate.
func (f *File) Truncate(co aio.Context, size int64) error {
	file := f.file()
	return aio.Call1(co, func() error { return file.Truncate(size) })
}
