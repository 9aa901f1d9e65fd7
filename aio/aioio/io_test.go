package aioio_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioio"
)

// Given a reader and a writer that wait for each other in two tasks, when both use this package, then both go on: a serial
// loop is not held up.
func TestPipeBetweenTasks(t *testing.T) {
	for _, test := range []struct {
		name  string
		write func(co aio.Context, w io.Writer) error
		read  func(co aio.Context, r io.Reader) (string, error)
	}{
		{"WriteString ReadAll", func(co aio.Context, w io.Writer) error {
			_, err := aioio.WriteString(co, w, "hello")
			return err
		}, func(co aio.Context, r io.Reader) (string, error) {
			b, err := aioio.ReadAll(co, r)
			return string(b), err
		}},
		{"Write ReadFull", func(co aio.Context, w io.Writer) error {
			_, err := aioio.Write(co, w, []byte("hello"))
			return err
		}, func(co aio.Context, r io.Reader) (string, error) {
			b := make([]byte, 5)
			_, err := aioio.ReadFull(co, r, b)
			return string(b), err
		}},
		{"Copy Read", func(co aio.Context, w io.Writer) error {
			_, err := aioio.Copy(co, w, strings.NewReader("hello"))
			return err
		}, func(co aio.Context, r io.Reader) (string, error) {
			b := make([]byte, 9)
			n, err := aioio.Read(co, r, b)
			return string(b[:n]), err
		}},
		{"CopyN ReadAtLeast", func(co aio.Context, w io.Writer) error {
			_, err := aioio.CopyN(co, w, strings.NewReader("hello world"), 5)
			return err
		}, func(co aio.Context, r io.Reader) (string, error) {
			b := make([]byte, 9)
			n, err := aioio.ReadAtLeast(co, r, b, 5)
			return string(b[:n]), err
		}},
		{"CopyBuffer CopyBuffer", func(co aio.Context, w io.Writer) error {
			_, err := aioio.CopyBuffer(co, w, strings.NewReader("hello"), make([]byte, 2))
			return err
		}, func(co aio.Context, r io.Reader) (string, error) {
			var b strings.Builder
			_, err := aioio.CopyBuffer(co, &b, r, make([]byte, 3))
			return b.String(), err
		}},
		{"bound", func(co aio.Context, w io.Writer) error {
			_, err := fmt.Fprintf(aioio.BindWriter(co, w), "hel%s", "lo")
			return err
		}, func(co aio.Context, r io.Reader) (string, error) {
			b, err := io.ReadAll(aioio.BindReader(co, r))
			return string(b), err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				r, w := io.Pipe()
				f := aio.Go(co, func(co aio.Context) (string, error) { return test.read(co, r) })
				aio.Yield(co) // under Serial the reader waits first
				want(t, "error of the writer", test.write(co, w), nil)
				want(t, "error of Close", aioio.Close(co, w), nil)
				got, err := f.Await(co)
				want(t, "text", got, "hello")
				want(t, "error of the reader", err, nil)
			})
		})
	}
}

// Given a bound stream, when code reads through it, then only the Read of the stream runs beside the loop, and what the code
// does with the bytes runs in turn.
func TestBoundReaderRunsCodeInTurn(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		counter := 0
		var wg aio.WaitGroup
		for range 4 {
			wg.Go(co, func(co aio.Context) {
				var v increments
				v.n = &counter
				r := aioio.BindReader(co, strings.NewReader(`"x"`))
				want(t, "error of Decode", json.NewDecoder(r).Decode(&v), nil)
			})
		}
		wg.Wait(co)
		want(t, "counter", counter, 4)
	})
}

// increments changes what tasks share, while it is decoded; the race detector watches.
type increments struct{ n *int }

func (i *increments) UnmarshalJSON([]byte) error { *i.n++; return nil }

// Given a bound reader, when it is copied from, then the writer's code runs in turn too: no short cut calls it beside the
// loop.
func TestBoundReaderHasNoShortCut(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r := aioio.BindReader(co, strings.NewReader("x"))
		_, short := r.(io.WriterTo)
		want(t, "has WriteTo", short, false)
		_, short = aioio.BindWriter(co, io.Discard).(io.ReaderFrom)
		want(t, "has ReadFrom", short, false)
	})
}

// Given an error of the stream, when a function meets it, then the error and what was moved before it come back unchanged.
func TestErrorsPassThrough(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		boom := errors.New("boom")
		bad := func() io.Reader { return io.MultiReader(strings.NewReader("ab"), failing{boom}) }
		b, err := aioio.ReadAll(co, bad())
		want(t, "data", string(b), "ab")
		want(t, "ReadAll", err, boom)
		n, err := aioio.ReadFull(co, strings.NewReader("ab"), make([]byte, 3))
		want(t, "n", n, 2)
		want(t, "ReadFull", err, io.ErrUnexpectedEOF)
		var dst bytes.Buffer
		m, err := aioio.Copy(co, &dst, bad())
		want(t, "copied", m, 2)
		want(t, "Copy", err, boom)
	})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Given a cancelled co, when a function is called, then it works all the same: it is the plain operation.
func TestNotEndedByCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		co, cancel := aio.WithCancel(co)
		cancel()
		b, err := aioio.ReadAll(co, strings.NewReader("ab"))
		want(t, "data", string(b), "ab")
		want(t, "error", err, nil)
	})
}

// Given a task that is ready, when a function of the package is called, then that task has its turn.
func TestEachFunctionYields(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		r := func() io.Reader { return strings.NewReader("abc") }
		b := make([]byte, 2)
		for name, op := range map[string]func(){
			"ReadAll":     func() { _, _ = aioio.ReadAll(co, r()) },
			"ReadFull":    func() { _, _ = aioio.ReadFull(co, r(), b) },
			"ReadAtLeast": func() { _, _ = aioio.ReadAtLeast(co, r(), b, 1) },
			"WriteString": func() { _, _ = aioio.WriteString(co, io.Discard, "a") },
			"Copy":        func() { _, _ = aioio.Copy(co, io.Discard, r()) },
			"CopyN":       func() { _, _ = aioio.CopyN(co, io.Discard, r(), 1) },
			"CopyBuffer":  func() { _, _ = aioio.CopyBuffer(co, io.Discard, r(), b) },
			"Read":        func() { _, _ = aioio.Read(co, r(), b) },
			"Write":       func() { _, _ = aioio.Write(co, io.Discard, b) },
			"Close":       func() { _ = aioio.Close(co, io.NopCloser(r())) },
			"BindReader":  func() { _, _ = aioio.BindReader(co, r()).Read(b) },
			"BindWriter":  func() { _, _ = io.WriteString(aioio.BindWriter(co, io.Discard), "a") },
		} {
			want(t, name+" lets others run", letsOthersRun(co, op), true)
		}
	})
}
