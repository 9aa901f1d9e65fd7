package aio

import (
	"context"
	"iter"
)

// Recv is <-ch. It lets others run while it waits, and is not interrupted.
func Recv[T any](co Context, ch <-chan T) T {
	t := co.self().t
	if t.loop.plain.Load() {
		return <-ch
	}
	v, _ := recvSerial(t, ch)
	return v
}

// RecvOK is v, ok := <-ch. It lets others run while it waits, and is not interrupted.
func RecvOK[T any](co Context, ch <-chan T) (T, bool) {
	t := co.self().t
	if t.loop.plain.Load() {
		v, ok := <-ch
		return v, ok
	}
	return recvSerial(t, ch)
}

func recvSerial[T any](t *task, ch <-chan T) (v T, ok bool) {
	t.maybePause()
	select {
	case v, ok = <-ch:
		return v, ok
	default:
	}
	held := t.release(inReceive)
	if t.loop.scheduled {
		return recvScheduled(t, ch, held)
	}
	v, ok = <-ch
	if held {
		t.acquire()
	}
	return v, ok
}

// RecvContext is v, ok := <-ch that also ends when co is cancelled; it then returns the cause as the error. A value that
// is ready wins over the cancellation.
func RecvContext[T any](co Context, ch <-chan T) (v T, ok bool, err error) {
	t := co.self().t
	t.maybePause()
	select {
	case v, ok = <-ch:
		return v, ok, nil
	default:
	}
	if co.Err() != nil {
		return v, false, context.Cause(co)
	}
	held := !t.loop.plain.Load() && t.release(inReceive)
	select {
	case v, ok = <-ch:
	case <-co.Done():
		err = context.Cause(co)
	case <-t.lost():
		err = t.drown()
	}
	if held {
		t.acquire()
	}
	if err == nil {
		return v, ok, nil
	}
	select { // a value may have come before the task had its turn
	case v, ok = <-ch:
		return v, ok, nil
	default:
		return v, false, err
	}
}

// Send is ch <- v. It lets others run while it waits, and is not interrupted. It panics when ch is closed. When v has
// another type than the elements of ch, for example with a channel of errors, name the type: Send[error](co, ch, v).
func Send[T any](co Context, ch chan<- T, v T) {
	t := co.self().t
	if t.loop.plain.Load() {
		ch <- v
		return
	}
	t.maybePause()
	select {
	case ch <- v:
		return
	default:
	}
	if t.loop.scheduled {
		sendScheduled(t, ch, v)
		return
	}
	if t.release(inSend) {
		defer t.acquire()
	}
	ch <- v
}

// SendContext is ch <- v that also ends when co is cancelled; it then returns the cause. A receiver that is ready wins
// over the cancellation. It panics when ch is closed.
func SendContext[T any](co Context, ch chan<- T, v T) error {
	t := co.self().t
	t.maybePause()
	select {
	case ch <- v:
		return nil
	default:
	}
	if co.Err() != nil {
		return context.Cause(co)
	}
	err := sendOrDone(co, t, ch, v)
	if err == nil {
		return nil
	}
	select { // a receiver may have come before the task had its turn
	case ch <- v:
		return nil
	default:
		return err
	}
}

// sendOrDone waits until v is sent or co is cancelled; it then returns the cause.
func sendOrDone[T any](co Context, t *task, ch chan<- T, v T) error {
	if !t.loop.plain.Load() && t.release(inSend) {
		defer t.acquire()
	}
	select {
	case ch <- v:
		return nil
	case <-co.Done():
		return context.Cause(co)
	case <-t.lost():
		return t.drown()
	}
}

// Range is for v := range ch. It ends when ch is closed and empty.
func Range[T any](co Context, ch <-chan T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for {
			v, ok := RecvOK(co, ch)
			if !ok || !yield(v) {
				return
			}
		}
	}
}
