package aionet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"

	"github.com/asyncport/asyncport/aio"
)

// report hands an error to OnError, or logs it. A nil s means that Accept failed.
func (srv *Server) report(co aio.Context, s *Stream, err error) {
	switch {
	case srv.onError != nil:
		srv.onError(co, s, err)
	case s == nil:
		log.Printf("aionet: accept: %v; trying again", err)
	case !s.ordinary(co, err):
		log.Printf("aionet: handler of %v: %v", s.RemoteAddr(), err)
	}
}

// ordinary reports whether err only says that the connection has ended, or that the handler was told to. An error of
// another connection, which the handler may have to somebody else, says more.
func (s *Stream) ordinary(co aio.Context, err error) bool {
	if co.Err() != nil && errors.Is(err, context.Cause(co)) {
		return true
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errClosed) {
		return true
	}
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == "read" || op.Op == "write") &&
		fmt.Sprint(op.Source, op.Addr) == fmt.Sprint(s.LocalAddr(), s.RemoteAddr())
}
