package aioos_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioio"
	"github.com/asyncport/asyncport/aio/aioos"
)

// Given a File, when its methods are called, then they do what those of the os.File do.
func TestFileMethods(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dir := t.TempDir()
		f, err := aioos.Create(co, filepath.Join(dir, "f"))
		wantErr(t, "Create", err, nil)
		want(t, "Name", f.Name(), filepath.Join(dir, "f")) // needs no co
		n, err := f.Write(co, []byte("hello "))
		want(t, "Write", n, 6)
		wantErr(t, "Write", err, nil)
		n, err = f.WriteString(co, "world")
		want(t, "WriteString", n, 5)
		wantErr(t, "WriteString", err, nil)
		_, err = f.WriteAt(co, []byte("H"), 0)
		wantErr(t, "WriteAt", err, nil)
		m, err := f.ReadFrom(co, strings.NewReader("!!"))
		want(t, "ReadFrom", m, 2)
		wantErr(t, "ReadFrom", err, nil)
		wantErr(t, "Sync", f.Sync(co), nil)
		wantErr(t, "Truncate", f.Truncate(co, 12), nil)
		off, err := f.Seek(co, 6, io.SeekStart)
		want(t, "Seek", off, 6)
		wantErr(t, "Seek", err, nil)
		b := make([]byte, 5)
		_, err = f.Read(co, b)
		want(t, "Read", string(b), "world")
		wantErr(t, "Read", err, nil)
		_, err = f.ReadAt(co, b, 0)
		want(t, "ReadAt", string(b), "Hello")
		wantErr(t, "ReadAt", err, nil)
		var rest strings.Builder
		_, err = f.WriteTo(co, &rest)
		want(t, "WriteTo", rest.String(), "!")
		wantErr(t, "WriteTo", err, nil)
		info, err := f.Stat(co)
		want(t, "size", info.Size(), 12)
		wantErr(t, "Stat", err, nil)
		wantErr(t, "Chmod", f.Chmod(co, 0o600), nil)
		wantErr(t, "Close", f.Close(co), nil)
		wantErr(t, "second Close", f.Close(co), os.ErrClosed)
	})
}

// Given a File that is a directory, when it is read, then each form gives its entries.
func TestDirectoryMethods(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dir := t.TempDir()
		wantErr(t, "WriteFile", os.WriteFile(filepath.Join(dir, "x"), nil, 0o600), nil)
		entries := func(read func(d *aioos.File) (int, error)) {
			t.Helper()
			d, err := aioos.Open(co, dir)
			wantErr(t, "Open", err, nil)
			n, err := read(d)
			want(t, "entries", n, 1)
			wantErr(t, "read", err, nil)
			wantErr(t, "Close", d.Close(co), nil)
		}
		entries(func(d *aioos.File) (int, error) { e, err := d.ReadDir(co, -1); return len(e), err })
		entries(func(d *aioos.File) (int, error) { e, err := d.Readdir(co, -1); return len(e), err })
		entries(func(d *aioos.File) (int, error) { e, err := d.Readdirnames(co, -1); return len(e), err })
	})
}

// Given code that wants an *os.File or an io.Reader, when it is given f.File, then it gets one.
func TestFileWhereAnOSFileIsWanted(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, err := aioos.CreateTemp(co, t.TempDir(), "")
		wantErr(t, "CreateTemp", err, nil)
		defer f.Close(co)
		wantsFile := func(f *os.File) { _, _ = f.WriteString("hello") }
		wantsFile(f.File)
		_, _ = f.Seek(co, 0, io.SeekStart)
		b, err := aioio.ReadAll(co, f.File)
		want(t, "data", string(b), "hello")
		wantErr(t, "ReadAll", err, nil)
		want(t, "a File wrapped again", aioos.WrapFile(f.File).File, f.File)
		want(t, "nil wrapped", aioos.WrapFile(nil), nil)
	})
}

// Given a nil File, when a method is called, then it returns os.ErrInvalid as that of a nil os.File does.
func TestNilFile(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var f *aioos.File
		for what, err := range map[string]error{
			"Close":        f.Close(co),
			"Read":         second(f.Read(co, nil)),
			"ReadAt":       second(f.ReadAt(co, nil, 0)),
			"Write":        second(f.Write(co, nil)),
			"WriteAt":      second(f.WriteAt(co, nil, 0)),
			"WriteString":  second(f.WriteString(co, "")),
			"Seek":         second(f.Seek(co, 0, 0)),
			"Sync":         f.Sync(co),
			"Truncate":     f.Truncate(co, 0),
			"Stat":         second(f.Stat(co)),
			"ReadDir":      second(f.ReadDir(co, 0)),
			"Chdir":        f.Chdir(co),
			"Chmod":        f.Chmod(co, 0),
			"Chown":        f.Chown(co, 0, 0),
			"ReadContext":  second(f.ReadContext(co, nil)),
			"WriteContext": second(f.WriteContext(co, nil)),
		} {
			wantErr(t, what, err, os.ErrInvalid)
		}
	})
}

// Given a task that is ready, when a method is called, then that task has its turn.
func TestEachMethodYields(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		f, err := aioos.CreateTemp(co, t.TempDir(), "")
		wantErr(t, "CreateTemp", err, nil)
		b := make([]byte, 1)
		for name, op := range map[string]func(){
			"Read":         func() { _, _ = f.Read(co, b) },
			"ReadAt":       func() { _, _ = f.ReadAt(co, b, 0) },
			"Write":        func() { _, _ = f.Write(co, b) },
			"WriteAt":      func() { _, _ = f.WriteAt(co, b, 0) },
			"WriteString":  func() { _, _ = f.WriteString(co, "") },
			"ReadFrom":     func() { _, _ = f.ReadFrom(co, strings.NewReader("")) },
			"WriteTo":      func() { _, _ = f.WriteTo(co, io.Discard) },
			"Seek":         func() { _, _ = f.Seek(co, 0, 0) },
			"Sync":         func() { _ = f.Sync(co) },
			"Truncate":     func() { _ = f.Truncate(co, 0) },
			"Stat":         func() { _, _ = f.Stat(co) },
			"ReadDir":      func() { _, _ = f.ReadDir(co, 0) },
			"Readdir":      func() { _, _ = f.Readdir(co, 0) },
			"Readdirnames": func() { _, _ = f.Readdirnames(co, 0) },
			"Chdir":        func() { _ = f.Chdir(co) },
			"Chmod":        func() { _ = f.Chmod(co, 0o600) },
			"Chown":        func() { _ = f.Chown(co, -1, -1) },
			"ReadContext":  func() { _, _ = f.ReadContext(co, b) },
			"WriteContext": func() { _, _ = f.WriteContext(co, b) },
			"Close":        func() { _ = f.Close(co) },
		} {
			want(t, name+" lets others run", letsOthersRun(co, op), true)
		}
	})
}

var errBoom = errors.New("boom")

// Given a task that reads a pipe nobody writes to, when it is cancelled, then ReadContext returns the cause, and the pipe
// can be read again.
func TestReadContextCancelled(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r, w, err := aioos.Pipe()
		wantErr(t, "Pipe", err, nil)
		defer r.Close(co)
		reader := aio.Go(co, func(co aio.Context) (int, error) { return r.ReadContext(co, make([]byte, 1)) })
		aio.Yield(co)
		reader.Cancel(errBoom)
		n, err := reader.Await(co)
		want(t, "n", n, 0)
		wantErr(t, "ReadContext", err, errBoom)
		_, err = w.WriteString(co, "ab")
		wantErr(t, "WriteString", err, nil)
		n, err = r.ReadContext(co, make([]byte, 4))
		want(t, "n", n, 2)
		wantErr(t, "ReadContext", err, nil)
		wantErr(t, "Close", w.Close(co), nil)
		_, err = r.Read(co, make([]byte, 1))
		wantErr(t, "Read", err, io.EOF)
	})
}

// Given a full pipe, when the task that writes to it is cancelled, then WriteContext returns the cause and what was written.
func TestWriteContextCancelled(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r, w, err := aioos.Pipe()
		wantErr(t, "Pipe", err, nil)
		defer r.Close(co)
		defer w.Close(co)
		big := make([]byte, 4<<20)
		writer := aio.Go(co, func(co aio.Context) (int, error) { return w.WriteContext(co, big) })
		_, err = r.Read(co, make([]byte, 1)) // the writer has begun
		wantErr(t, "Read", err, nil)
		writer.Cancel(errBoom)
		n, err := writer.Await(co)
		want(t, "some was written", n > 0 && n < len(big), true)
		wantErr(t, "WriteContext", err, errBoom)
	})
}

// Given a cancelled co, when ReadContext is called, then it reads nothing and returns the cause; a regular file, which cannot
// be interrupted, is read to the end once it was begun.
func TestReadContextOfRegularFile(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, err := aioos.CreateTemp(co, t.TempDir(), "")
		wantErr(t, "CreateTemp", err, nil)
		defer f.Close(co)
		_, _ = f.WriteAt(co, []byte("abc"), 0)
		dead, cancel := aio.WithCancelCause(co)
		b := make([]byte, 8)
		n, err := f.ReadContext(dead, b)
		want(t, "n", n, 3)
		wantErr(t, "ReadContext", err, nil)
		cancel(errBoom)
		n, err = f.ReadContext(dead, b)
		want(t, "n", n, 0)
		wantErr(t, "ReadContext", err, errBoom)
	})
}

// Given a task that reads a pipe, when another one closes it, then the Read ends with os.ErrClosed.
func TestCloseEndsARead(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r, w, err := aioos.Pipe()
		wantErr(t, "Pipe", err, nil)
		defer w.Close(co)
		reader := aio.Go(co, func(co aio.Context) (int, error) { return r.Read(co, make([]byte, 1)) })
		aio.Yield(co)
		wantErr(t, "Close", r.Close(co), nil)
		_, err = reader.Await(co)
		wantErr(t, "Read", err, os.ErrClosed)
	})
}
