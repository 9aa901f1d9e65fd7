// Package aio stands for the runtime.
package aio

import "context"

type Context interface {
	context.Context
	self() int
}

func Enter(ctx context.Context) (co Context, leave func()) { return nil, func() {} }

type RWMutex struct{ n int }

func (m *RWMutex) Lock(co Context) {}
func (m *RWMutex) Unlock()         {}

func Send[T any](co Context, ch chan<- T, v T) { ch <- v }
func Recv[T any](co Context, ch <-chan T) T    { return <-ch }
