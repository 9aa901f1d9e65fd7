// Package clean keeps Contexts in their tasks.
package clean

import (
	"aio"
	"context"
)

type server struct {
	ctx context.Context
	co  aio.Context
}

func serve(co aio.Context) {}

func keeps(co aio.Context, s *server) {
	s.ctx = co
	s.co = nil
	mine := co
	serve(mine)
	aio.Spawn(co, serve)
	aio.Spawn(co, func(co aio.Context) { serve(co) })
	go func() {
		<-co.Done()
	}()
	go func() {
		co, leave := aio.Enter(context.Background())
		defer leave()
		serve(co)
	}()
}

func plain(ctx context.Context) { go func(ctx context.Context) {}(ctx) }

func bounded(co aio.Context) {
	co, cancel := aio.WithCancel(co)
	defer cancel()
	serve(co)
	_ = []aio.Context{nil}
	_ = server{ctx: co}
}

type plainJob struct{ ctx context.Context }

func work(j plainJob) {}

// A plain context leaves freely, and what a task starts has a Context of its own.
func leaves(co aio.Context) {
	go work(plainJob{ctx: co})
	go func(ctx context.Context) {}(co)
	go func() {
		var mine aio.Context
		mine, leave := aio.Enter(co)
		defer leave()
		aio.Spawn(mine, func(co aio.Context) { serve(co) })
	}()
}

// Known gap: a function that keeps the Context.
func keepsFunction(co aio.Context, s *holder) { s.fn = func() { serve(co) } }

type holder struct{ fn func() }
