package aio_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Calls infer their types from constants, nil, channels of either direction and named channel types. A value of another
// type than the elements, which the plain operation would convert, needs the element type.
func TestTypesAreInferred(t *testing.T) {
	type events chan any
	both(t, func(t *testing.T, co aio.Context) {
		errc := make(chan error, 3)
		aio.Send(co, errc, nil)
		aio.Send[error](co, errc, &fs.PathError{Op: "open", Err: errBoom})
		var pathErr *fs.PathError
		wantErr(t, "first", aio.Recv(co, errc), nil)
		if err := aio.Recv(co, errc); !errors.As(err, &pathErr) {
			t.Errorf("second is %v, want a PathError", err)
		}
		e := make(events, 3)
		n := 4
		aio.Send(co, e, 3)
		aio.Send[any](co, e, n)
		aio.Select(co, aio.OnSend[any](e, "text"))
		want[any](t, "constant", aio.Recv(co, e), 3)
		want[any](t, "variable", aio.Recv(co, e), 4)
		var in <-chan any = e
		want[any](t, "text", aio.Recv(co, in), "text")
		var out chan<- any = e
		aio.Send[any](co, out, n)
		for v := range aio.Range(co, e) {
			want[any](t, "range", v, 4)
			break
		}
	})
}
