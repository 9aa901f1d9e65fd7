// Package ifaces holds calls through interfaces that are not parameters.
package ifaces

import (
	"context"
	"fmt"
	"hash"
	"io"
	"net/http"
	"time"
)

type Source interface{ Next() (int, error) }

type clock struct{}

func (clock) Next() (int, error) { // want `^Next: sleep time.Sleep$`
	time.Sleep(1)
	return 0, nil
}

type fixed struct{}

func (fixed) Next() (int, error) { return 1, nil }

type reader struct {
	src   Source
	else_ Unknown
	log   Logger
	err   error
	w     io.Writer
	h     hash.Hash
	name  fmt.Stringer
	ctx   context.Context
	rt    http.RoundTripper
}

// The implementations that are known here may be meant.
func (r *reader) read() { r.src.Next() } // want `^read: sleep\? ifaces.clock.Next -> time.Sleep$`

type Unknown interface{ Do() }

func (r *reader) unknown() { r.else_.Do() } // want `^unknown: dyn\?\? interface method ifaces.Unknown.Do$`

type Logger interface {
	Printf(format string, args ...any)
}

type chanLogger chan string

func (c chanLogger) Printf(format string, args ...any) { c <- format } // want `^Printf: chan channel send$`

// Loggers, errors, Stringers, hashes and contexts are taken to be innocent.
func (r *reader) innocent() string {
	r.log.Printf("x")
	r.h.Write(nil)
	r.ctx.Err()
	return r.err.Error() + r.name.String()
}

func (r *reader) write() { r.w.Write(nil) } // want `^write: io\?\? io.Writer.Write$`

func (r *reader) trip() { r.rt.RoundTrip(nil) } // want `^trip: net net/http.RoundTripper.RoundTrip$`

type embeds struct{ Source }

func (e embeds) use() { e.Next() } // want `^use: sleep\? ifaces.clock.Next -> time.Sleep$`

type clocked struct{ src Source }

func newClocked() *clocked { return &clocked{src: clock{}} }

// The field has no other value.
func (c *clocked) tick() { c.src.Next() } // want `^tick: sleep ifaces.clock.Next -> time.Sleep$`

func either(b bool) { // want `^either: sleep\? ifaces.clock.Next -> time.Sleep$`
	var src Source = fixed{}
	if b {
		src = clock{}
	}
	src.Next()
}

type Future interface{ Error() error }

type future chan error

func (f future) Error() error { return <-f } // want `^Error: chan channel receive$`

type call struct{ f Future }

// The name is that of an error's method, the signature is not.
func (c *call) finish() { c.f.Error() } // want `^finish: chan\? ifaces.future.Error -> channel receive$`
