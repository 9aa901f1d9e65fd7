// Package aio stands for the runtime.
package aio

import (
	"context"
	"iter"
)

type Context interface{ context.Context }

type Future[T any] struct{ done chan T }

func (f *Future[T]) Await(co Context) (T, error) { return <-f.done, nil }

func Go[T any](co Context, f func(Context) (T, error)) *Future[T] { return nil }

func Call[T any](co Context, f func() (T, error)) (T, error) { return f() }

type Once struct{}

func (o *Once) Do(co Context, f func()) { f() }

func Range[T any](co Context, ch <-chan T) iter.Seq[T] { return nil }

func Run(ctx context.Context, f func(Context) error) error { return nil }
