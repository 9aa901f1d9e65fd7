package aioos

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// ReadContext is Read that also ends when co is cancelled; it then returns the cause and what was read before. A read that
// is done wins over the cancellation; on a co that is cancelled already nothing is read.
//
// It needs a file with deadlines: a pipe, terminal or socket that was opened by this package or package os. On others,
// os.Stdin among them, a Read that has begun is finished first. It uses the read deadline of the file, and leaves it cleared
// when it was cancelled; so only one task should read at a time.
func (f *File) ReadContext(co aio.Context, p []byte) (n int, err error) {
	file := f.file()
	return interruptible(co, file, file.SetReadDeadline, func() (int, error) { return file.Read(p) })
}

// WriteContext is Write that also ends when co is cancelled; it then returns the cause and the number of bytes that were
// written before. What is said of ReadContext holds for it, with the write deadline.
func (f *File) WriteContext(co aio.Context, p []byte) (n int, err error) {
	file := f.file()
	return interruptible(co, file, file.SetWriteDeadline, func() (int, error) { return file.Write(p) })
}

// interruptible calls op, and moves its deadline to the past when co is cancelled.
func interruptible(co aio.Context, f *os.File, deadline func(time.Time) error, op func() (int, error)) (int, error) {
	if f == nil {
		return 0, os.ErrInvalid
	}
	if co.Err() != nil {
		return 0, context.Cause(co)
	}
	moved := make(chan struct{})
	stop := context.AfterFunc(co, func() {
		_ = deadline(time.Unix(1, 0)) // a file without deadlines cannot be interrupted
		close(moved)
	})
	n, err := aio.Call2(co, func() (int, error) {
		n, err := op()
		if !stop() {
			<-moved // or the deadline would be moved after it was cleared
			_ = deadline(time.Time{})
		}
		return n, err
	})
	if errors.Is(err, os.ErrDeadlineExceeded) && co.Err() != nil {
		err = context.Cause(co)
	}
	return n, err
}
