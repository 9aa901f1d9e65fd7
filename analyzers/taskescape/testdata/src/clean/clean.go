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
