package aioos

import (
	"os"

	"github.com/asyncport/asyncport/aio"
)

// Open is os.Open.
func Open(co aio.Context, name string) (*File, error) {
	return wrap(aio.Call2(co, func() (*os.File, error) { return os.Open(name) }))
}

// Create is os.Create.
func Create(co aio.Context, name string) (*File, error) {
	return wrap(aio.Call2(co, func() (*os.File, error) { return os.Create(name) }))
}

// CreateTemp is os.CreateTemp.
func CreateTemp(co aio.Context, dir, pattern string) (*File, error) {
	return wrap(aio.Call2(co, func() (*os.File, error) { return os.CreateTemp(dir, pattern) }))
}

// OpenFile is os.OpenFile. To open a named pipe waits for its other end.
func OpenFile(co aio.Context, name string, flag int, perm os.FileMode) (*File, error) {
	return wrap(aio.Call2(co, func() (*os.File, error) { return os.OpenFile(name, flag, perm) }))
}

// Pipe is os.Pipe, which does not wait.
func Pipe() (r, w *File, err error) {
	reader, writer, err := os.Pipe()
	return WrapFile(reader), WrapFile(writer), err
}

// WrapFile returns f with methods that take a Context, or nil for a nil f.
func WrapFile(f *os.File) *File {
	if f == nil {
		return nil
	}
	return &File{f}
}

func wrap(f *os.File, err error) (*File, error) { return WrapFile(f), err }
