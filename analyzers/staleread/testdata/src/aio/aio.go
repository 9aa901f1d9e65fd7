// Package aio stands for the runtime.
package aio

import (
	"context"
	"iter"
	"time"
)

type Context interface {
	context.Context
	self() int
}

type Future[T any] struct{}

func (f *Future[T]) Await(co Context) (T, error) { var v T; return v, nil }

func Go[T any](co Context, fn func(co Context) (T, error)) *Future[T] { return nil }
func Spawn(co Context, fn func(co Context))                           {}
func Call(co Context, fn func())                                      { fn() }
func Call1[A any](co Context, fn func() A) A                          { return fn() }
func Recv[T any](co Context, ch <-chan T) T                           { return <-ch }
func Range[T any](co Context, ch <-chan T) iter.Seq[T]                { return nil }
func Sleep(co Context, d time.Duration)                               {}
func WithCancel(co Context) (Context, context.CancelFunc)             { return co, nil }

type Group struct{}

func NewGroup(co Context) (*Group, Context)               { return nil, co }
func (g *Group) Go(co Context, fn func(co Context) error) {}
func (g *Group) Wait(co Context) error                    { return nil }

type Mutex struct{}

func (m *Mutex) Lock(co Context) {}
func (m *Mutex) Unlock()         {}

type Once struct{}

func (o *Once) Do(co Context, fn func()) { fn() }
