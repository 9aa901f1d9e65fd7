package aio

import "reflect"

// RecvCase is a receive in a Select.
type RecvCase[T any] struct {
	ch    <-chan T
	value T
	ok    bool
}

// OnRecv is the case v, ok := <-ch.
func OnRecv[T any](ch <-chan T) *RecvCase[T] { return &RecvCase[T]{ch: ch} }

// Value returns what the last Select that chose this case received: the zero value when the channel was closed.
func (c *RecvCase[T]) Value() T { return c.value }

// OK reports whether a value was received, and not the close of the channel.
func (c *RecvCase[T]) OK() bool { return c.ok }

func (c *RecvCase[T]) poll() bool {
	select {
	case v, ok := <-c.ch:
		c.value, c.ok = v, ok
		return true
	default:
		return false
	}
}

func (c *RecvCase[T]) reflected() reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c.ch)}
}

func (c *RecvCase[T]) done(v reflect.Value, ok bool) {
	c.ok = ok
	reflect.ValueOf(&c.value).Elem().Set(v)
}

func (c *RecvCase[T]) block(o others) Case {
	select {
	case c.value, c.ok = <-c.ch:
		return c
	case _, o.a.ok = <-o.a.ch:
		return o.a
	case _, o.b.ok = <-o.b.ch:
		return o.b
	case o.timer.value, o.timer.ok = <-o.timer.ch:
		return o.timer
	}
}

// SendCase is a send in a Select.
type SendCase[T any] struct {
	ch    chan<- T
	value T
}

// OnSend is the case ch <- v. Select panics when it meets a closed channel. As with Send, name the type when v has another
// type than the elements of ch.
func OnSend[T any](ch chan<- T, v T) *SendCase[T] { return &SendCase[T]{ch: ch, value: v} }

func (c *SendCase[T]) poll() bool {
	select {
	case c.ch <- c.value:
		return true
	default:
		return false
	}
}

func (c *SendCase[T]) reflected() reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectSend, Chan: reflect.ValueOf(c.ch), Send: reflect.ValueOf(&c.value).Elem()}
}

func (c *SendCase[T]) done(reflect.Value, bool) {}

func (c *SendCase[T]) block(o others) Case {
	select {
	case c.ch <- c.value:
		return c
	case _, o.a.ok = <-o.a.ch:
		return o.a
	case _, o.b.ok = <-o.b.ch:
		return o.b
	case o.timer.value, o.timer.ok = <-o.timer.ch:
		return o.timer
	}
}

// FutureCase waits for a future in a Select.
type FutureCase[T any] struct {
	f *Future[T]
}

// OnFuture is the case that f is completed. A nil f never is.
func OnFuture[T any](f *Future[T]) *FutureCase[T] { return &FutureCase[T]{f} }

// Value returns the value of the future.
func (c *FutureCase[T]) Value() T {
	v, _ := c.f.result()
	return v
}

// Result returns the value and the error of the future.
func (c *FutureCase[T]) Result() (T, error) { return c.f.result() }

func (c *FutureCase[T]) poll() bool { return c.f != nil && c.f.f.done.Load() }

func (c *FutureCase[T]) ready() <-chan struct{} {
	if c.f == nil {
		return nil
	}
	return c.f.f.channel()
}

func (c *FutureCase[T]) reflected() reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c.ready())}
}

func (c *FutureCase[T]) done(reflect.Value, bool) {}

func (c *FutureCase[T]) block(o others) Case {
	select {
	case <-c.ready():
		return c
	case _, o.a.ok = <-o.a.ch:
		return o.a
	case _, o.b.ok = <-o.b.ch:
		return o.b
	case o.timer.value, o.timer.ok = <-o.timer.ch:
		return o.timer
	}
}
