package aio

import (
	"context"
	"fmt"
	"log"
	"runtime/debug"
)

// PanicError is a panic that was captured. Its message has no stack, so that it can be compared and logged in one line.
type PanicError struct {
	Value any    // what panic was called with
	Stack []byte // of the goroutine that panicked, from the place of the panic
}

func (e *PanicError) Error() string { return fmt.Sprintf("aio: panic: %v", e.Value) }

// Unwrap returns the value of the panic if it is an error, else nil.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Capture returns fn with a panic turned into a *PanicError, which becomes the error of the call. It is for functions that
// start tasks and jobs, such as Go and Offload: without it a panic in them ends the process.
//
//	f := aio.Go(co, aio.Capture(parse))
//
// runtime.Goexit passes through.
func Capture[C context.Context, T any](fn func(C) (T, error)) func(C) (T, error) {
	return func(ctx C) (v T, err error) {
		defer func() {
			if r := recover(); r != nil {
				var zero T
				v, err = zero, captured(r)
			}
		}()
		return fn(ctx)
	}
}

// CaptureErr is Capture for a function that returns nothing but an error, such as a task of a Group.
func CaptureErr[C context.Context](fn func(C) error) func(C) error {
	return func(ctx C) (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = captured(r)
			}
		}()
		return fn(ctx)
	}
}

// CaptureTo returns fn with a panic handed to handle, for functions that have no result: callbacks of Loop.Post, After
// and Future.AfterFunc, and tasks of Spawn and WaitGroup. handle runs where fn panicked, in the same turn. When handle
// panics too, both panics are written to the standard logger, and what called fn goes on.
func CaptureTo[C context.Context](handle func(*PanicError), fn func(C)) func(C) {
	return func(ctx C) {
		defer func() {
			if r := recover(); r != nil {
				handlePanic(handle, r)
			}
		}()
		fn(ctx)
	}
}

// captured returns the error for what recover returned. The panic that unwinds the main task of a Run because of a
// deadlock is an error already.
func captured(r any) error {
	if dead, ok := r.(*DeadlockError); ok {
		return dead
	}
	return &PanicError{Value: r, Stack: debug.Stack()}
}

func handlePanic(handle func(*PanicError), r any) {
	if dead, ok := r.(*DeadlockError); ok {
		panic(dead) // it is for the Run that waits for it
	}
	first := &PanicError{Value: r, Stack: debug.Stack()}
	defer func() {
		if r := recover(); r != nil {
			log.Printf("aio: panic in the handler of a panic: %v\n%s\nit was to handle: %v\n%s",
				r, debug.Stack(), first.Value, first.Stack)
		}
	}()
	handle(first)
}
