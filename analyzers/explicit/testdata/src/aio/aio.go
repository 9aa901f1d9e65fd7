// Package aio stands for the runtime.
package aio

import "context"

type Context interface {
	context.Context
	self() int
}

type Future[T any] struct{}

func (f *Future[T]) Await(co Context) (T, error)         { var v T; return v, nil }
func (f *Future[T]) Wait(ctx context.Context) (T, error) { var v T; return v, nil }

func Go[T any](co Context, fn func(co Context) (T, error)) *Future[T] { return nil }
func Spawn(co Context, fn func(co Context))                           {}
func Call(co Context, fn func())                                      { fn() }
func Call2[A, B any](co Context, fn func() (A, B)) (A, B)             { return fn() }
func Recv[T any](co Context, ch <-chan T) T                           { return <-ch }
func Enter(ctx context.Context) (Context, func())                     { return nil, nil }

type Once struct{}

func (o *Once) Do(co Context, fn func()) { fn() }

func Run(ctx context.Context, fn func(co Context) error) error { return nil }
