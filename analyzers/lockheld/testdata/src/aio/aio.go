// Package aio stands for the runtime.
package aio

import "context"

type Context interface {
	context.Context
	self() int
}

type Mutex struct{}

func (m *Mutex) Lock(co Context) {}
func (m *Mutex) Unlock()         {}

func Recv[T any](co Context, ch <-chan T) T { return <-ch }
