// Package aio stands for the runtime.
package aio

import "context"

type Context interface{ context.Context }

type Future[T any] struct{ done chan T }

func (f *Future[T]) Await(co Context) (T, error) { return <-f.done, nil }

func Go[T any](co Context, f func(Context) (T, error)) *Future[T] { return nil }

func Call[T any](co Context, f func() (T, error)) (T, error) { return f() }
